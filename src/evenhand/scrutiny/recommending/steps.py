"""What a step of a recommendation is."""

from enum import StrEnum

from evenhand.scrutiny.recorded import Recorded


class Kind(StrEnum):
    """What a step is."""

    MADE = "made"
    EXTENDED = "extended"
    """The clock stands still until a day, for a reason that is public."""
    RESPONDED = "responded"
    CARRIED = "carried"
    """An action of the force's plan carries it."""
    SHOWN = "evidence"
    COMPLETED = "completed"
    """The force says that it is done; those who asked have the last word."""
    VIEWED = "viewed"
    """What those who recommended it think of what came of it."""
    ESCALATED = "escalated"
    """Overdue: who holds the force to account is told."""
    WITHDRAWN = "withdrawn"
    REDACTED = "redacted"
    """Words that the law does not allow were taken out of other steps."""


BY_THE_SITE = frozenset({Kind.ESCALATED})
"""What the site does by itself."""
FROM_OUTSIDE = frozenset({Kind.MADE, Kind.VIEWED, Kind.WITHDRAWN})
"""What only those who recommend do."""
OF_WORDS = frozenset({Kind.REDACTED})
"""What whoever said something does to their own words: see `evenhand.scrutiny.redacting`."""
BY_THE_FORCE = frozenset(Kind) - BY_THE_SITE - FROM_OUTSIDE - OF_WORDS
"""What only the force does that it is made to."""

Step = Recorded[Kind]


class Status(StrEnum):
    """How a recommendation stands."""

    AWAITED = "awaited"
    OVERDUE = "overdue"
    """No answer, and the last day for it has gone."""
    ACCEPTED = "accepted"
    IN_PART = "in-part"
    REFUSED = "refused"
    LATE = "late"
    """Accepted, in part or whole, but not done by the day it should be."""
    SAID_DONE = "said-done"
    """The force says so; those who asked have not said."""
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Awaits(StrEnum):
    """What has to come next."""

    ANSWER = "answer"
    ACTION = "action"
    COMPLETION = "completion"
    VIEW = "view"
    NOTHING = "nothing"
