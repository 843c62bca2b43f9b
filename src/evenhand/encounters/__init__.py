"""Stops as officers record them: what a record may say, and what is kept of it."""
