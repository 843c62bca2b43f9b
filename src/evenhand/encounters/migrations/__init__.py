"""Migrations of the records of stops."""
