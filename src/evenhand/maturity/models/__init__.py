"""Frameworks and what was said by them: rows that are only ever added."""

from evenhand.maturity.models.assessments import Assessment, Basis, Evidence
from evenhand.maturity.models.frameworks import (
    Level,
    MaturityFramework,
    MaturityOutcome,
    Sign,
    Standard,
)

__all__ = [
    "Assessment",
    "Basis",
    "Evidence",
    "Level",
    "MaturityFramework",
    "MaturityOutcome",
    "Sign",
    "Standard",
]
