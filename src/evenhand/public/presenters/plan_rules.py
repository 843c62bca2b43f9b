"""The rules of the status, in words for readers."""

from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan.history import WINDOW
from evenhand.plan.status import EVIDENCE_AFTER, STALE_AFTER, Status
from evenhand.plan.words import Mark, mark


@dataclass(frozen=True)
class Rule:
    """A status and when it is true."""

    mark: Mark
    words: str


def rules() -> tuple[Rule, ...]:
    """Every status with its rule, in the order of the key."""
    told = {
        Status.NOT_STARTED: say(
            "Nothing has been done yet, and no day that was promised has passed."
        ),
        Status.ON_TRACK: say("Work is going on and nothing below is true."),
        Status.LATE: say(
            "The day first promised has passed, for the action or for one of its milestones, and "
            "it is not done."
        ),
        Status.NO_EVIDENCE: say(
            "A milestone is said to be reached, or work has gone on for {days} days, and there is "
            "nothing to show for it.",
            days=str(EVIDENCE_AFTER),
        ),
        Status.STALE: say(
            "The force has said nothing for as many days as its plan allows, usually {days}.",
            days=str(STALE_AFTER),
        ),
        Status.COMPLETE: say(
            "The force says so, every milestone is reached and there is evidence. For {days} days "
            "a reference group may dispute it.",
            days=str(WINDOW.days),
        ),
        Status.DISPUTED: say(
            "A reference group says that it is not complete. Both words stand until the force "
            "answers: it keeps to its word, or opens the action again."
        ),
        Status.WITHDRAWN: say("The force gave the promise up, with a public reason."),
    }
    return tuple(Rule(mark(status), told[status]) for status in Status)
