"""A day in words, in the site's own time."""

from datetime import datetime

from django.utils import timezone

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say


def date(moment: datetime) -> str:
    """“5 November 2026”."""
    day = timezone.localtime(moment)
    return say(
        "{day} {month_and_year}", day=str(day.day), month_and_year=notes.month(f"{day:%Y-%m}")
    )


def time(moment: datetime) -> str:
    """“5 November 2026, 14:05”."""
    clock = f"{timezone.localtime(moment):%H:%M}"
    return say("{date}, {time}", date=date(moment), time=clock)
