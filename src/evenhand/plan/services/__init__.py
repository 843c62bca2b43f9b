"""Writes: each is one change, in one transaction, with its entry in the public ledger."""

from evenhand.accounts.services.writing import Who
from evenhand.plan.services.assigning import assign, end_assignment
from evenhand.plan.services.filing import forget_files, keep_file
from evenhand.plan.services.iterations import open_by
from evenhand.plan.services.opening import (
    allow_lead,
    load_framework,
    name_lead,
    open_plan,
    promise,
)
from evenhand.plan.services.redacting import redact, redact_lead
from evenhand.plan.services.stepping import (
    add_evidence,
    answer,
    change,
    comment,
    complete,
    dispute,
    end_override,
    learn,
    override,
    reach,
    reopen,
    report,
    withdraw,
)
from evenhand.plan.services.writing import signature, written_by

__all__ = [
    "Who",
    "add_evidence",
    "allow_lead",
    "answer",
    "assign",
    "change",
    "comment",
    "complete",
    "dispute",
    "end_assignment",
    "end_override",
    "forget_files",
    "keep_file",
    "learn",
    "load_framework",
    "name_lead",
    "open_by",
    "open_plan",
    "override",
    "promise",
    "reach",
    "redact",
    "redact_lead",
    "reopen",
    "report",
    "signature",
    "withdraw",
    "written_by",
]
