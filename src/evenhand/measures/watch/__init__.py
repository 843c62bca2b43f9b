"""The watch: every series of a lake set against its own history, and what moved."""

from evenhand.measures.watch.found import (
    Change,
    Direction,
    Finding,
    Found,
    Looks,
    Means,
    Series,
    Span,
    Standing,
    Untold,
    Watched,
    read,
)
from evenhand.measures.watch.running import watch, watched
from evenhand.measures.watch.settings import Settings

__all__ = [
    "Change",
    "Direction",
    "Finding",
    "Found",
    "Looks",
    "Means",
    "Series",
    "Settings",
    "Span",
    "Standing",
    "Untold",
    "Watched",
    "read",
    "watch",
    "watched",
]
