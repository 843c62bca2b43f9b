"""Alerts of the watch, and the duty to answer them: explain or reform."""
