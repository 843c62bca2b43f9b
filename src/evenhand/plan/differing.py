"""What is different between two wordings of one promise, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan import goals
from evenhand.plan.history import Change
from evenhand.plan.quarters import in_words
from evenhand.plan.terms import Target, Terms


@dataclass(frozen=True)
class Was:
    """What one part of a promise said before a change, and after."""

    name: str
    before: str
    after: str


def was(change: Change, before: Sequence[Change]) -> tuple[Was, ...]:
    """What a change made another; nothing where it is no change of the promise."""
    if change.terms is None or not before:
        return ()
    old = next(one.terms for one in reversed(before) if one.terms)
    return differences(old, change.terms) if old else ()


def differences(old: Terms, new: Terms) -> tuple[Was, ...]:
    """Each part of a promise that is another in the second, as the public will read it."""
    parts = (
        (say("Date"), in_words(old.due_on), in_words(new.due_on)),
        (say("Work starts"), in_words(old.starts_on), in_words(new.starts_on)),
        (say("Led by"), old.owner, new.owner),
        (say("Title"), old.title, new.title),
        (say("The promise"), old.what, new.what),
        (say("Why"), old.why, new.why),
        (say("Asked for"), old.request, new.request),
        (say("With"), _listed(old.partners), _listed(new.partners)),
        (
            say("Milestones"),
            _listed([f"{one.words} ({in_words(one.due_on)})" for one in old.milestones]),
            _listed([f"{one.words} ({in_words(one.due_on)})" for one in new.milestones]),
        ),
        (
            say("What should move"),
            _listed([_target(one) for one in old.targets]),
            _listed([_target(one) for one in new.targets]),
        ),
        (say("Commitments"), _listed(old.commitments), _listed(new.commitments)),
        (say("Pilot"), _yes(yes=old.pilot), _yes(yes=new.pilot)),
        (say("Taken up from"), old.adopts, new.adopts),
    )
    return tuple(
        Was(name, before or say("Nothing"), after or say("Nothing"))
        for name, before, after in parts
        if before != after
    )


def _target(one: Target) -> str:
    """A target in words; one without a goal or a baseline says nothing of them."""
    told = f"{one.aim} ({in_words(one.by)})"
    if one.goal is None:
        if not one.measure:
            return told
        return say("{told}, measured by {measure}", told=told, measure=one.measure)
    told = f"{told}. {goals.in_words(one)}"
    if not one.goal.baseline:
        return told
    return say("{told} From the figure {reference}.", told=told, reference=one.goal.baseline)


def _yes(*, yes: bool) -> str:
    return say("Yes") if yes else say("No")


def _listed(parts: Sequence[str]) -> str:
    return "; ".join(parts)
