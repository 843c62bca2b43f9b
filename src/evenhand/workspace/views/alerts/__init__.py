"""Alerts at somebody's desk: what waits for an answer, one review, every step with it."""
