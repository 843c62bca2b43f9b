"""What panels do: draws, frames, cases, scores, findings and recommendations, only ever added."""

from evenhand.scrutiny.models.anchors import (
    Anchor,
    AnchorAgreed,
    AnchorKey,
    AnchorResult,
    AnchorScore,
    AnchorSet,
    AnchorStep,
    AnchorTaker,
)
from evenhand.scrutiny.models.cases import Called, Case, Conflict, Shown, VideoAsked, VideoLetGo
from evenhand.scrutiny.models.drafts import AdviceDraft
from evenhand.scrutiny.models.draws import (
    Draw,
    DrawNotice,
    DrawStep,
    DrawTaker,
    Exclusion,
    KnownTotal,
    Roll,
)
from evenhand.scrutiny.models.findings import Finding, Learning
from evenhand.scrutiny.models.frames import Frame, Position, Seed
from evenhand.scrutiny.models.meetings import Appointment, AppointmentStep, Composition
from evenhand.scrutiny.models.members import PanelTerms, Readiness
from evenhand.scrutiny.models.recommendations import (
    Recommendation,
    RecommendationNotice,
    RecommendationStep,
    RecommendationTaker,
)
from evenhand.scrutiny.models.scores import Agreed, Result, Score, Sheet

__all__ = [
    "AdviceDraft",
    "Agreed",
    "Anchor",
    "AnchorAgreed",
    "AnchorKey",
    "AnchorResult",
    "AnchorScore",
    "AnchorSet",
    "AnchorStep",
    "AnchorTaker",
    "Appointment",
    "AppointmentStep",
    "Called",
    "Case",
    "Composition",
    "Conflict",
    "Draw",
    "DrawNotice",
    "DrawStep",
    "DrawTaker",
    "Exclusion",
    "Finding",
    "Frame",
    "KnownTotal",
    "Learning",
    "PanelTerms",
    "Position",
    "Readiness",
    "Recommendation",
    "RecommendationNotice",
    "RecommendationStep",
    "RecommendationTaker",
    "Result",
    "Roll",
    "Score",
    "Seed",
    "Sheet",
    "Shown",
    "VideoAsked",
    "VideoLetGo",
]
