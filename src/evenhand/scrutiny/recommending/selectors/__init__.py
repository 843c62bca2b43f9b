"""Reads: recommendations with how they stand, one whole, and what is due."""

from evenhand.scrutiny.recommending.selectors.stories import (
    Story,
    overdue,
    recommendation,
    repeats_of,
    steps_of,
    stories,
    story,
    story_of,
    subject,
)

__all__ = [
    "Story",
    "overdue",
    "recommendation",
    "repeats_of",
    "steps_of",
    "stories",
    "story",
    "story_of",
    "subject",
]
