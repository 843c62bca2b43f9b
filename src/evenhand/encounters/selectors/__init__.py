"""Reads of stops, devices and what is to be looked at."""
