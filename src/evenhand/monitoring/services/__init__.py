"""Writes: each is one step, in one transaction, with its entry in the public ledger."""

from evenhand.monitoring.services import digesting, due, redacting, reviewing, telling, watching
from evenhand.monitoring.services.writing import Hand, written_by

__all__ = [
    "Hand",
    "digesting",
    "due",
    "redacting",
    "reviewing",
    "telling",
    "watching",
    "written_by",
]
