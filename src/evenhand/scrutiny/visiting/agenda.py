"""The agenda of a panel's meeting, built from what is open."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny.recommending import selectors as recommendations
from evenhand.scrutiny.recommending.selectors import Story
from evenhand.scrutiny.recommending.steps import Awaits, Kind
from evenhand.scrutiny.visiting import draws_open, selectors
from evenhand.scrutiny.visiting.steps import Status, What
from evenhand.scrutiny.visiting.terms import Item, short

SINCE = timedelta(days=92)
"""How far an agenda looks back where the panel has not met before."""


def items(
    panel_id: str, *, now: datetime, others: Sequence[str] = (), meets: datetime | None = None
) -> list[Item]:
    """All that a panel has open: draws, findings, recommendations, what is new, its visits.

    Parameters
    ----------
    others : what the chair adds, at the end.
    meets : when the meeting is that the agenda is for; without it, now.
    """
    since = last_met(panel_id, now=now) or now - SINCE
    stories = recommendations.stories(on=day_of(now), bodies=[panel_id])
    found = draws_open.items(panel_id, now=now, since=since, meets=meets)
    found += [Item(subject=one.subject, words=words) for one, words in _open(stories, since)]
    found += _visits(panel_id, now, since)
    return found + [Item(words=one) for one in others]


def last_met(panel_id: str, *, now: datetime) -> datetime | None:
    """When the panel met last; None where it never has."""
    met = selectors.visits(at=now, panels=[panel_id], whats=[What.MEETING])
    held = [one.now.slot.starts for one in met if one.status is Status.HELD]
    return max(held, default=None)


def _open(stories: Sequence[Story], since: datetime) -> Iterator[tuple[Story, str]]:
    for one in sorted(stories, key=lambda one: one.recommendation.number):
        now, what = one.now, short(one.now.advice.what)
        if one.awaits is Awaits.VIEW:
            yield one, say("Say what came of it: {what}", what=what)
        elif now.days_overdue:
            days = str(now.days_overdue)
            yield one, say("Overdue for {days} days: {what}", days=days, what=what)
        elif any(step.kind is Kind.RESPONDED and step.at > since for step in one.steps):
            yield one, say("Answered since the last meeting: {what}", what=what)


def _visits(panel_id: str, now: datetime, since: datetime) -> Iterator[Item]:
    for one in selectors.visits(at=now, panels=[panel_id]):
        if not one.now.what.visits:
            continue
        where = one.now.slot.where
        if one.status is Status.HELD and one.now.held and one.now.held.at > since:
            yield Item(subject=one.subject, words=say("What a visit found: {where}", where=where))
        elif one.status is Status.DECLINED and one.now.declined and one.now.declined.at > since:
            yield Item(subject=one.subject, words=say("A visit declined: {where}", where=where))
        elif one.status in {Status.PROPOSED, Status.AGREED}:
            yield Item(subject=one.subject, words=say("A visit to come: {where}", where=where))
        elif one.status is Status.MISSED:
            words = say("A visit of which nothing was said: {where}", where=where)
            yield Item(subject=one.subject, words=words)
