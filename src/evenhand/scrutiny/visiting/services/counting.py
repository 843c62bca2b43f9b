"""Counting whom a panel is made of: only numbers come here, and nobody reads them as they stand."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.ledger.services import append
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.records import codes
from evenhand.scrutiny.models import meetings as models
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.visiting.composition import GROUPING

MOST = 500
"""Members that a panel has at most."""


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
    """Keep how many members said which ethnicity; the ledger keeps only that they were counted.

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
        row = models.Composition.objects.create(
            panel=own,
            number=(last or 0) + 1,
            counted_on=counted_on,
            recorded_at=now,
            members=members,
            stated=dict(stated),
        )
        append(
            kind="panel-counted",
            subject=f"panel/{own.pk}",
            body={"number": row.number, "counted_on": counted_on.isoformat()},
            by=by,
            organisation=organisation,
            now=now,
        )
    return row
