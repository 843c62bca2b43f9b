"""Meetings and visits of panels as anybody may read them, and as a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evenhand.measures.words.messages import say
from evenhand.scrutiny.visiting import calendar, selectors, words
from evenhand.scrutiny.visiting.history import minutes_of
from evenhand.scrutiny.visiting.selectors import Visit
from evenhand.scrutiny.visiting.steps import Status, Step, What

__all__ = [
    "ToldItem",
    "ToldMeeting",
    "ToldMeetingStep",
    "Totals",
    "calendar_of",
    "meeting",
    "meetings",
    "totals",
]


@dataclass(frozen=True, slots=True)
class ToldMeetingStep:
    """One step: what it was, when, by which role, and in which words.

    Attributes
    ----------
    decisions, wrong : of minutes: what was decided, and what they correct in those before.
    """

    number: int
    kind: str
    heading: str
    at: datetime
    who: str
    words: str
    decisions: tuple[str, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class ToldItem:
    """An item of an agenda: what it is about, as the ledger calls it (or nothing), and in words."""

    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class ToldMeeting:
    """A meeting or a visit, as it stands at a moment.

    Attributes
    ----------
    panel, number : its address. ``subject`` is what the public ledger calls it.
    what : ``meeting``, or the place of a visit: custody, control-room, training, intelligence.
    why : what for, as the panel says.
    places, how : for members of the public, and how to ask for one; ``places_words`` in a sentence.
    days_proposed : days that a proposed visit has been neither agreed to nor declined.
    members, public, hours, pence : who came and what it took; None where that was not said.
    findings : of a visit. ``minutes`` : of a meeting, the latest last.
    """

    panel: str
    panel_name: str
    force: str
    force_name: str
    number: int
    subject: str
    what: str
    what_words: str
    why: str
    starts: datetime
    ends: datetime
    where: str
    places: int
    places_words: str
    how: str
    status: str
    status_words: str
    days_proposed: int
    agenda: tuple[ToldItem, ...]
    members: int | None
    public: int | None
    hours: int | None
    pence: int | None
    findings: tuple[str, ...]
    minutes: tuple[ToldMeetingStep, ...]
    steps: tuple[ToldMeetingStep, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What members of panels gave and were paid in what was held, where it was said.

    ``told`` of ``held`` appointments say their hours and expenses.
    """

    held: int
    told: int
    hours: int
    pence: int
    public: int


def meetings(
    *, at: datetime, forces: Sequence[str] | None = None, panels: Sequence[str] | None = None
) -> list[ToldMeeting]:
    """Every meeting and visit that was called by a moment, in the order of their days."""
    return [_told(one) for one in selectors.visits(at=at, forces=forces, panels=panels)]


def meeting(panel_id: str, number: int, *, at: datetime) -> ToldMeeting | None:
    """One meeting or visit; None where it was not called by that moment."""
    found = selectors.visit(panel_id, number, at=at)
    return _told(found) if found else None


def totals(found: Sequence[ToldMeeting]) -> Totals:
    """What was given and paid in several, all together."""
    held = [one for one in found if one.members is not None]
    return Totals(
        held=len(held),
        told=sum(one.hours is not None and one.pence is not None for one in held),
        hours=sum(one.hours or 0 for one in held),
        pence=sum(one.pence or 0 for one in held),
        public=sum(one.public or 0 for one in held),
    )


def calendar_of(found: Sequence[ToldMeeting], *, name: str, address: str) -> bytes:
    """Meetings and visits as an iCalendar feed.

    Parameters
    ----------
    name : what programs call the calendar.
    address : of the site, without a slash at its end.
    """
    host = address.split("://", 1)[-1].split("/", 1)[0]
    return calendar.feed((_event(one, host, address) for one in found), name=name)


STATUSES: dict[Status, calendar.EventStatus] = {
    Status.PROPOSED: "TENTATIVE",
    Status.DECLINED: "CANCELLED",
    Status.CALLED_OFF: "CANCELLED",
}


def _event(one: ToldMeeting, host: str, address: str) -> calendar.Event:
    status = Status(one.status)
    return calendar.Event(
        uid=f"{one.subject.replace('/', '-')}@{host}",
        sequence=len(one.steps) - 1,
        stamp=one.steps[-1].at,
        starts=one.starts,
        ends=one.ends,
        summary=say("{what}: {panel}", what=one.what_words, panel=one.panel_name),
        status=STATUSES.get(status, "CONFIRMED"),
        location=one.where,
        description="\n".join(
            part for part in (one.status_words, one.why, one.places_words, one.how) if part
        ),
        url=f"{address}/panels/{one.panel}/meetings/{one.number}/",
    )


def _told(one: Visit) -> ToldMeeting:
    now, row = one.now, one.appointment
    outcome, what = now.outcome, What(row.what)
    steps = tuple(_step(each, visits=what.visits) for each in one.steps)
    minutes = {each.number for each in now.minutes}
    return ToldMeeting(
        panel=row.panel_id,
        panel_name=row.organisation,
        force=row.force_id,
        force_name=row.visited,
        number=row.number,
        subject=one.subject,
        what=what.value,
        what_words=words.what(what),
        why=now.called.words,
        starts=now.slot.starts,
        ends=now.slot.ends,
        where=now.slot.where,
        places=now.slot.places,
        places_words=words.places(now.slot.places),
        how=now.slot.how,
        status=one.status.value,
        status_words=words.status(one.status),
        days_proposed=now.days_proposed,
        agenda=tuple(ToldItem(each.subject, each.words) for each in now.agenda),
        members=outcome.members if outcome else None,
        public=outcome.public if outcome else None,
        hours=outcome.hours if outcome else None,
        pence=outcome.pence if outcome else None,
        findings=outcome.findings if outcome else (),
        minutes=tuple(each for each in steps if each.number in minutes),
        steps=steps,
    )


def _step(each: Step, *, visits: bool) -> ToldMeetingStep:
    said = minutes_of(each)
    return ToldMeetingStep(
        each.number,
        each.kind.value,
        words.heading(each.kind, visits=visits),
        each.at,
        say("{who}, {organisation}", who=each.by, organisation=each.organisation),
        each.words,
        said.decisions,
        said.wrong,
    )
