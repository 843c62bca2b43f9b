"""The steps of a review as the public reads them: one by one, and the way so far in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.ledger.selectors import Said
from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Awaits, Kind, Present, Step
from evenhand.monitoring.terms import Outcome
from evenhand.monitoring.words import heading, who
from evenhand.public.presenters.alerts.status import days
from evenhand.public.presenters.alerts.words import day

LATE = frozenset({Kind.SILENT, Kind.REOPENED})
ON_THE_WAY = frozenset(
    {
        *(Kind.OPENED, Kind.EXPLAINED, Kind.JUDGED, Kind.TESTED, Kind.SIGNED, Kind.REOPENED),
        *(Kind.SILENT, Kind.REFORMED, Kind.REMEASURED),
    }
)
"""Steps of the one line; the others stand in the list of all."""


@dataclass(frozen=True)
class Shown:
    """One step for a reader.

    Attributes
    ----------
    words : what was said, as it was said; nothing where the heading says all.
    position, leaf : its entry in the public ledger, once it has a place.
    """

    number: int
    heading: str
    words: str
    who: str
    day: str
    iso: str
    tone: str
    ours: bool
    """Whether the words are the site's own, and so are not quoted."""
    position: int | None = None
    leaf: str = ""


@dataclass(frozen=True)
class Stage:
    """One place on the way: done, open or still to come."""

    name: str
    when: str
    kind: str


def shown(steps: Sequence[Step], said: Sequence[Said] = ()) -> tuple[Shown, ...]:
    """Every step, the latest first, with its entry in the public ledger."""
    entries = {
        entry.content["body"].get("number"): entry
        for entry in said  # one that says it again, without some words, comes later
        if entry.content and isinstance(entry.content.get("body"), dict)
    }
    return tuple(_shown(step, entries.get(step.number)) for step in reversed(steps))


def _shown(step: Step, entry: Said | None) -> Shown:
    return Shown(
        number=step.number,
        heading=heading(step),
        words=step.words,
        who=who(step),
        day=day(step.on),
        iso=step.on.isoformat(),
        tone=_tone(step),
        ours=step.organisation == step.by,
        position=entry.position if entry else None,
        leaf=entry.leaf if entry else "",
    )


def _tone(step: Step) -> str:
    if step.kind in LATE or _outcome(step) is Outcome.FAILED:
        return "late"
    return "late" if step.kind is Kind.JUDGED and not step.data.get("accepted") else "known"


def _outcome(step: Step) -> Outcome | None:
    told = step.data.get("outcome")
    return Outcome(told) if step.kind in {Kind.TESTED, Kind.REMEASURED} and told else None


_SHORT = {
    Kind.OPENED: "Alert",
    Kind.EXPLAINED: "Explanation",
    Kind.SIGNED: "Signed off",
    Kind.REOPENED: "Open again",
    Kind.SILENT: "Nobody answered",
    Kind.REFORMED: "Plan changed",
}


def way(steps: Sequence[Step], now: Present | None) -> tuple[Stage, ...]:
    """Where the story has got to: what happened, what is awaited, what would follow."""
    done = [
        Stage(_short(step), day(step.on), "is-done") for step in steps if step.kind in ON_THE_WAY
    ]
    return (*done, *(_ahead(now) if now else ()))


def _short(step: Step) -> str:
    outcome = _outcome(step)
    if step.kind is Kind.JUDGED:
        return say("Review: accepted") if step.data.get("accepted") else say("Review: refused")
    if step.kind is Kind.TESTED and outcome:
        return {
            Outcome.HELD: say("Prediction held"),
            Outcome.FAILED: say("Prediction failed"),
            Outcome.CANNOT_TELL: say("Prediction: cannot tell"),
            Outcome.UNTESTED: say("Prediction not tested"),
        }[outcome]
    if step.kind is Kind.REMEASURED:
        return say("Measured again")
    return say(_SHORT[step.kind])


def _ahead(now: Present) -> tuple[Stage, ...]:
    if now.awaits is Awaits.ANSWER:
        name = say("Another answer") if now.reopened else say("Answer")
        awaited = say("awaited, {days}", days=days(now.days_awaited))
        return (Stage(name, awaited, "is-open"), Stage(say("Test"), say("not yet"), "is-next"))
    then = {
        Awaits.JUDGEMENT: (say("Review"), say("awaited")),
        Awaits.DATA: (say("Test"), say("when the figures are in")),
        Awaits.CONCLUSION: (say("Conclusion"), say("awaited")),
        Awaits.SIGNATURE: (say("Signature"), say("awaited")),
        Awaits.ACTION: (say("Plan"), say("not yet changed")),
        Awaits.REMEASUREMENT: (
            say("Measured again"),
            say("by {day}", day=day(now.remeasure_on)) if now.remeasure_on else "",
        ),
    }
    return (Stage(*then[now.awaits], "is-open"),) if now.awaits in then else ()
