"""For which reasons alone words are taken out of what is kept for good.

A list, and no reason in words: such a reason says again what it takes out, sooner or later.
"""

from enum import StrEnum

from evenhand.measures.words.messages import say


class Reason(StrEnum):
    """Why the law does not allow words."""

    PERSON = "person"
    VICTIM = "victim"
    COURT = "court"
    UNTRUE = "untrue"
    ERASURE = "erasure"
    SAFETY = "safety"


def sentence(one: Reason) -> str:
    """The reason as everybody reads it."""
    return {
        Reason.PERSON: say("They told who somebody is, who need not be known."),
        Reason.VICTIM: say("They could tell who a victim, a witness or a child is."),
        Reason.COURT: say("A court, or a law about courts, does not allow them."),
        Reason.UNTRUE: say("They said of somebody what was not true and did harm."),
        Reason.ERASURE: say("Somebody has the right to have them erased."),
        Reason.SAFETY: say("They could put somebody in danger."),
    }[one]
