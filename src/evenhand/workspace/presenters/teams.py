"""Words for the page of teams: how many officers, and what became of slips."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.encounters.models import Team, TeamChange
from evenhand.encounters.selectors.teams import TeamSeen
from evenhand.encounters.told.rounding import About
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say


@dataclass(frozen=True)
class Row:
    """One team; without an address where the force does not keep it."""

    name: str
    url: str
    officers: str
    before: str
    signed: str
    used: str
    unused: str


def rows(found: Iterable[TeamSeen]) -> list[Row]:
    """A row for each team, in the order of the names."""
    return [_row(one) for one in found]


def _row(one: TeamSeen) -> Row:
    url = reverse("stop-team", args=[one.number]) if one.number else ""
    officers, before = numbers.whole(one.officers), numbers.whole(one.before)
    if one.slips is None:
        none = say("No key of its own")
        return Row(one.name, url, officers, before, none, none, none)
    signed, used = one.slips.signed, one.slips.used
    return Row(
        one.name,
        url,
        officers,
        before,
        about(signed),
        numbers.whole(used),
        about(About(max(0, signed.tens - used))),
    )


def about(count: About) -> str:
    """A count to the nearest ten."""
    if count.few:
        return say("fewer than 5")
    return say("about {count}", count=numbers.whole(count.tens))


def added(teams: Sequence[Team]) -> str:
    """What was taken up."""
    if not teams:
        return say("The team was there already.")
    return say("Taken up: {names}.", names=notes.listed([one.name for one in teams]))


def past(found: Iterable[TeamChange]) -> list[str]:
    """What became of teams, a sentence each."""
    return [_past(one) for one in found]


def _past(one: TeamChange) -> str:
    said = {
        "day": notes.day(one.at.date()),
        "before": one.before.name,
        "who": one.by.name,
        "reason": one.reason,
    }
    if one.after is None:
        return say("{day}: {before} ended. {who}: {reason}", **said)
    return say("{day}: {before} became {after}. {who}: {reason}", after=one.after.name, **said)
