"""What can be wrong with a step of a review. Each message is for a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.monitoring.history import Step


class MonitoringError(ValueError):
    """Base of this app's refusals."""


class InvalidStreams(MonitoringError):
    """The file that says how long a force has to answer does not meet its schema."""


class NotAllowed(MonitoringError):
    """The rules of a review do not allow this step now; the message says why."""


class EditedMeanwhile(MonitoringError):
    """Somebody else took a step first; theirs are ``meanwhile``."""

    def __init__(self, message: str, meanwhile: Iterable["Step"]) -> None:
        super().__init__(message)
        self.meanwhile = tuple(meanwhile)


class InvalidWatch(MonitoringError):
    """What the watch says names a force that this site does not hold, or is older than the last."""
