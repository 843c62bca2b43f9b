"""Panels as anybody may read of them: how many members, their terms, and whom they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evenhand.accounts.models import Membership, Organisation
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.monitoring.steps import day_of
from evenhand.records import codes
from evenhand.scrutiny.models import Composition as Row
from evenhand.scrutiny.visiting.composition import (
    GROUPING,
    Composition,
    Counted,
    Group,
    told,
)

__all__ = ["Composition", "Group", "ToldPanel", "composition", "panels"]
SITTING = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
SOON = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class ToldPanel:
    """A scrutiny panel.

    Attributes
    ----------
    members : how many people sit on it now.
    ending : how many terms end within three months; ``places`` for others come of them.
    """

    panel: str
    name: str
    force: str
    force_name: str
    members: int
    ending: int


def panels(*, now: datetime, forces: Sequence[str] | None = None) -> list[ToldPanel]:
    """Every scrutiny panel, by the name of its force and its own.

    Parameters
    ----------
    forces : ids; all without.
    """
    found = Organisation.objects.filter(kind=OrganisationKind.SCRUTINY_PANEL)
    if forces is not None:
        found = found.filter(force__in=list(forces))
    told_of = []
    for one in found.select_related("force").order_by("force__name", "name"):
        if one.force is None:
            continue
        sitting = Membership.objects.current(now).filter(organisation=one, role__in=SITTING)
        terms: dict[int, datetime] = {}
        for person, until in sitting.values_list("person", "expires_at"):
            terms[person] = max(until, terms.get(person, until))
        ending = sum(until <= now + SOON for until in terms.values())
        told_of.append(
            ToldPanel(one.pk, one.name, one.force.pk, one.force.name, len(terms), ending)
        )
    return told_of


def composition(force_id: str, *, now: datetime) -> Composition | None:
    """Whom the panels of a force are made of; None where that would tell of somebody.

    It is told in one grouping alone: two could be set against each other.

    Raises
    ------
    NoPopulation
        If nobody counts residents of the force's area, as the British Transport Police's.
    """
    residents = codes.GROUPINGS[GROUPING].people(force_id)
    rows = Row.objects.filter(panel__force=force_id, recorded_at__lte=now)
    on: date = day_of(now)
    return told(
        (Counted(one.panel_id, day_of(one.recorded_at), one.members, one.stated) for one in rows),
        residents,
        on=on,
    )
