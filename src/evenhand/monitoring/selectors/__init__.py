"""Reads: alerts with how they stand, one story whole, what is watched, and the register."""

from evenhand.monitoring.selectors.naming import About, Remeasured, about, reforms_by
from evenhand.monitoring.selectors.register import Tried, Types, by_type, register
from evenhand.monitoring.selectors.stories import (
    Story,
    alert,
    hands,
    is_action,
    overdue,
    steps_of,
    stories,
    story,
    story_of,
    subject,
    whole,
)
from evenhand.monitoring.selectors.watch import WatchPage, latest_run, watch_page

__all__ = [
    "About",
    "Remeasured",
    "Story",
    "Tried",
    "Types",
    "WatchPage",
    "about",
    "alert",
    "by_type",
    "hands",
    "is_action",
    "latest_run",
    "overdue",
    "reforms_by",
    "register",
    "steps_of",
    "stories",
    "story",
    "story_of",
    "subject",
    "watch_page",
    "whole",
]
