"""A force's scrutiny: its panels, whom they are made of, draws, meetings, recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.public.presenters.scrutiny.advice import Pair, pairs
from evenhand.public.presenters.scrutiny.lists import (
    Item,
    advised_lines,
    draw_item,
    drawn_line,
    left_lines,
    owed,
)
from evenhand.public.presenters.scrutiny.meetings import Calendar, calendar
from evenhand.public.presenters.stop_answers import about_words
from evenhand.scrutiny.told.listed import Listed, Named
from evenhand.scrutiny.told.meetings import ToldMeeting, Totals
from evenhand.scrutiny.told.panels import Composition, ToldPanel
from evenhand.scrutiny.told.recommendations import Tally, Told

NEWEST = 10
"""Draws and recommendations that stand whole on the page; the others stand by their names."""


@dataclass(frozen=True)
class Row:
    """A group: about how many members said it, and how many would if panels were as residents."""

    name: str
    members: str
    alike: str


@dataclass(frozen=True)
class Made:
    """Whom the panels are made of, or why that is not told."""

    sentences: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PanelPage:
    """Everything that the page of a force's scrutiny shows, in words.

    Attributes
    ----------
    owed : what awaits an answer of the force.
    draws, earlier : the newest whole, the others by their names.
    said, did : in how many the force answered in time and did it; the pairs themselves.
    """

    lead: tuple[str, ...]
    panels: tuple[tuple[str, str], ...]
    owed: tuple[str, ...]
    made: Made
    draws: tuple[Item, ...]
    earlier: tuple[Item, ...]
    calendar: Calendar
    tally: tuple[str, ...]
    pairs: tuple[Pair, ...]
    more: int


def panel_page(
    panels: Sequence[ToldPanel],
    drawn: Sequence[Listed],
    advised: Sequence[Told],
    told: Tally,
    *,
    made: Composition | None,
    meetings: Sequence[ToldMeeting],
    taken: Totals,
    now: datetime,
) -> PanelPage:
    """Lay out a force's scrutiny.

    Parameters
    ----------
    made : whom its panels are made of; None where that would tell of somebody.
    """
    items = tuple(draw_item(one, panels=len(panels)) for one in drawn)
    return PanelPage(
        lead=_lead(panels, drawn, advised),
        panels=tuple((one.name, members_words(one)) for one in panels),
        owed=owed(drawn, advised),
        made=made_words(made),
        draws=items[:NEWEST],
        earlier=items[NEWEST:],
        calendar=calendar(meetings, taken, now=now),
        tally=told.sentences,
        pairs=pairs(advised[:NEWEST]),
        more=max(0, len(advised) - NEWEST),
    )


def _lead(
    panels: Sequence[ToldPanel], drawn: Sequence[Listed], advised: Sequence[Told]
) -> tuple[str, ...]:
    if not panels and not drawn:
        none = say(
            "No scrutiny panel of this force is on this site. That does not mean that all is well."
        )
        return (none, *owed([], advised))
    names = notes.listed([one.name for one in panels] or sorted({one.panel_name for one in drawn}))
    waits = owed(drawn, advised)
    if not waits:
        waits = (say("The force owes no answer now. That does not mean that all is well."),)
    line = say("{names}: {draws}", names=names, draws=drawn_line(drawn))
    return (line, *left_lines(drawn), *waits)


def members_words(one: ToldPanel) -> str:
    """How many sit on a panel, and how many terms end soon."""
    if not one.members:
        return say("Nobody sits on it now.")
    if one.members == 1:
        return say("1 member.")
    members = say("{count} members.", count=numbers.whole(one.members))
    if not one.ending:
        return members
    if one.ending == 1:
        return say("{members} 1 term ends within three months.", members=members)
    return say(
        "{members} {ending} terms end within three months.",
        members=members,
        ending=numbers.whole(one.ending),
    )


def made_words(found: Composition | None) -> Made:
    """Whom panels are made of, or why that is not told."""
    if found is None:
        return Made(
            (
                say(
                    "Whom the panel is made of is not shown, to protect people: too few members "
                    "have said anything of themselves, or nobody counted them before this year "
                    "began."
                ),
            ),
            (),
        )
    members, stated = about_words(found.members), about_words(found.stated)
    year = str(found.year)
    panels = (
        say("The panel was counted last before {year} began.", year=year)
        if found.panels == 1
        else say(
            "The {count} panels of this force were counted last before {year} began, together.",
            count=numbers.whole(found.panels),
            year=year,
        )
    )
    return Made(
        (
            panels,
            say(
                "Members: {members}. Of these, {stated} said what they are. Each count is to the "
                "nearest ten, so that nobody can be worked out.",
                members=members,
                stated=stated,
            ),
        ),
        tuple(
            Row(one.name, about_words(one.members), numbers.whole(one.alike))
            for one in found.groups
        ),
    )


@dataclass(frozen=True)
class OfForce:
    """A force in the list of all: its panels, what they did, what they are owed."""

    name: str
    url: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class EveryPage:
    """All panels, and what is owed an answer, by the names of forces: never a ranking."""

    sentences: tuple[str, ...]
    forces: tuple[OfForce, ...]


def every_page(
    panels: Sequence[Named], drawn: Sequence[Listed], advised: Sequence[Told]
) -> EveryPage:
    """Lay out every force that has a panel, a draw or a recommendation."""
    names = {one.force: one.force_name for one in panels}
    names |= {one.force: one.force_name for one in drawn}
    names |= {one.force: one.force_name for one in advised}
    in_order = sorted(names, key=lambda force: names[force].casefold())
    return EveryPage(
        sentences=_counted(panels, drawn, advised),
        forces=tuple(
            OfForce(
                names[force],
                reverse("force-scrutiny", args=[force]),
                _lines(
                    [one.name for one in panels if one.force == force],
                    [one for one in drawn if one.force == force],
                    [one for one in advised if one.force == force],
                ),
            )
            for force in in_order
        ),
    )


def _lines(names: list[str], drawn: Sequence[Listed], advised: Sequence[Told]) -> tuple[str, ...]:
    who = say("{names}.", names=notes.listed(names)) if names else say("No panel is on this site.")
    first = " ".join((who, drawn_line(drawn), *left_lines(drawn)))
    return (first, *owed(drawn, []), " ".join(advised_lines(advised)))


def _counted(
    panels: Sequence[Named], drawn: Sequence[Listed], advised: Sequence[Told]
) -> tuple[str, ...]:
    if not panels and not drawn and not advised:
        none = say("No scrutiny panel is on this site yet. That does not mean that all is well.")
        return (none,)
    count = len(panels)
    there = (
        say("1 scrutiny panel is on this site.")
        if count == 1
        else say("{count} scrutiny panels are on this site.", count=numbers.whole(count))
    )
    waits = (*left_lines(drawn), *owed(drawn, advised))
    if not waits:
        waits = (say("Nothing awaits an answer. That does not mean that all is well."),)
    return (there, *waits)
