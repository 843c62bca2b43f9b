"""Words for pages about stops: lists, one record, its history, devices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from evenhand.encounters import asking
from evenhand.encounters.changing import FIXED
from evenhand.encounters.models import Finding, Odd, Review, Step, Stop, ToMend, Version
from evenhand.encounters.rules import label
from evenhand.measures.words.messages import say
from evenhand.workspace.presenters.dates import time

OF_THE_MAKING = FIXED - {"officer", "recorded_at"}
"""What says nothing to a reader: identities, numbers, digests."""


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    words: str
    url: str
    at: datetime
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One field of a record."""

    field: str
    title: str
    words: str
    can_change: bool


@dataclass(frozen=True)
class Past:
    """One thing that happened to a stop."""

    at: datetime
    who: str
    what: str
    words: str
    changes: tuple[tuple[str, str, str], ...] = ()


def stops(found: Iterable[Stop]) -> list[Row]:
    """A line for each stop."""
    return [
        Row(
            words=say(
                "{reason}, {outcomes}",
                reason=label("reasons", one.reason),
                outcomes=", ".join(label("outcomes", code) for code in one.outcomes),
            ),
            url=reverse("stop", args=[one.pk]),
            at=one.started_at,
            marks=marks(one),
        )
        for one in found
    ]


def marks(stop: Stop) -> tuple[str, ...]:
    """What is to be noticed about how a stop was recorded and what came of it."""
    known = (
        (stop.reviewed == "answered", say("Answered")),
        (stop.reviewed == "read", say("Read")),
        (stop.reviewed == "asked", say("Asked")),
        (stop.reviewed == "agreed", say("Agreed")),
        (stop.searched, say("With a search")),
        (stop.force_used, say("With use of force")),
        (stop.late, say("Recorded late")),
        (stop.mended, say("Mended")),
        (stop.carried, say("Sent by another officer")),
        (stop.officer_had_left, say("The officer had left")),
        (stop.clock_wrong, say("The phone’s clock was wrong")),
        (stop.versions > 1, say("Corrected")),
    )
    return tuple(words for holds, words in known if holds)


def to_mend(found: Iterable[ToMend]) -> list[Row]:
    """A line for each record that is to be mended, with the first thing that is wrong."""
    return [
        Row(
            words=one.problems[0]["words"],
            url=reverse("stop-mend", args=[one.pk]),
            at=one.sent.received_at,
            marks=() if one.officer_id else (say("Names no officer"),),
        )
        for one in found
    ]


def lines(record: dict[str, Any]) -> list[Line]:
    """Every field of a record that says something, in the order in which it is asked."""
    return [
        Line(
            one.field,
            one.title,
            time(datetime.fromisoformat(value))
            if one.field.endswith("_at")
            else asking.words(one, value),
            one.field.partition(".")[0] not in FIXED,
        )
        for one in asking.every(record)
        if (value := asking.said(record, one.field)) not in (None, [])
        and one.field.partition(".")[0] not in OF_THE_MAKING
    ]


def empty_lines(record: dict[str, Any]) -> list[Line]:
    """The fields that it leaves out and could have."""
    return [
        Line(one.field, one.title, "", True)
        for one in asking.every(record)
        if asking.said(record, one.field) in (None, []) and one.field.partition(".")[0] not in FIXED
    ]


def history(versions: Iterable[Version], reviews: Iterable[Review]) -> list[Past]:
    """What happened to a stop, the latest first."""
    past = [_version(one) for one in versions] + [_review(one) for one in reviews]
    return sorted(past, key=lambda one: one.at, reverse=True)


def _version(one: Version) -> Past:
    who = one.by.name if one.by else say("A system of the force")
    changed = tuple(
        (
            change["field"],
            _said(change, "old"),
            _said(change, "new"),
        )
        for change in one.changes
    )
    if one.number > 1:
        what = say("Corrected")
    else:
        what = say("Mended and kept") if changed else say("Kept")
    return Past(one.made_at, who, what, one.reason, changed)


def _said(change: dict[str, Any], which: str) -> str:
    if which not in change:
        return say("Restricted")
    value = change[which]
    return say("Not given") if value is None else str(value)


def _review(one: Review) -> Past:
    what = {
        Step.READ: say("Read by a supervisor"),
        Step.ASKED: say("Asked by a supervisor"),
        Step.ANSWERED: say("Answered by the officer"),
        Step.AGREED: say("Agreed by a supervisor"),
    }
    return Past(one.at, one.by.name, what[Step(one.step)], one.words)


def findings(found: Iterable[Finding]) -> list[Row]:
    """A line for each conflict and double."""
    words = {
        Odd.CONFLICT: say("Two records under one id"),
        Odd.DOUBLE: say("Two stops that say the same"),
    }
    return [
        Row(words[Odd(one.odd)], reverse("stop-finding", args=[one.pk]), one.found_at)
        for one in found
    ]
