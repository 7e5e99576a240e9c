"""What differs between two versions of a concept, as values. Pure: whoever reads versions lives elsewhere."""
