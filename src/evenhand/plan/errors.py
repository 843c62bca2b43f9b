"""What can be wrong with what somebody wants to do to a plan. Each message is for a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.plan.history import Change


class PlanError(ValueError):
    """Base of this app's refusals."""


class InvalidFramework(PlanError):
    """A framework's file does not meet its schema."""


class UnknownReference(PlanError):
    """A workstream, commitment, measure or milestone is named that there is not."""


class NotAllowed(PlanError):
    """The rules of the plan do not allow this step now; the message says why."""


class AlreadyThere(PlanError):
    """Something of that name is there already, and is not the same."""


class EditedMeanwhile(PlanError):
    """Somebody else changed the action first; their changes are ``meanwhile``."""

    def __init__(self, message: str, meanwhile: Iterable["Change"]) -> None:
        super().__init__(message)
        self.meanwhile = tuple(meanwhile)


class CannotRead(PlanError):
    """A file is no table of a plan that we can read."""
