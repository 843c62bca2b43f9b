"""Panels as anybody may read of them: how many members, their terms, and whom they are made of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evenhand.accounts.models import Membership, Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.monitoring.steps import day_of
from evenhand.records import codes
from evenhand.scrutiny.models import Composition as Row
from evenhand.scrutiny.sitting.members import SITTING, Seats
from evenhand.scrutiny.visiting.composition import (
    GROUPING,
    Composition,
    Counted,
    Group,
    told,
)

__all__ = ["Composition", "Group", "ToldPanel", "composition", "panels"]
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
    """Every scrutiny panel, by the name of its force and its own: two queries.

    Parameters
    ----------
    forces : ids; all without.
    """
    found = Organisation.objects.filter(kind=OrganisationKind.SCRUTINY_PANEL)
    if forces is not None:
        found = found.filter(force__in=list(forces))
    there = [
        (one, one.force)
        for one in found.select_related("force").order_by("force__name", "name")
        if one.force is not None
    ]
    terms = _terms([one.pk for one, _ in there], now)
    return [
        ToldPanel(
            *(one.pk, one.name, force.pk, force.name, len(terms[one.pk])),
            ending=sum(until <= now + SOON for until in terms[one.pk].values()),
        )
        for one, force in there
    ]


def _terms(panels: Sequence[str], now: datetime) -> Mapping[str, Mapping[int, datetime]]:
    """By panel, until when each of those who sit on it does."""
    terms: dict[str, dict[int, datetime]] = defaultdict(dict)
    sitting = Membership.objects.current(now).filter(organisation__in=panels, role__in=SITTING)
    for panel, person, until in sitting.values_list("organisation", "person", "expires_at"):
        terms[panel][person] = max(until, terms[panel].get(person, until))
    return terms


def composition(force_id: str, *, now: datetime) -> Composition | None:
    """Whom the panels of a force are made of; None where that would tell of somebody.

    It is told in one grouping alone: two could be set against each other.

    Raises
    ------
    NoPopulation
        If nobody counts residents of the force's area, as the British Transport Police's.
    """
    residents = codes.GROUPINGS[GROUPING].people(force_id)
    rows = list(Row.objects.filter(panel__force=force_id, recorded_at__lte=now))
    # Who sat matters once a count can follow another that was told.
    seats = Seats({one.panel_id for one in rows} if len(rows) > 1 else ())
    on: date = day_of(now)
    return told(
        (
            Counted(
                one.panel_id,
                day_of(one.recorded_at),
                one.members,
                one.stated,
                seats.taken(one.panel_id, one.recorded_at),
            )
            for one in rows
        ),
        residents,
        on=on,
    )
