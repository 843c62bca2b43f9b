"""What can be wrong with a step of a recommendation or a visit. Each message is for a person."""

from collections.abc import Iterable
from typing import Any

from evenhand.scrutiny.recorded import Recorded


class RecommendationError(ValueError):
    """Base of these refusals."""


class InvalidClocks(RecommendationError):
    """The file that says how long a force has to answer does not meet its schema."""


class NotAllowed(RecommendationError):
    """The rules do not allow this step now; the message says why."""


class EditedMeanwhile(RecommendationError):
    """Somebody else took a step first; theirs are ``meanwhile``."""

    def __init__(self, message: str, meanwhile: Iterable[Recorded[Any]]) -> None:
        super().__init__(message)
        self.meanwhile = tuple(meanwhile)


class SaidAlready(RecommendationError):
    """The same was recommended by the same body on the same day: it was sent twice."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number
