"""Stops at the desk: mending, correcting, reviewing, what is odd, and who may send."""
