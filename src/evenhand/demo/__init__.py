"""Fictional forces, with records in the police's own file format and a stated truth."""
