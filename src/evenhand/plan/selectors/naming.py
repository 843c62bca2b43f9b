"""Reads: which actions of a force's plan a figure is for, as a target or as evidence."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from evenhand.plan import models


@dataclass(frozen=True)
class NamedAction:
    """An action by its address, and what it is called now."""

    force: str
    iteration: int
    key: str
    title: str


def naming(force_id: str, measure: str, reference: str) -> list[NamedAction]:
    """Actions that promise something of a measure, or show a figure as evidence; one query.

    They are of the latest iteration of the force's plan, in its order. What an action promised
    before and no longer does is not what it names.

    Parameters
    ----------
    measure : a measure's id.
    reference : of a figure, as evidence names it.
    """
    latest = models.Plan.objects.filter(force=force_id).order_by("-iteration")
    later = models.Promise.objects.filter(
        change__action=OuterRef("action"), change__number__gt=OuterRef("number")
    )
    shown = models.Evidence.objects.filter(
        change__action=OuterRef("action"), kind=models.EvidenceKind.FIGURE, address=reference
    )
    rows = (
        models.Change.objects.filter(
            ~Exists(later),
            Q(action__plan=Subquery(latest.values("pk")[:1])),
            promise__isnull=False,
        )
        .annotate(shown=Exists(shown))
        .order_by("action__workstream__place", "action")
    )
    columns = ("action__plan__iteration", "action__key", "promise__title", "promise__targets")
    return [
        NamedAction(force_id, iteration, key, title)
        for iteration, key, title, targets, is_shown in rows.values_list(*columns, "shown")
        if is_shown or any(one["measure"] == measure for one in targets)
    ]
