"""Figures and progress reports: rows that are only ever added; and reports while they are made."""

from evenhand.publications.models.figures import ALL_FORCES, MONTH, Figure, FrozenQuerySet
from evenhand.publications.models.patterns import Patterns
from evenhand.publications.models.reports import Draft, Paper, Report

__all__ = [
    "ALL_FORCES",
    "MONTH",
    "Draft",
    "Figure",
    "FrozenQuerySet",
    "Paper",
    "Patterns",
    "Report",
]
