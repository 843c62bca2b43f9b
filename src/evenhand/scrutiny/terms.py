"""The words of a draw: what can be drawn from, by what it is divided, and what can happen to it."""

from enum import StrEnum


class Power(StrEnum):
    """Of which records a draw is made; a record can be of several."""

    VEHICLE_STOP = "vehicle-stop"
    SEARCH = "stop-and-search"
    """A search of a person or a vehicle: after a recorded vehicle stop, or in the register."""
    USE_OF_FORCE = "use-of-force"
    """A vehicle stop in which force was used, or a report of force in the register."""
    CUSTODY_STRIP_SEARCH = "custody-strip-search"
    INTELLIGENCE = "intelligence-report"


REGISTERED = frozenset(
    {Power.SEARCH, Power.USE_OF_FORCE, Power.CUSTODY_STRIP_SEARCH, Power.INTELLIGENCE}
)
"""Powers of which a force's own systems hold records, for the register."""
RECORDED = frozenset({Power.VEHICLE_STOP, Power.SEARCH, Power.USE_OF_FORCE})
"""Powers that the recorder of stops records."""


class Dimension(StrEnum):
    """By what a frame is divided into strata."""

    ETHNICITY = "ethnicity"
    NO_ACTION = "no-further-action"
    FORCE_USED = "force-used"
    UNDER_18 = "under-18"
    STRIP_SEARCH = "strip-search"


class Why(StrEnum):
    """For which reasons alone the law keeps a record from the panel."""

    SUB_JUDICE = "sub-judice"
    VICTIM = "victim-identifiable"
    COMPLAINT = "live-complaint"


class Missing(StrEnum):
    """Why there is nothing to look at in a position of a frame: each is a finding if drawn."""

    NOT_THERE = ""
    """Nothing is missing."""
    KNOWN = "known-elsewhere"
    """A stop that another source knows of, and no record matches."""
    TOTAL = "published-total"
    """A published total is higher than what is recorded and known."""
    TO_MEND = "to-mend"
    """A record came, and was never brought to meet the rules."""
    DELETED = "deleted"
    """The log of stops holds an entry whose record is gone."""
    CHANGED = "changed"
    """The record is not the one that the log of stops committed to."""


class Beacon(StrEnum):
    """Where a seed comes from, besides the checkpoint."""

    DICE = "dice"
    DRAND = "drand"


class Side(StrEnum):
    """Who types the dice in."""

    PANEL = "panel"
    FORCE = "force"


class Fault(StrEnum):
    """What a finding is about."""

    RED = "red"
    AMBER = "amber"
    GOOD = "good-practice"
    NO_VIDEO = "video-missing"
    NO_RECORD = "record-missing"


class Taken(StrEnum):
    """What was done about a finding, without a name."""

    ADVICE = "advice"
    TRAINING = "training"
    REFERRED = "referred"
    """To those who look into conduct."""
    PRACTICE = "practice-changed"
    THANKED = "thanked"
    NOTHING = "nothing"


class Kind(StrEnum):
    """A step of a draw, from its opening to what came of it; each is an entry in the ledger."""

    OPENED = "opened"
    EXCLUDED = "excluded"
    TOTAL = "total-typed"
    FROZEN = "frozen"
    OVERDUE = "overdue"
    """The frame was neither drawn nor abandoned in time, and those who look at forces are told."""
    ABANDONED = "abandoned"
    ROLLED = "rolled"
    DRAWN = "drawn"
    RESERVE = "reserve-called"
    HELD = "held"
    VIDEO = "video-asked"
    SHOWN = "shown"
    CONFLICT = "conflict"
    SCORED = "scored"
    CLOSED = "closed"
    AGREED = "agreed"
    RESULT = "result"
    """All cases are agreed: what they say of the whole frame."""
    FOUND = "found"
    ANSWERED = "answered"
    HOLD_ENDED = "hold-ended"
    """What was drawn is no longer kept from deletion, for a listed reason."""
    VIDEO_LET_GO = "video-let-go"
    """The evidence system was told so, and said that it knows."""
    REDACTED = "redacted"
    """Words that the law does not allow were taken out of other steps."""


class HoldEnded(StrEnum):
    """Why what was drawn is no longer kept from deletion."""

    DONE = "done"
    """Every case is agreed and every finding answered."""
    ABANDONED = "abandoned"
    TOO_LONG = "too-long"
    """The longest time that a hold may last is over, and the draw is not done."""


class Status(StrEnum):
    """How a draw stands."""

    OPEN = "open"
    FROZEN = "frozen"
    """It waits for a signed checkpoint and for its seed."""
    ABANDONED = "abandoned"
    DRAWN = "drawn"
    """Members score, alone."""
    CLOSED = "closed"
    """Everybody sees all scores, and the meeting agrees."""
    AGREED = "agreed"
    """Every case has its agreed score."""
