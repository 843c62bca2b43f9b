"""Disclosure control of a whole release: what is printed of a force, and what must be hidden."""
