"""What is kept on disk: caches, products, and whether anything has changed."""
