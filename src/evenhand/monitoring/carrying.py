"""Which explanations carry a conclusion, and whether it can be without one that is gone."""

from collections.abc import Iterable

from evenhand.monitoring.steps import Explained, Step
from evenhand.monitoring.terms import Conclusion, Outcome

RESTING = frozenset({Conclusion.EXPLAINED, Conclusion.PARTLY})
"""Conclusions that cannot be without an explanation."""


def carrying(conclusion: Conclusion, said: Iterable[Explained]) -> tuple[Explained, ...]:
    """The explanations that a conclusion rests on; none where it needs none.

    That nobody can tell rests on whatever may still explain it, for as long as it may.
    """
    standing = [one for one in said if one.stands]
    if conclusion is Conclusion.EXPLAINED:
        return tuple(one for one in standing if one.holds)
    if conclusion is Conclusion.PARTLY:
        return tuple(one for one in standing if one.accepted)
    return tuple(standing) if conclusion is Conclusion.CANNOT_TELL else ()


def falls(proposed: Step | None, said: Iterable[Explained]) -> bool:
    """Whether a conclusion that waits for its signature has nothing left to rest on."""
    conclusion = Conclusion(proposed.data["conclusion"]) if proposed else None
    return conclusion in RESTING and not carrying(conclusion, said)


def agrees(conclusion: Conclusion, gone: Explained) -> bool:
    """Whether what became of an explanation says the same as the conclusion: nobody can tell."""
    return conclusion is Conclusion.CANNOT_TELL and gone.outcome is Outcome.CANNOT_TELL
