"""What panels do: draws, frames, cases, scores, findings and recommendations, only ever added."""

from evenhand.scrutiny.models.cases import Called, Case, Conflict, Shown, VideoAsked
from evenhand.scrutiny.models.draws import Draw, DrawStep, DrawTaker, Exclusion, KnownTotal, Roll
from evenhand.scrutiny.models.findings import Finding, Learning
from evenhand.scrutiny.models.frames import Frame, Position, Seed
from evenhand.scrutiny.models.meetings import Appointment, AppointmentStep, Composition
from evenhand.scrutiny.models.recommendations import (
    Recommendation,
    RecommendationNotice,
    RecommendationStep,
    RecommendationTaker,
)
from evenhand.scrutiny.models.scores import Agreed, Result, Score

__all__ = [
    "Agreed",
    "Appointment",
    "AppointmentStep",
    "Called",
    "Case",
    "Composition",
    "Conflict",
    "Draw",
    "DrawStep",
    "DrawTaker",
    "Exclusion",
    "Finding",
    "Frame",
    "KnownTotal",
    "Learning",
    "Position",
    "Recommendation",
    "RecommendationNotice",
    "RecommendationStep",
    "RecommendationTaker",
    "Result",
    "Roll",
    "Score",
    "Seed",
    "Shown",
    "VideoAsked",
]
