"""What anybody may read of a force's answers: totals in tens, each choice to the nearest ten.

Only margins stand here. What was heard is laid beside the class of reasons that the key of the slip
names; the other four questions are added up over all slips of the force. Of teams nothing is shown
but how many slips were signed and how many came back. See docs/explanation/answers.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.encounters.answering import reading, scopes
from evenhand.encounters.answering.questions import QUESTIONS, REASON
from evenhand.encounters.answering.reading import Released
from evenhand.encounters.models.answers import Signed, TokenKey
from evenhand.encounters.told.rounding import About, about, all_about

Choices = dict[str, About]
"""By choice; an empty one is a question left out."""


@dataclass(frozen=True)
class Heard:
    """Which reasons people say they heard, on slips of one class of recorded reasons."""

    recorded: tuple[str, ...]
    """The classes that share a key, named as the choices are; none for all other slips."""
    signed: About | None
    """None for what was left of all slips when the quarter closed: they are counted in their own
    rows."""
    answers: int
    """A multiple of ten."""
    choices: Choices


@dataclass(frozen=True)
class TeamSlips:
    """Slips of a team of at least ten officers: how many were signed, how many came back."""

    team: str
    signed: About
    used: int
    """A multiple of ten."""


@dataclass(frozen=True)
class Answers:
    """All that is shown of one force and quarter."""

    force: str
    quarter: str
    first: date
    last: date
    takes_until: date
    """The last day on which its slips take answers."""
    closed: bool
    answers: int
    heard: tuple[Heard, ...]
    questions: dict[str, Choices]
    """Every question but the reason, over all slips."""
    teams: tuple[TeamSlips, ...]


def quarters(force: str, *, now: datetime) -> dict[str, dict[str, str]]:
    """Quarters in which a force gave out slips, the latest first; one to come is not among them.

    Of each, the key of every scope.
    """
    found = TokenKey.objects.filter(force_id=force, quarter__lte=scopes.quarter_of(now))
    known: dict[str, dict[str, str]] = {}
    for quarter, scope, key in found.order_by("-quarter").values_list("quarter", "scope", "pk"):
        known.setdefault(quarter, {})[scope] = key
    return known


def answers(force: str, quarter: str, keys: Mapping[str, str], *, now: datetime) -> Answers:
    """Say what is shown of a quarter; all zero where nothing was counted yet.

    Parameters
    ----------
    keys : the quarter's, by scope, as :func:`quarters` gives them.
    """
    released = reading.released(force, quarter)
    by_key = dict(Signed.objects.filter(key__in=keys.values()).values_list("key", "slips"))
    signed = {scope: by_key.get(key, 0) for scope, key in keys.items()}
    used = {one.scope: one.answers for one in released}
    return Answers(
        force=force,
        quarter=quarter,
        first=scopes.starts(quarter),
        last=scopes.ends(quarter),
        takes_until=scopes.last_day(quarter),
        closed=now >= scopes.closes(quarter),
        answers=sum(used.values()),
        heard=tuple(_heard(signed, released)),
        questions={name: _over(released, name) for name in QUESTIONS if name != REASON},
        teams=tuple(
            TeamSlips(scope.removeprefix(scopes.TEAM), about(signed[scope]), used.get(scope, 0))
            for scope in sorted(signed)
            if scope.startswith(scopes.TEAM)
        ),
    )


def _heard(signed: dict[str, int], released: Sequence[Released]) -> Iterable[Heard]:
    """A row for each class of reasons in the order of the form, and one for all other slips."""
    said = {one.scope: one for one in released}
    order = list(scopes.CLASSES)
    of_reasons = {scope: scopes.classes_of(scope) for scope in signed if scopes.classes_of(scope)}
    for scope in sorted(of_reasons, key=lambda one: order.index(of_reasons[one][0])):
        own = [said[scope]] if scope in said else []
        yield _row(of_reasons[scope], signed[scope], own)
    others = [one for one in released if one.scope not in of_reasons]
    given = sum(count for scope, count in signed.items() if scope not in of_reasons)
    if others:
        yield _row((), given or None, others)


def _row(recorded: tuple[str, ...], signed: int | None, said: Sequence[Released]) -> Heard:
    answered = sum(one.answers for one in said)
    slips = None if signed is None else about(signed)
    return Heard(recorded, slips, answered, _over(said, REASON))


def _over(released: Iterable[Released], question: str) -> Choices:
    """A question's choices over several scopes, added up first and rounded then."""
    counts = dict.fromkeys((*QUESTIONS[question], ""), 0)
    for one in released:
        for choice, count in one.choices[question].items():
            counts[choice] += count
    return all_about(counts)
