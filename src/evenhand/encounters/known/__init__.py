"""Stops that are known from elsewhere: taken in, matched to those recorded, and counted.

A control room, a camera for number plates or a body-worn camera shows that a stop happened. Held
against what was recorded it says how complete the records are: the coverage.
"""
