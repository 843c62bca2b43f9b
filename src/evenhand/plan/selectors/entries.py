"""What the public ledger says of each change of an action, and of each lead of a workstream."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evenhand.ledger.selectors import Said, histories
from evenhand.plan import models
from evenhand.plan.selectors.tracking import marks, subject
from evenhand.plan.written import marked

RESTATED = "-restated"
"""How the kind of an entry ends that says again what an erased one said, without some words."""


def by_number(said: Iterable[Said]) -> Mapping[int, Said]:
    """The entry that says what each change says now, by the number of the change.

    Parameters
    ----------
    said : every entry about one action, or one workstream's leads, in the order of writing. What
        was erased is not among them: the entry that says it again, without some words, is.
    """
    found: dict[int, Said] = {}
    for one in said:
        if one.content is not None and "number" in one.content["body"]:
            found[one.content["body"]["number"]] = one
    return found


def leads_said(plan: models.Plan, leads: Sequence[models.Lead]) -> dict[models.Lead, Said]:
    """The entry that says what each lead of a plan says now, where there is one."""
    about = {one: subject(plan, f"workstreams/{one.workstream.key}") for one in leads}
    entries = {name: by_number(said) for name, said in histories(about.values()).items()}
    return {
        one: entries[name][one.number]
        for one, name in about.items()
        if name in entries and one.number in entries[name]
    }


def lead_says(row: models.Lead) -> dict[str, Any]:
    """What a lead says now, with when, by whom and for whom, and what was taken out of it."""
    return {
        "number": row.number,
        "role": row.role,
        "words": row.words,
        "at": row.recorded_at.isoformat(),
        "by": row.by,
        "organisation": row.organisation,
        "redacted": [marked(one) for one in marks(row.redacted)],
    }
