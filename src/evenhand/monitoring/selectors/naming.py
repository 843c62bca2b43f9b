"""Reads: which alerts are about a measure, and which are to be measured again after an action."""

from dataclasses import dataclass
from datetime import date

from evenhand.measures.watch.found import Found, read
from evenhand.monitoring import models
from evenhand.monitoring.history import Kind, day_of
from evenhand.monitoring.selectors.stories import end_of


@dataclass(frozen=True)
class About:
    """An alert by its address, and what the public may see of it."""

    force: str
    number: int
    raised_on: date
    told: Found


@dataclass(frozen=True)
class Remeasured:
    """A reform of an alert that an action of the plan carries.

    ``step`` is its number in the review: where it stands on the alert's page.
    """

    force: str
    number: int
    step: int


def about(force_id: str, measure: str, *, on: date) -> list[About]:
    """Alerts of a force about a measure that were raised by a day, the newest first; one query."""
    rows = models.Alert.objects.filter(
        force=force_id, measure=measure, raised_at__lt=end_of(on)
    ).order_by("-number")
    return [
        About(force_id, number, day_of(at), read(told))
        for number, at, told in rows.values_list("number", "raised_at", "told")
    ]


def reforms_by(force_id: str, action: str, *, on: date) -> list[Remeasured]:
    """Reforms of a force's alerts that an action is to bring about; one query.

    Parameters
    ----------
    action : as the public ledger calls it.
    """
    rows = models.Step.objects.filter(
        kind=Kind.REFORMED,
        review__alert__force=force_id,
        recorded_at__lt=end_of(on),
        data__reform__action=action,
    ).order_by("review__alert__number", "number")
    return [
        Remeasured(force_id, *one) for one in rows.values_list("review__alert__number", "number")
    ]
