"""What can be wrong with a framework or an assessment. Each message is for a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.maturity.history import Assessed


class MaturityError(ValueError):
    """Base of this app's refusals."""


class InvalidFramework(MaturityError):
    """A framework's file does not meet its schema."""


class AlreadyThere(MaturityError):
    """A framework of that name and version is there already, and is not the same."""


class UnknownReference(MaturityError):
    """A standard, level or measure is named that there is not."""


class NotAllowed(MaturityError):
    """The rules do not allow this assessment; the message says why."""


class NeedsEvidence(NotAllowed):
    """The force says more than it shows anything for."""


class EditedMeanwhile(MaturityError):
    """Somebody else of the same organisation was faster; their assessments are ``meanwhile``."""

    def __init__(self, message: str, meanwhile: Iterable["Assessed"]) -> None:
        super().__init__(message)
        self.meanwhile = tuple(meanwhile)
