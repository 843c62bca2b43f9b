"""What panels ask of their members, and how many are trained and vetted, as anybody may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.encounters.told.rounding import About, about
from evenhand.monitoring.steps import day_of
from evenhand.plan.history import LONDON
from evenhand.scrutiny import models
from evenhand.scrutiny.sitting.apart import Told, may_be_told
from evenhand.scrutiny.sitting.members import Seats
from evenhand.stats.disclosure import THRESHOLD_STAFF

__all__ = ["Asked", "Statuses", "asked", "statuses"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a panel asks of its members before they open a case: the last that it said, and why."""

    panel: str
    name: str
    vetting: bool
    training: bool
    words: str
    since: date


@dataclass(frozen=True, slots=True)
class Statuses:
    """About how many members of a force's panels were vetted and trained when a year began."""

    year: int
    members: About
    vetted: About
    trained: About


def asked(panels: Sequence[str]) -> list[Asked]:
    """What each of these panels asks; a panel that has said nothing is not among them."""
    rows = models.PanelTerms.objects.filter(panel__in=list(panels)).select_related("panel")
    last = {one.panel_id: one for one in rows.order_by("panel__name", "number")}
    return [
        Asked(one.panel_id, one.panel.name, one.vetting, one.training, one.words, day_of(one.at))
        for one in last.values()
    ]


def statuses(panels: Sequence[str], *, now: datetime) -> Statuses | None:
    """How many are vetted and trained, together and as a year began; None where they are too few.

    Parameters
    ----------
    panels : every panel of one force: told apart, they would tell of fewer.

    One member's status is nobody's business: see :mod:`evenhand.scrutiny.sitting.apart`.
    """
    kept = list(models.Readiness.objects.filter(panel__in=list(panels)).order_by("number"))
    if not kept:
        return None
    seats = Seats(panels)
    told: list[tuple[int, int, Told, Told]] = []
    for year in range(min(one.at for one in kept).year + 1, day_of(now).year + 1):
        begins = datetime(year, 1, 1, tzinfo=LONDON)
        there = {(panel, who) for panel in panels for who in seats.taken(panel, begins)}
        people = {who for _, who in there}
        last = {(one.panel_id, one.person_id): one for one in kept if one.at < begins}
        live = [one for key, one in last.items() if key in there]
        day = begins.date()
        vetted = _those(
            {one.person_id for one in live if (one.vetted_until or date.min) >= day}, people
        )
        trained = _those(
            {one.person_id for one in live if (one.trained_until or date.min) >= day}, people
        )
        if (
            len(people) >= THRESHOLD_STAFF
            and may_be_told(vetted, [one for _, _, one, _ in told])
            and may_be_told(trained, [one for *_, one in told])
        ):
            told.append((year, len(people), vetted, trained))
    if not told:
        return None
    year, members, vetted, trained = told[-1]
    return Statuses(
        year, about(members), about(vetted.counts["held"]), about(trained.counts["held"])
    )


def _those(held: set[int], people: set[int]) -> Told:
    """Those of whom something is so, among all who have a seat."""
    counts, keys = {"held": len(held)}, frozenset(held)
    return Told(counts, members=len(people), people=keys, whole=False)
