"""Plans, actions and every change of them: rows that are only ever added."""

from evenhand.plan.models.assignments import Assignment
from evenhand.plan.models.changes import KINDS, Change, Evidence, EvidenceKind, Promise
from evenhand.plan.models.frameworks import Commitment, Framework, Outcome, Workstream
from evenhand.plan.models.plans import Action, Lead, Plan

__all__ = [
    "KINDS",
    "Action",
    "Assignment",
    "Change",
    "Commitment",
    "Evidence",
    "EvidenceKind",
    "Framework",
    "Lead",
    "Outcome",
    "Plan",
    "Promise",
    "Workstream",
]
