"""Telling people: the public what moved, owners what is due, the chief officer how it stands."""
