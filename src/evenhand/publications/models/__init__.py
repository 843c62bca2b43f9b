"""Figures, reports and packs: rows that are only ever added; and reports while they are made."""

from evenhand.publications.models.figures import ALL_FORCES, MONTH, Figure, FrozenQuerySet
from evenhand.publications.models.packs import Pack, PackPaper
from evenhand.publications.models.patterns import Patterns
from evenhand.publications.models.reports import Draft, Paper, Report

__all__ = [
    "ALL_FORCES",
    "MONTH",
    "Draft",
    "Figure",
    "FrozenQuerySet",
    "Pack",
    "PackPaper",
    "Paper",
    "Patterns",
    "Report",
]
