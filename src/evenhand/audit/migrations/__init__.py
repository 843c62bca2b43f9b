"""Migrations of the private log."""
