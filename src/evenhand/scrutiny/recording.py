"""Keeping a step: its row, and its entry in the ledger, in the transaction that checked it."""

from typing import Any

from evenhand.ledger.services import append
from evenhand.scrutiny.recorded import Recorded


def keep(model: Any, step: Recorded[Any], *, prefix: str, subject: str, **of: Any) -> Any:
    """Write one step, and say it in the ledger; the row.

    Parameters
    ----------
    model : of the row, whose columns are those of a step and the one that says whose it is.
    prefix : before the kind, in the ledger: ``recommendation`` makes ``recommendation-made``.
    subject : what the public ledger calls the thing.
    of : whose step it is, by the name of the column.
    """
    row = model.objects.create(
        number=step.number,
        kind=step.kind,
        recorded_at=step.at,
        by=step.by,
        organisation=step.organisation,
        words=step.words,
        data=dict(step.data),
        **of,
    )
    append(
        kind=f"{prefix}-{step.kind}",
        subject=subject,
        body=step.body,
        by=step.by,
        organisation=step.organisation,
        now=step.at,
    )
    return row
