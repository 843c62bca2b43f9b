"""Migrations of the public log."""
