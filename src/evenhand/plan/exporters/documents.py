"""Everything public about a plan, as JSON that says the same as its pages."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from evenhand.plan import models, selectors
from evenhand.plan.quarters import Span
from evenhand.plan.selectors import Tracked
from evenhand.plan.written import whole


def as_json(plan: models.Plan, found: Sequence[Tracked], *, on: date) -> dict[str, Any]:
    """The plan with its framework, and each action with its standing and whole history.

    Parameters
    ----------
    found : the plan's actions as they stood on a day.
    on : that day: leads that were named later are left out.

    Notes
    -----

    :func:`evenhand.plan.written.read` reads a change back; its entry in the public ledger holds
    the same.
    """
    framework = plan.framework
    return {
        "subject": selectors.subject(plan),
        "force": {"id": plan.force_id, "name": plan.force.name},
        "iteration": plan.iteration,
        "title": plan.title,
        "organisation": plan.organisation,
        "opened_at": plan.opened_at.isoformat(),
        "columns": plan.columns,
        "stale_after_days": plan.stale_after,
        "framework": {
            "name": framework.name,
            "version": framework.version,
            "title": framework.title,
            "example": framework.example,
            "digest": framework.digest,
        },
        "workstreams": _workstreams(plan, on),
        "actions": [_action(plan, one) for one in found],
        "files": _files(plan, found),
    }


def _workstreams(plan: models.Plan, on: date) -> list[dict[str, Any]]:
    """What the framework asks for, and which role led each workstream since when and why."""
    leads = defaultdict(list)
    for lead in selectors.leads_of(plan, on=on):
        leads[lead.workstream_id].append(selectors.lead_says(lead))
    return [
        {
            "key": stream.key,
            "name": stream.name,
            "about": stream.about,
            "lead": leads[stream.pk][-1]["role"] if leads[stream.pk] else None,
            "leads": leads[stream.pk],
            "outcomes": [
                {
                    "key": outcome.key,
                    "words": outcome.words,
                    "commitments": [
                        {"key": each.key, "words": each.words} for each in outcome.commitments.all()
                    ],
                }
                for outcome in stream.outcomes.all()
            ],
        }
        for stream in selectors.aims(plan)
    ]


def _action(plan: models.Plan, one: Tracked) -> dict[str, Any]:
    now, standing, first = one.now, one.standing, one.now.first
    return {
        "subject": selectors.subject(plan, one.key),
        "key": one.key,
        "workstream": one.workstream,
        "quarters": str(Span.between(first.starts_on, first.due_on)),
        "first_promised": first.due_on.isoformat(),
        "now": now.now.due_on.isoformat(),
        "moved": now.moves,
        "status": {
            "on": one.on.isoformat(),
            "worked_out": standing.status,
            "days": standing.days,
            "also": [{"status": each.status, "days": each.days} for each in standing.also],
            "stated": standing.said,
            "completed_late_days": standing.completed_late,
            "disputed_by": [each.change.organisation for each in now.open_disputes],
        },
        "promise": now.now.model_dump(mode="json"),
        "changes": [whole(each) for each in one.changes],
    }


def _files(plan: models.Plan, found: Sequence[Tracked]) -> list[dict[str, Any]]:
    """Files that evidence names; each stands below its action at ``evidence/<sha256>/<name>``."""
    proofs = [(one.key, each.proof) for one in found for each in one.now.evidence if each.proof]
    titles = {proof.address: proof.title for _, proof in proofs if proof.kind == "file"}
    files = selectors.public_files(plan, titles)
    return [
        {
            "action": key,
            "sha256": proof.address,
            "name": files[proof.address].name,
            "media_type": files[proof.address].kind,
            "bytes": files[proof.address].size,
        }
        for key, proof in proofs
        if proof.address in files
    ]
