"""The register of explanations across forces: tried, held, failed, and not tested yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Explained
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.terms import Explanation, Outcome
from evenhand.monitoring.words import TYPES, headline
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts.answers import predicted_whole, quote
from evenhand.public.presenters.alerts.lists import in_order
from evenhand.public.presenters.alerts.status import outcome_mark

COLUMNS = (Outcome.HELD, Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.UNTESTED, None)
"""What can have become of a prediction; the last is that it was not tested yet."""


@dataclass(frozen=True)
class Row:
    """One type of explanation: how often it was given, and what became of it."""

    name: str
    tried: int
    refused: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Tried:
    """One explanation that a force gave."""

    force: str
    title: str
    url: str
    type: str
    words: str
    who: str
    day: str
    predicted: str
    mark: Mark


@dataclass(frozen=True)
class Register:
    """The page of the register."""

    sentence: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    tried: tuple[Tried, ...]


def register(found: Iterable[Story]) -> Register:
    """Put together every explanation of every force; forces in alphabetical order."""
    order = sorted(found, key=in_order)
    pairs = [(one, each) for one in order for each in one.explanations]
    said = [each for _, each in pairs]
    return Register(
        sentence=_sentence(said),
        headings=(
            say("Held"),
            say("Did not hold"),
            say("We cannot tell"),
            say("Figures did not come"),
            say("Not tested yet"),
        ),
        rows=tuple(_row(one, said) for one in Explanation if any(s.type is one for s in said)),
        tried=tuple(_tried(one, each) for one, each in pairs),
    )


def _sentence(said: list[Explained]) -> str:
    held = sum(one.outcome is Outcome.HELD for one in said)
    failed = sum(one.outcome is Outcome.FAILED for one in said)
    if not said:
        return say("No force has explained an alert yet.")
    if len(said) == 1:
        return say(
            "1 explanation was given. Held: {held}. Did not hold: {failed}.",
            held=str(held),
            failed=str(failed),
        )
    return say(
        "{count} explanations were given. Held: {held}. Did not hold: {failed}.",
        count=str(len(said)),
        held=str(held),
        failed=str(failed),
    )


def _row(type: Explanation, said: list[Explained]) -> Row:
    these = [one for one in said if one.type is type]
    return Row(
        name=say(TYPES[type]),
        tried=len(these),
        refused=sum(one.accepted is False for one in these),
        counts=tuple(sum(_became(one, column) for one in these) for column in COLUMNS),
    )


def _became(one: Explained, column: Outcome | None) -> bool:
    waits = one.prediction is not None and one.accepted is not False
    return one.outcome is column and (column is not None or waits)


def _tried(one: Story, each: Explained) -> Tried:
    said = quote(each.step)
    path = reverse("alert", args=[one.alert.force_id, one.alert.number])
    return Tried(
        force=one.alert.force.name,
        title=headline(one.told),
        url=f"{path}#explanation-{each.number}",
        type=say(TYPES[each.type]),
        words=said.words,
        who=said.who,
        day=said.day,
        predicted=predicted_whole(each.prediction) if each.prediction else "",
        mark=_mark(each),
    )


def _mark(each: Explained) -> Mark:
    if each.accepted is False:
        return Mark("plan-disputed", "late", say("Not accepted by an independent reviewer"))
    if each.outcome is not None:
        return outcome_mark(each.outcome)
    if each.prediction is None:
        return Mark("plan-no-evidence", "unknown", say("Without a prediction"))
    return Mark("plan-not-started", "quiet", say("Not tested yet"))
