"""Plans, actions and every change of them: rows that are only ever added."""

from evenhand.plan.models.assignments import Assignment
from evenhand.plan.models.changes import KINDS, Change, Evidence, EvidenceKind, Promise
from evenhand.plan.models.drafts import ImportDraft
from evenhand.plan.models.files import CleanedFile
from evenhand.plan.models.frameworks import Commitment, Framework, Outcome, Workstream
from evenhand.plan.models.plans import Action, Lead, Plan

__all__ = [
    "KINDS",
    "Action",
    "Assignment",
    "Change",
    "CleanedFile",
    "Commitment",
    "Evidence",
    "EvidenceKind",
    "Framework",
    "ImportDraft",
    "Lead",
    "Outcome",
    "Plan",
    "Promise",
    "Workstream",
]
