"""The products: tree and theme in, bytes out. One module or package a format."""
