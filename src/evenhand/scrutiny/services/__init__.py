"""Writes: each is one step of a draw, in one transaction, with its entry in the public ledger."""

from evenhand.scrutiny.services import (
    draws,
    exclusions,
    findings,
    frames,
    holds,
    looking,
    overdue,
    scoring,
)

__all__ = [
    "draws",
    "exclusions",
    "findings",
    "frames",
    "holds",
    "looking",
    "overdue",
    "scoring",
]
