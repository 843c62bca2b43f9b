"""Freezes measures into figures: what was published, from which files, by which method, when."""
