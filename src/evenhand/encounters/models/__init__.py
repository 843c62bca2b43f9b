"""What is kept of stops: as they came, as they stand, every version, and what was found odd."""

from evenhand.encounters.models.answers import (
    Answer,
    Counted,
    Drawn,
    Margin,
    Signed,
    TokenKey,
)
from evenhand.encounters.models.devices import Device, Sealed, Sent, State, Team
from evenhand.encounters.models.looking import Explained, Finding, Odd, Review, Step
from evenhand.encounters.models.mending import How, Settled, ToMend
from evenhand.encounters.models.receipts import CopyAsked, OwnWords, Receipt
from evenhand.encounters.models.stop_log import (
    StopCheckpoint,
    StopCosignature,
    StopEntry,
    StopTile,
)
from evenhand.encounters.models.stops import Restricted, Reviewed, Stop, Version
from evenhand.encounters.models.systems import Call, System

__all__ = [
    "Answer",
    "Call",
    "CopyAsked",
    "Counted",
    "Device",
    "Drawn",
    "Explained",
    "Finding",
    "How",
    "Margin",
    "Odd",
    "OwnWords",
    "Receipt",
    "Restricted",
    "Review",
    "Reviewed",
    "Sealed",
    "Sent",
    "Settled",
    "Signed",
    "State",
    "Step",
    "Stop",
    "StopCheckpoint",
    "StopCosignature",
    "StopEntry",
    "StopTile",
    "System",
    "Team",
    "ToMend",
    "TokenKey",
    "Version",
]
