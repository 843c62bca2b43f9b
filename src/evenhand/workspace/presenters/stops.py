"""Words for pages about stops: lists, one record, its history, devices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from evenhand.encounters.editing import asking, shaping
from evenhand.encounters.editing.changing import FIXED
from evenhand.encounters.models import (
    Explained,
    Finding,
    Odd,
    Review,
    Stands,
    Step,
    Stop,
    ToMend,
    Version,
)
from evenhand.encounters.rules import label
from evenhand.encounters.services.deciding import Both
from evenhand.encounters.services.redacting import marks as marks_of
from evenhand.measures.words.messages import say
from evenhand.workspace.presenters.dates import date, time

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
        (stop.reviewed == "waiting", say("Not read yet")),
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
        (stop.twice, say("Recorded twice: in no figure")),
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


def locked(found: Iterable[ToMend]) -> list[Row]:
    """A line for each record that came without its key, which may be here again by now."""
    return [
        Row(
            words=say("Record sealed with key {key}", key=one.sent.key),
            url=reverse("stop-mend", args=[one.pk]),
            at=one.sent.received_at,
        )
        for one in found
    ]


def lines(record: Mapping[str, Any]) -> list[Line]:
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


@dataclass(frozen=True)
class Adding:
    """Something that can be added to a record or taken out of it."""

    words: str
    url: str


def asked(query: QueryDict) -> dict[str, list[str]]:
    """What an address asks to correct, to add and to take out."""
    return {
        "fields": query.getlist("field"),
        "add": query.getlist("add"),
        "remove": query.getlist("remove"),
    }


def adding(record: Mapping[str, Any], address: str) -> list[Adding]:
    """What can be added to a record and taken out of it, as links to the page that does it."""
    more = {
        "people": say("Add a person"),
        "searches": say("Add a search"),
        "force_used": say("Add a use of force"),
    }
    found = [
        Adding(
            more.get(one) or say("Add a tactic to {item}", item=_called(one.rpartition(".")[0])),
            f"{address}?{urlencode({'add': one})}",
        )
        for one in shaping.addable(record)
    ]
    return found + [
        Adding(
            say("Take out: {item}", item=_called(one)), f"{address}?{urlencode({'remove': one})}"
        )
        for one in shaping.removable(record)
    ]


def lines_of(record: Mapping[str, Any], items: Iterable[str]) -> list[Line]:
    """What some items of a record say: it goes with them."""
    begin = tuple(f"{one}." for one in items)
    return [one for one in lines(record) if begin and one.field.startswith(begin)]


def _called(item: str) -> str:
    """An item by its place, such as the second person."""
    name, _, place = item.rpartition(".")
    number = str(int(place) + 1)
    if name.endswith("tactics"):
        return say("tactic {number}", number=number)
    return {
        "people": say("person {number}", number=number),
        "searches": say("search {number}", number=number),
    }.get(name, say("use of force {number}", number=number))


def taken_out(versions: Iterable[Version]) -> list[str]:
    """That words were taken out of a stop: when, why, and by which role; each time once."""
    done = {(one["at"], one["role"], one["why"]): None for row in versions for one in marks_of(row)}
    return [
        say(
            "Words were taken out on {day} by a {role}: {why}",
            day=date(datetime.fromisoformat(at)),
            role=role.lower(),
            why=why,
        )
        if role
        else say(
            "Words were taken out on {day}: {why}", day=date(datetime.fromisoformat(at)), why=why
        )
        for at, role, why in done
    ]


def history(
    versions: Iterable[Version], reviews: Iterable[Review], decided: Iterable[Explained]
) -> list[Past]:
    """What happened to a stop, the latest first."""
    past = [_version(one) for one in versions] + [_review(one) for one in reviews]
    past += [_decided(one) for one in decided]
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
        if one.by_id is not None and one.by_id != one.stop.officer_id:
            what = (
                say("Mended and kept, for the officer who recorded it")
                if changed
                else say("Kept, for the officer who recorded it")
            )
    return Past(one.made_at, who, what, one.reason, changed)


def _decided(one: Explained) -> Past:
    """A decision between this stop and another record."""
    what = {
        Stands.FIRST.value: say("Decided: of two records the first stands"),
        Stands.SECOND.value: say("Decided: of two records the second stands"),
        Stands.BOTH.value: say("Decided: two records are two stops"),
    }
    return Past(one.at, one.by.name, what.get(one.stands, say("Explained")), one.words)


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


@dataclass(frozen=True)
class Differing:
    """A field of two records that do not say the same."""

    title: str
    first: str
    second: str


def side_by_side(both: Both) -> list[Differing]:
    """Where two records differ, in words."""
    found = []
    for change in both.differing:
        field = change["field"]
        asked = asking.questions([field], both.first if change["new"] is None else both.second)
        first, second = (
            asking.words(asked[0], change[name]) if asked else str(change[name])
            for name in ("old", "new")
        )
        found.append(Differing(asked[0].title if asked else field, first, second))
    return found


def standing(finding: Finding, offered: Iterable[Stands]) -> list[tuple[str, str]]:
    """What can be decided between two records, in words."""
    if finding.odd == Odd.CONFLICT:
        words = {
            Stands.FIRST: say("The first stands"),
            Stands.SECOND: say("The second stands: what it says becomes a new version"),
        }
    else:
        words = {
            Stands.BOTH: say("They are two stops: both are counted"),
            Stands.FIRST: say("It is one stop: the first is counted"),
            Stands.SECOND: say("It is one stop: the second is counted"),
        }
    return [(one.value, words[one]) for one in offered]


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
