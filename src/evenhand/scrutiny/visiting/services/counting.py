"""Counting whom a panel is made of: only numbers come here, and nobody reads them as they stand."""

import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.accounts.services.writing import Who, written
from evenhand.ledger.services import append
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.records import codes
from evenhand.scrutiny.models import meetings as models
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.visiting.composition import GROUPING
from evenhand.scrutiny.visiting.permissions import calls

MOST = 500
"""Members that a panel has at most."""
COUNTED = "panel-counted"
"""The kind of entry, in the ledger."""


@contextmanager
def counted_by(acting: Acting, *, now: datetime) -> Iterator[Who]:
    """Open the transaction of a count, and give who counts: ``count_panel(..., **who)``.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    where = f"panel/{acting.organisation.pk}"
    with written(acting, signs=calls, subject=where, step=COUNTED, now=now) as who:
        yield who


def count_panel(
    *,
    panel: Organisation,
    counted_on: date,
    members: int,
    stated: Mapping[str, int],
    by: str,
    organisation: str,
    now: datetime,
) -> models.Composition:
    """Keep how many members said which ethnicity; the ledger has a commitment to the counts alone.

    Parameters
    ----------
    stated : how many said each of the five groups; who said nothing is in none.

    Raises
    ------
    NotAllowed
        If a group is unknown, or more said something than there are.
    """
    if panel.kind != OrganisationKind.SCRUTINY_PANEL:
        raise NotAllowed(say("Only a scrutiny panel is counted here."))
    if not 1 <= members <= MOST or counted_on > day_of(now):
        raise NotAllowed(say("Say how many members there were on a day that has come."))
    if not set(stated) <= set(codes.GROUPINGS[GROUPING].groups):
        raise NotAllowed(say("There is no such group."))
    if any(one < 0 for one in stated.values()) or sum(stated.values()) > members:
        raise NotAllowed(say("More members said something than there are."))
    with transaction.atomic():
        own = Organisation.objects.select_for_update(of=("self",)).get(pk=panel.pk)
        last = models.Composition.objects.filter(panel=own).aggregate(last=Max("number"))["last"]
        row = models.Composition(
            panel=own,
            number=(last or 0) + 1,
            counted_on=counted_on,
            recorded_at=now,
            members=members,
            stated=dict(stated),
            nonce=secrets.token_bytes(16).hex(),
        )
        row.commitment = recommitted(row)
        row.save()
        append(
            kind=COUNTED,
            subject=f"panel/{own.pk}",
            body={
                "number": row.number,
                "counted_on": counted_on.isoformat(),
                "commitment": row.commitment,
            },
            by=by,
            organisation=organisation,
            now=now,
        )
    return row


def recommitted(row: models.Composition) -> str:
    """What a count would be committed to as it stands; empty of one from before there was any."""
    if not row.nonce:
        return ""
    said = {
        "panel": row.panel_id,
        "number": row.number,
        "members": row.members,
        "stated": dict(row.stated),
    }
    return hmac.digest(bytes.fromhex(row.nonce), canonical(said), "sha256").hex()
