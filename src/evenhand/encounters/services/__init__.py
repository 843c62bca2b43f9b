"""Writes: receiving, mending, correcting, reviewing, letting systems in, erasing."""
