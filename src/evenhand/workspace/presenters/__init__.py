"""Presenters shape words for pages; they ask the database nothing."""
