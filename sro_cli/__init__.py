"""sro: write, check and publish the concept of a city as versioned documents."""

__version__ = "0.1.0"
