"""What a panel has in its calendar, and what a step of it is."""

from enum import StrEnum

from evenhand.scrutiny.recorded import Recorded


class What(StrEnum):
    """What an appointment is: a meeting of the panel, or a visit somewhere in the force."""

    MEETING = "meeting"
    CUSTODY = "custody"
    CONTROL_ROOM = "control-room"
    TRAINING = "training"
    INTELLIGENCE = "intelligence"

    @property
    def visits(self) -> bool:
        """Whether it is in the force, which has to agree to a day."""
        return self is not What.MEETING


class Kind(StrEnum):
    """What a step is."""

    CALLED = "called"
    """A meeting is called, or a visit proposed."""
    AGREED = "agreed"
    """The force lets the panel in on that day."""
    DECLINED = "declined"
    """It does not, for a reason that is public."""
    MOVED = "moved"
    CALLED_OFF = "called-off"
    AGENDA = "agenda"
    HELD = "held"
    """It took place: who came, what it took, what was found."""
    MINUTES = "minutes"
    REDACTED = "redacted"
    """Words that the law does not allow were taken out of other steps."""


BY_THE_FORCE = frozenset({Kind.AGREED, Kind.DECLINED})
"""What only the force does that is to be visited."""

Step = Recorded[Kind]


class Status(StrEnum):
    """How an appointment stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    CALLED = "called"
    DECLINED = "declined"
    CALLED_OFF = "called-off"
    HELD = "held"
    MISSED = "missed"
    """Its time has gone, and nobody has said what became of it."""
