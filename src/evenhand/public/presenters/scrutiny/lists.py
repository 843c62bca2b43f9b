"""Lists of draws, recommendations and meetings; forces in alphabetical order, never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.plan.history import LONDON
from evenhand.plan.words import Mark
from evenhand.public.presenters.scrutiny import marks
from evenhand.public.presenters.scrutiny.places import draw_url, meeting_url, recommendation_url
from evenhand.scrutiny.told import words
from evenhand.scrutiny.told.listed import Listed, Status
from evenhand.scrutiny.told.meetings import ToldMeeting
from evenhand.scrutiny.told.recommendations import Told

LONGEST = 200
"""Characters of a title."""


@dataclass(frozen=True)
class Item:
    """One line of a list; ``whose`` is the force, for lists of several."""

    title: str
    url: str
    whose: str
    mark: Mark
    lead: str
    note: str


def draw_item(one: Listed, *, panels: int = 1) -> Item:
    """A draw in a list.

    Parameters
    ----------
    panels : of the force; where there are several, each draw says whose it is.
    """
    number = str(one.number)
    title = say("Draw {number}: {power}, {period}", number=number, **_of(one))
    if panels > 1:
        title = say("{panel}, draw {number}: {power}, {period}", number=number, **_of(one))
    return Item(
        title=title,
        url=draw_url(one.panel, one.number),
        whose=one.force_name,
        mark=marks.of_draw(one.status, one.left),
        lead=" ".join(part for part in (_frame(one), _seen(one)) if part),
        note=_owed_of(one),
    )


def _of(one: Listed) -> dict[str, str]:
    return {
        "panel": one.panel_name,
        "power": words.power(one.power),
        "period": days_from(one.first, one.last),
    }


def days_from(first: date, last: date) -> str:
    """From a day to another, or the only one."""
    begun, ended = notes.day(first), notes.day(last)
    return begun if first == last else say("{first} to {last}", first=begun, last=ended)


def _frame(one: Listed) -> str:
    if one.status is Status.ABANDONED:
        return say("Abandoned in public: “{why}”", why=one.abandoned)
    if one.positions is None or one.drawn is None:
        return say("Opened on {day}; its frame is not frozen yet.", day=notes.day(one.opened_on))
    said = {"drawn": numbers.whole(one.drawn), "positions": numbers.whole(one.positions)}
    if one.status is Status.FROZEN:
        which = (
            say("1 of {positions} is to be drawn.", **said)
            if one.drawn == 1
            else say("{drawn} of {positions} are to be drawn.", **said)
        )
        return f"{which} {words.left(one.left)}" if one.left else which
    if one.drawn == 1:
        return say("1 of {positions} was drawn.", **said)
    return say("{drawn} of {positions} were drawn.", **said)


def _seen(one: Listed) -> str:
    if one.cases is None:
        return ""
    looked = numbers.whole(one.cases)
    if one.red is None:
        return (
            say("1 was looked at, which is too few to show its colour.")
            if one.cases == 1
            else say("{looked} were looked at, which is too few to show by colour.", looked=looked)
        )
    if one.red == 0:
        return say("{looked} were looked at, and none was judged red.", looked=looked)
    return (
        say("{looked} were looked at, and 1 of them was judged red.", looked=looked)
        if one.red == 1
        else say(
            "{looked} were looked at, and {red} of them were judged red.",
            looked=looked,
            red=numbers.whole(one.red),
        )
    )


def _owed_of(one: Listed) -> str:
    if not one.findings:
        return ""
    if one.findings == 1:
        if not one.unanswered:
            return say("1 finding, and it was answered.")
        return (
            say("1 finding, and its answer is overdue.")
            if one.overdue
            else say("1 finding, and no answer yet.")
        )
    said = {"count": numbers.whole(one.findings), "waiting": numbers.whole(one.unanswered)}
    if not one.unanswered:
        return say("{count} findings, and all were answered.", **said)
    if not one.overdue:
        return say("{count} findings, {waiting} of them without an answer.", **said)
    return say(
        "{count} findings, {waiting} of them without an answer and {late} overdue.",
        **said,
        late=numbers.whole(one.overdue),
    )


def recommendation_item(one: Told) -> Item:
    """A recommendation in a list: what was said, and what came of it."""
    return Item(
        title=short(one),
        url=recommendation_url(one.force, one.number),
        whose=one.force_name,
        mark=marks.of_recommendation(one),
        lead=one.we_did,
        note=_waits(one),
    )


def short(one: Told) -> str:
    """What is recommended, where it is short; else its first words."""
    if len(one.what) <= LONGEST:
        return one.what
    return say("{words}…", words=shorten(one.what, LONGEST, placeholder=""))


def _waits(one: Told) -> str:
    said = say(
        "Recommendation {number} of {maker}, {day}.",
        number=str(one.number),
        maker=one.maker,
        day=notes.day(one.said_on),
    )
    if one.awaits != "answer":
        return said
    days = marks.days(one.days_awaited)
    return say("{said} Awaiting an answer: {days}.", said=said, days=days)


def meeting_item(one: ToldMeeting) -> Item:
    """A meeting or a visit in a list."""
    return Item(
        title=say("{what}, {day}", what=one.what_words, day=moment(one.starts)),
        url=meeting_url(one.panel, one.number),
        whose=one.force_name,
        mark=marks.of_meeting(one.status, one.status_words),
        lead=one.where,
        note=one.places_words if one.status in COMING else "",
    )


COMING = frozenset({"proposed", "agreed", "called"})


def moment(at: datetime) -> str:
    """A day and a time, where the forces are."""
    here = at.astimezone(LONDON)
    return say("{day} at {time}", day=notes.day(here.date()), time=f"{here:%H:%M}")


def drawn_line(found: Sequence[Listed]) -> str:
    """How many draws there were, and how many were abandoned."""
    if not found:
        return say("No draw yet.")
    gone = sum(one.status is Status.ABANDONED for one in found)
    count = len(found)
    if count == 1:
        return say("1 draw, and it was abandoned.") if gone else say("1 draw.")
    told = {"count": numbers.whole(count), "gone": numbers.whole(gone)}
    return (
        say("{count} draws, {gone} of them abandoned.", **told)
        if gone
        else say("{count} draws.", **told)
    )


def left_lines(found: Sequence[Listed]) -> tuple[str, ...]:
    """How many frozen frames are past their last day: each is drawn, or abandoned in public."""
    late = sum(one.left is not None and one.left.overdue > 0 for one in found)
    if not late:
        return ()
    return (
        (say("1 frozen frame is overdue: it was neither drawn nor abandoned in time."),)
        if late == 1
        else (
            say(
                "{late} frozen frames are overdue: they were neither drawn nor abandoned in time.",
                late=numbers.whole(late),
            ),
        )
    )


def advised_lines(found: Sequence[Told]) -> tuple[str, ...]:
    """How many recommendations the force has, and how many await an answer."""
    if not found:
        return (say("No recommendation yet."),)
    count = len(found)
    said = (
        say("1 recommendation to the force.")
        if count == 1
        else say("{count} recommendations to the force.", count=numbers.whole(count))
    )
    return (said, *owed([], found))


def owed(drawn: Sequence[Listed], advised: Sequence[Told]) -> tuple[str, ...]:
    """What the force still owes an answer to: silence is never all is well."""
    findings = sum(one.unanswered for one in drawn)
    late = sum(one.overdue for one in drawn)
    waiting = [one for one in advised if one.awaits == "answer"]
    overdue = sum(one.days_overdue > 0 for one in waiting)
    told = (_owed_findings(findings, late), _owed_answers(len(waiting), overdue))
    return tuple(one for one in told if one)


def _owed_findings(count: int, late: int) -> str:
    if not count:
        return ""
    said = {"count": numbers.whole(count), "late": numbers.whole(late)}
    if not late:
        return (
            say("1 finding awaits an answer.")
            if count == 1
            else say("{count} findings await an answer.", **said)
        )
    return (
        say("1 finding awaits an answer and is overdue.")
        if count == 1
        else say("{count} findings await an answer, {late} of them overdue.", **said)
    )


def _owed_answers(count: int, late: int) -> str:
    if not count:
        return ""
    said = {"count": numbers.whole(count), "late": numbers.whole(late)}
    if not late:
        return (
            say("1 recommendation awaits an answer.")
            if count == 1
            else say("{count} recommendations await an answer.", **said)
        )
    return (
        say("1 recommendation awaits an answer and is overdue.")
        if count == 1
        else say("{count} recommendations await an answer, {late} of them overdue.", **said)
    )
