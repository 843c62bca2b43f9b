"""What happens to a set of anchor cases, and how it stands before one panel."""

from enum import StrEnum

from evenhand.scrutiny.recorded import Recorded


class Origin(StrEnum):
    """Where an anchor case comes from."""

    INVENTED = "invented"
    """Nobody is in it."""
    CONSENTED = "consented"
    """Whoever is in it agreed to its being shown to panels, redacted."""


class Kind(StrEnum):
    """What a step is; each is an entry in the public ledger."""

    OPENED = "set-opened"
    WRITTEN = "written"
    """A version of a case was written; the ledger has a commitment to it."""
    KEYED = "keyed"
    """The body agreed its own score of a case; the ledger has a commitment to it."""
    ISSUED = "issued"
    """The set lies before every panel of the forces that the body looks at, all at once."""
    SCORED = "scored"
    CLOSED = "closed"
    AGREED = "agreed"
    REVEALED = "revealed"
    """The body's own scores are opened; panels score and agree no more."""
    RESULT = "result"


BY_THE_BODY = frozenset({Kind.OPENED, Kind.WRITTEN, Kind.KEYED, Kind.ISSUED, Kind.REVEALED})
BY_MEMBERS = frozenset({Kind.SCORED})
BY_THE_CHAIR = frozenset({Kind.CLOSED, Kind.AGREED})

Step = Recorded[Kind]


class Status(StrEnum):
    """How a set stands: before its body, or before one panel."""

    WRITING = "writing"
    """The body writes it, and no panel sees it."""
    SCORING = "scoring"
    """Members of the panel score alone."""
    CLOSED = "closed"
    """The panel sees all scores, and agrees."""
    AGREED = "agreed"
    """The panel has agreed on every case; the body's own scores are still sealed."""
    REVEALED = "revealed"
