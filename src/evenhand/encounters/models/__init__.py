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
from evenhand.encounters.models.holds import Held, HoldEnded
from evenhand.encounters.models.known import (
    CoverageTold,
    Fate,
    KnownEvent,
    KnownExplained,
    KnownFile,
    KnownMonth,
    Source,
    StopReference,
    Why,
)
from evenhand.encounters.models.looking import Explained, Finding, Odd, Review, Stands, Step
from evenhand.encounters.models.mending import How, Settled, ToMend
from evenhand.encounters.models.receipts import CopyAsked, OwnWords, Receipt
from evenhand.encounters.models.registered import (
    Registered,
    RegisteredApart,
    RegisteredHeld,
    RegisteredHoldEnded,
    RegisteredVersion,
    RegisterFile,
    RegisterRefused,
)
from evenhand.encounters.models.stop_log import (
    StopCheckpoint,
    StopCosignature,
    StopEntry,
    StopTile,
)
from evenhand.encounters.models.stops import Restricted, Reviewed, Stop, Version
from evenhand.encounters.models.systems import Call, System
from evenhand.encounters.models.teams import TeamChange

__all__ = [
    "Answer",
    "Call",
    "CopyAsked",
    "Counted",
    "CoverageTold",
    "Device",
    "Drawn",
    "Explained",
    "Fate",
    "Finding",
    "Held",
    "HoldEnded",
    "How",
    "KnownEvent",
    "KnownExplained",
    "KnownFile",
    "KnownMonth",
    "Margin",
    "Odd",
    "OwnWords",
    "Receipt",
    "RegisterFile",
    "RegisterRefused",
    "Registered",
    "RegisteredApart",
    "RegisteredHeld",
    "RegisteredHoldEnded",
    "RegisteredVersion",
    "Restricted",
    "Review",
    "Reviewed",
    "Sealed",
    "Sent",
    "Settled",
    "Signed",
    "Source",
    "Stands",
    "State",
    "Step",
    "Stop",
    "StopCheckpoint",
    "StopCosignature",
    "StopEntry",
    "StopReference",
    "StopTile",
    "System",
    "Team",
    "TeamChange",
    "ToMend",
    "TokenKey",
    "Version",
    "Why",
]
