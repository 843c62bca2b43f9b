"""A day in words, in the site's own time."""

from datetime import datetime

from django.utils import timezone

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say


def date(moment: datetime) -> str:
    """“5 November 2026”."""
    return notes.day(timezone.localtime(moment).date())


def time(moment: datetime) -> str:
    """“5 November 2026, 14:05”."""
    clock = f"{timezone.localtime(moment):%H:%M}"
    return say("{date}, {time}", date=date(moment), time=clock)
