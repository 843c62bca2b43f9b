"""Writes: each is one step of a set, in one transaction, with its entry in the public ledger."""

from evenhand.scrutiny.anchoring.services.keeping import issue, open_set, reveal, seal, write
from evenhand.scrutiny.anchoring.services.scoring import (
    agree,
    close,
    look,
    score,
    way_to_video,
)

__all__ = [
    "agree",
    "close",
    "issue",
    "look",
    "open_set",
    "reveal",
    "score",
    "seal",
    "way_to_video",
    "write",
]
