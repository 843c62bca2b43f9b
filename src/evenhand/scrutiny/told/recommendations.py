"""Recommendations as anybody may read them: plain values and finished sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.ledger.kept import REDACTED
from evenhand.scrutiny.recommending import selectors, words
from evenhand.scrutiny.recommending.figures import Figures, figures, sentences
from evenhand.scrutiny.recommending.selectors import Story
from evenhand.scrutiny.recommending.terms import Source

__all__ = [
    "Figures",
    "Tally",
    "Told",
    "ToldProof",
    "ToldStep",
    "ToldStop",
    "counted",
    "recommendation",
    "recommendations",
    "tally",
]


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step: what it was, when, by which role, and in which words."""

    number: int
    kind: str
    heading: str
    on: date
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class ToldStop:
    """A stretch in which the clock stood still, on which ground and why."""

    first: date
    until: date
    ground: str
    words: str


@dataclass(frozen=True, slots=True)
class ToldProof:
    """Evidence of completion: a link, the reference of a figure, or a note without an address."""

    kind: str
    title: str
    address: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One recommendation, as it stands on a day.

    Attributes
    ----------
    force, force_name, number : its address, and what the force is called.
    subject : what the public ledger calls it.
    maker, answered_by : the organisations that made it and answer it.
    source, source_words : whose kind of recommendation it is.
    what, why, to : as it was said; ``to`` is a role.
    said_on, recorded_on, by : when it was first said, recorded here, and should be done.
    report, reference, link : where it stands elsewhere; empty where it does not.
    comes_from : findings, draws, visits or alerts that led to it, as the ledger calls them.
    repeats, repeated_by : earlier and later ones that say the same, as the ledger calls them.
    status, status_words, awaits, awaits_words : how it stands, what has to come next.
    deadline : the last day for the answer. ``on_time``: whether the first came by it; None while it
        still may.
    days_awaited, days_overdue, stopped, stops : the public clock.
    response, response_words, response_on : the answer that holds: what, its reason, when.
    actions : of the plan, that carry it, as the ledger calls them.
    view, view_words, view_on : what those who recommended it think of what came of it.
    followed : whether they say that it was done.
    you_said, we_did : in finished sentences.
    """

    force: str
    force_name: str
    number: int
    subject: str
    maker: str
    answered_by: str
    source: str
    source_words: str
    what: str
    why: str
    to: str
    said_on: date
    recorded_on: date
    by: date
    report: str
    reference: str
    link: str
    comes_from: tuple[str, ...]
    repeats: tuple[str, ...]
    repeated_by: tuple[str, ...]
    status: str
    status_words: str
    awaits: str
    awaits_words: str
    deadline: date
    on_time: bool | None
    days_awaited: int
    days_overdue: int
    stopped: bool
    stops: tuple[ToldStop, ...]
    response: str
    response_words: str
    response_on: date | None
    actions: tuple[str, ...]
    evidence: tuple[ToldProof, ...]
    view: str
    view_words: str
    view_on: date | None
    followed: bool
    you_said: str
    we_did: str
    steps: tuple[ToldStep, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How recommendations were answered and followed: in numbers and in finished sentences."""

    figures: Figures
    sentences: tuple[str, ...]


def recommendations(*, on: date, forces: Sequence[str] | None = None) -> list[Told]:
    """Every recommendation as it stands on a day, by the name of the force, the newest first.

    Parameters
    ----------
    forces : ids; all without.
    """
    return [_told(one) for one in selectors.stories(on=on, forces=forces)]


def recommendation(force_id: str, number: int, *, on: date) -> Told | None:
    """One recommendation; None where it was not made by the end of that day."""
    found = selectors.story(force_id, number, on=on)
    return _told(found) if found else None


def counted(*, on: date, forces: Sequence[str] | None = None) -> tuple[list[Told], Tally]:
    """Every recommendation, and how they were answered and followed: read once, two queries."""
    found = selectors.stories(on=on, forces=forces)
    told = figures(one.now for one in found)
    return [_told(one) for one in found], Tally(told, sentences(told))


def _leads_to(address: str) -> str:
    """An address, but for one that was taken out: it leads nowhere."""
    return "" if address == REDACTED else address


def tally(*, on: date, forces: Sequence[str] | None = None) -> Tally:
    """How recommendations to some forces, or to all, were answered and followed."""
    return counted(on=on, forces=forces)[1]


def _told(one: Story) -> Told:
    now, row = one.now, one.recommendation
    advice, last = now.advice, now.views[-1] if now.view else None
    return Told(
        force=row.force_id,
        force_name=row.force.name,
        number=row.number,
        subject=one.subject,
        maker=row.organisation,
        answered_by=row.answered_by,
        source=advice.source.value,
        source_words=words.source(Source(advice.source)),
        what=advice.what,
        why=advice.why,
        to=advice.to,
        said_on=advice.said_on,
        recorded_on=now.made.on,
        by=advice.by,
        report=advice.report,
        reference=advice.reference,
        link=_leads_to(advice.link),
        comes_from=advice.comes_from,
        repeats=advice.repeats,
        repeated_by=one.repeated_by,
        status=one.status.value,
        status_words=words.status(one.status),
        awaits=one.awaits.value,
        awaits_words=words.awaits(one.awaits),
        deadline=now.deadline,
        on_time=now.on_time,
        days_awaited=now.days_awaited,
        days_overdue=now.days_overdue,
        stopped=now.stopped,
        stops=tuple(
            ToldStop(each.first, each.until, words.ground(each.ground), each.step.words)
            for each in now.stops
        ),
        response=now.response.value if now.response else "",
        response_words=now.responded.words if now.responded else "",
        response_on=now.responded.on if now.responded else None,
        actions=now.actions,
        evidence=tuple(
            ToldProof(
                each.proof.kind,
                each.proof.title,
                _leads_to(each.proof.address),
                each.step.on,
                each.step.words,
            )
            for each in now.evidence
        ),
        view=now.view.value if now.view else "",
        view_words=last.words if last else "",
        view_on=last.on if last else None,
        followed=now.followed,
        you_said=words.you_said(one),
        we_did=words.we_did(one),
        steps=tuple(
            ToldStep(
                each.number,
                each.kind.value,
                words.heading(each),
                each.on,
                words.who(each),
                each.words,
            )
            for each in one.steps
        ),
    )
