"""Writes: each is one change, in one transaction, with its entry in the public ledger."""

from evenhand.plan.services.assigning import assign, end_assignment
from evenhand.plan.services.opening import load_framework, name_lead, open_plan, promise
from evenhand.plan.services.stepping import (
    add_evidence,
    answer,
    change,
    comment,
    complete,
    dispute,
    end_override,
    override,
    reach,
    reopen,
    report,
    withdraw,
)
from evenhand.plan.services.writing import Who, written_by

__all__ = [
    "Who",
    "add_evidence",
    "answer",
    "assign",
    "change",
    "comment",
    "complete",
    "dispute",
    "end_assignment",
    "end_override",
    "load_framework",
    "name_lead",
    "open_plan",
    "override",
    "promise",
    "reach",
    "reopen",
    "report",
    "withdraw",
    "written_by",
]
