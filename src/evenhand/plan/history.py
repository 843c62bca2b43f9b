"""What happened to one action, change by change, and the present state that it adds up to.

Nothing here knows the database: the same history comes from its rows, from the public ledger or
from a file, and always gives the same state.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from evenhand.plan.terms import Terms

LONDON = ZoneInfo("Europe/London")
WINDOW = timedelta(days=28)
"""How long after a force says “complete” the reference group may dispute it: four weeks, so that a
group that meets once a month has a meeting in it."""


class Kind(StrEnum):
    """What a change is."""

    PROMISED = "promised"
    CHANGED = "changed"
    REPORTED = "reported"
    LEARNT = "learnt"
    """What a pilot taught, for whoever takes it up."""
    REACHED = "reached"
    EVIDENCE = "evidence"
    COMPLETED = "completed"
    DISPUTED = "disputed"
    ANSWERED = "answered"
    REOPENED = "reopened"
    OVERRIDDEN = "overridden"
    OVERRIDE_ENDED = "override-ended"
    WITHDRAWN = "withdrawn"
    COMMENTED = "commented"
    REDACTED = "redacted"
    """Words that the law does not allow were taken out of earlier changes; the rest stays."""


WORK = frozenset({Kind.REPORTED, Kind.LEARNT, Kind.REACHED, Kind.EVIDENCE, Kind.COMPLETED})
"""Changes that say that work is going on."""
NOT_FROM_THE_FORCE = frozenset({Kind.DISPUTED, Kind.COMMENTED})
"""Changes that only others than the force make; they do not count as an update."""
NO_UPDATE = NOT_FROM_THE_FORCE | {Kind.REDACTED}
"""Changes after which the force has said nothing new about its work."""
AFTER_THE_END = frozenset({Kind.COMMENTED, Kind.REDACTED})
"""What can still be recorded once a promise was withdrawn."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that shows that a thing was done.

    ``kind`` is link, figure, note or file; ``address`` is where it is, empty for a note.
    """

    kind: str
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Redaction:
    """Parts of a change that were taken out: by which later change, when, by whom and why."""

    number: int
    parts: tuple[str, ...]
    at: datetime
    by: str
    organisation: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one action, as it was recorded.

    Attributes
    ----------
    words : what is said about it in public; for a change of terms, the reason.
    terms : of a promise and of each change of it, everything that is promised from then on.
    milestone : the key of the milestone that was reached.
    says : the status that the force states against the worked-out one.
    answers, stands : the number of the dispute answered; whether the force keeps to “complete”.
    redacts : of a redaction, the number of each change it took something out of, and which part.
    redacted : what was taken out of this change since.
    """

    number: int
    kind: Kind
    at: datetime
    by: str
    organisation: str
    words: str = ""
    terms: Terms | None = None
    proof: Proof | None = None
    milestone: str = ""
    says: str = ""
    answers: int | None = None
    stands: bool | None = None
    redacts: tuple[tuple[int, str], ...] = ()
    redacted: tuple[Redaction, ...] = ()

    @property
    def on(self) -> date:
        """The day of the change, where the forces are."""
        return self.at.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Dispute:
    """A completion that somebody does not believe, and the force's answer once there is one."""

    change: Change
    answer: Change | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """How an action stands after its changes so far.

    Attributes
    ----------
    number : of the last change; who edits says which one they have seen.
    moves : how often the date was moved.
    first_dues : of each milestone, the day first promised for it.
    reached : of each milestone reached, the day.
    last_on : the day of the last word from the force.
    disputes : of the present completion.
    """

    number: int
    promised_on: date
    first: Terms
    now: Terms
    last_at: datetime
    last_on: date
    moves: int = 0
    first_dues: Mapping[str, date] = field(default_factory=dict)
    reached: Mapping[str, date] = field(default_factory=dict)
    evidence: tuple[Change, ...] = ()
    began: bool = False
    completed: Change | None = None
    disputes: tuple[Dispute, ...] = ()
    override: Change | None = None
    withdrawn: Change | None = None
    reopened: int = 0
    """The last change that took a completion back; only newer evidence supports another."""

    @property
    def open_disputes(self) -> tuple[Dispute, ...]:
        """Disputes that were not answered yet."""
        return tuple(one for one in self.disputes if one.answer is None)

    @property
    def to_reach(self) -> tuple[str, ...]:
        """Keys of the milestones that are still to be reached."""
        return tuple(one.key for one in self.now.milestones if one.key not in self.reached)

    @property
    def fresh_evidence(self) -> bool:
        """Whether there is evidence that no completion taken back has rested on."""
        return any(one.number > self.reopened for one in self.evidence)

    @property
    def window_ends(self) -> date | None:
        """The last day on which the completion may be disputed."""
        return self.completed.on + WINDOW if self.completed else None


def present(changes: Iterable[Change]) -> Present:
    """Add up the changes of one action, in their order.

    Raises
    ------
    ValueError
        If the first change is not the promise itself.
    """
    in_order = iter(changes)
    first = next(in_order, None)
    if first is None or first.terms is None:
        raise ValueError("the history of an action begins with its promise")
    now = Present(
        number=first.number,
        promised_on=first.on,
        first=first.terms,
        now=first.terms,
        last_at=first.at,
        last_on=first.on,
        first_dues=_first_dues({}, first.terms),
    )
    for change in in_order:
        now = after(now, change)
    return now


def after(now: Present, change: Change) -> Present:
    """The state after one more change."""
    effect = EFFECTS.get(change.kind)
    return replace(
        now,
        number=change.number,
        last_at=change.at,
        last_on=now.last_on if change.kind in NO_UPDATE else change.on,
        began=now.began or change.kind in WORK,
        **(effect(now, change) if effect else {}),
    )


def _changed(now: Present, change: Change) -> dict[str, Any]:
    if change.terms is None:
        raise ValueError("a changed promise says what is promised from then on")
    return {
        "now": change.terms,
        "moves": now.moves + (change.terms.due_on != now.now.due_on),
        "first_dues": _first_dues(now.first_dues, change.terms),
    }


def _answered(now: Present, change: Change) -> dict[str, Any]:
    if not change.stands:
        return _reopened(now, change)
    answered = tuple(
        replace(one, answer=change) if one.change.number == change.answers else one
        for one in now.disputes
    )
    return {"disputes": answered}


def _reopened(_now: Present, change: Change) -> dict[str, Any]:
    return {"completed": None, "disputes": (), "reopened": change.number}


EFFECTS: Mapping[Kind, Callable[[Present, Change], dict[str, Any]]] = {
    Kind.CHANGED: _changed,
    Kind.REACHED: lambda now, one: {"reached": {**now.reached, one.milestone: one.on}},
    Kind.EVIDENCE: lambda now, one: {"evidence": (*now.evidence, one)},
    Kind.COMPLETED: lambda _now, one: {"completed": one, "disputes": (), "override": None},
    Kind.DISPUTED: lambda now, one: {"disputes": (*now.disputes, Dispute(one))},
    Kind.ANSWERED: _answered,
    Kind.REOPENED: _reopened,
    Kind.OVERRIDDEN: lambda _now, one: {"override": one},
    Kind.OVERRIDE_ENDED: lambda _now, _one: {"override": None},
    Kind.WITHDRAWN: lambda _now, one: {"withdrawn": one, "override": None},
}
"""What each kind of change does to the state; the others only say something."""


def _first_dues(known: Mapping[str, date], terms: Terms) -> Mapping[str, date]:
    return {**{one.key: one.due_on for one in terms.milestones}, **known}
