"""Writes: each is one change, in one transaction, with its entry in the public ledger."""

from evenhand.plan.services.opening import load_framework, name_lead, open_plan, promise
from evenhand.plan.services.stepping import (
    add_evidence,
    answer,
    change,
    complete,
    dispute,
    end_override,
    override,
    reach,
    reopen,
    report,
    withdraw,
)

__all__ = [
    "add_evidence",
    "answer",
    "change",
    "complete",
    "dispute",
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
]
