"""Alerts and their answers, in words and tables for pages, feeds and files."""
