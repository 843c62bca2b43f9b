"""What can be followed: a force's plan or one promise of it; a force's alerts or one of them."""

import re
from dataclasses import dataclass

from django.urls import reverse

from evenhand.following.models import FOLLOWABLE
from evenhand.forces.models import Force
from evenhand.plan import models


@dataclass(frozen=True)
class Thing:
    """A plan, or one of its actions.

    ``key`` is the action's; empty for the whole plan.
    """

    plan: models.Plan
    key: str = ""

    @property
    def subject(self) -> str:
        """What the public ledger calls it."""
        own = f"plan/{self.plan.force_id}/{self.plan.iteration}"
        return f"{own}/{self.key}" if self.key else own

    @property
    def path(self) -> str:
        """Its page."""
        plan = self.plan
        if self.key:
            return action_path(plan, self.key)
        return reverse("plan-iteration", args=[plan.force_id, plan.iteration])


@dataclass(frozen=True)
class Alerts:
    """One alert of a force; ``number`` is nothing for all of them."""

    force: Force
    number: int = 0

    @property
    def subject(self) -> str:
        """What the public ledger calls it; of all alerts, what theirs begin with."""
        own = f"alert/{self.force.pk}"
        return f"{own}/{self.number}" if self.number else own

    @property
    def path(self) -> str:
        """Its page."""
        if self.number:
            return alert_path(self.force.pk, self.number)
        return reverse("force-alerts", args=[self.force.pk])


Followed = Thing | Alerts


def alert_path(force_id: str, number: int) -> str:
    """The page of an alert."""
    return reverse("alert", args=[force_id, number])


def action_path(plan: models.Plan, key: str) -> str:
    """The page of an action."""
    return reverse("plan-action", args=[plan.force_id, plan.iteration, key])


def parts(subject: str) -> tuple[str, int, str] | None:
    """The force, the iteration and the action that a subject names; None where it names none."""
    if not _followable(subject) or not subject.startswith("plan/"):
        return None
    _, force, iteration, *key = subject.split("/")
    return (force, int(iteration), key[0] if key else "") if len(iteration) < 6 else None


def alert_parts(subject: str) -> tuple[str, int] | None:
    """The force and the alert that a subject names, 0 for all of them; None where it names none."""
    if not _followable(subject) or not subject.startswith("alert/"):
        return None
    _, force, *number = subject.split("/")
    if number and len(number[0]) > 6:
        return None
    return force, int(number[0]) if number else 0


def _followable(subject: str) -> bool:
    return len(subject) <= 200 and re.fullmatch(FOLLOWABLE, subject) is not None


def covers(followed: str, subject: str) -> bool:
    """Whether who follows the first is told of the second."""
    return subject == followed or subject.startswith(f"{followed}/")
