"""What can be followed: a force's plan, or one promise of it; alerts and panels' advice later."""

import re
from dataclasses import dataclass

from django.urls import reverse

from evenhand.following.models import FOLLOWABLE
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


def action_path(plan: models.Plan, key: str) -> str:
    """The page of an action."""
    return reverse("plan-action", args=[plan.force_id, plan.iteration, key])


def parts(subject: str) -> tuple[str, int, str] | None:
    """The force, the iteration and the action that a subject names; None where it names none."""
    if len(subject) > 200 or not re.fullmatch(FOLLOWABLE, subject):
        return None
    _, force, iteration, *key = subject.split("/")
    return (force, int(iteration), key[0] if key else "") if len(iteration) < 6 else None


def covers(followed: str, subject: str) -> bool:
    """Whether who follows the first is told of the second."""
    return subject == followed or subject.startswith(f"{followed}/")
