"""What a step of a review is, and what explanations, reforms and comments are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from evenhand.monitoring.terms import Evidence, Outcome, Prediction, Reform
from evenhand.monitoring.terms import Explanation as Type
from evenhand.plan.history import LONDON

SYSTEM = "Evenhand"
"""In whose name the site itself takes steps."""


class Kind(StrEnum):
    """What a step is."""

    OPENED = "opened"
    OWNER = "owner-named"
    EXTENDED = "extended"
    ANALYSED = "analysed"
    """A decomposition or another analysis that was run inside the review."""
    EXPLAINED = "explained"
    JUDGED = "judged"
    """What an independent reviewer thinks of an explanation."""
    TESTED = "tested"
    """What became of a prediction."""
    CONCLUDED = "concluded"
    """What the force comes to; it stands once it is signed off."""
    SIGNED = "signed-off"
    REOPENED = "reopened"
    SILENT = "fell-silent"
    """Nobody answered: it is reform by itself, and who holds the force to account is told."""
    REFORMED = "reform"
    REMEASURED = "remeasured"
    COMMENTED = "commented"
    REPLIED = "comment-answered"
    REDACTED = "redacted"
    """Words of earlier steps were taken out that the law does not allow."""


BY_THE_SITE = frozenset({Kind.OPENED, Kind.TESTED, Kind.SILENT, Kind.REMEASURED})
"""What the site does by itself."""
FROM_OUTSIDE = frozenset({Kind.JUDGED, Kind.COMMENTED})
"""What only others than the force do."""


class Status(StrEnum):
    """How a review stands."""

    OPEN = "open"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    EXPLAINED = "explained"
    PARTLY = "partly"
    NOT_EXPLAINED = "not-explained"
    CANNOT_TELL = "cannot-tell"
    REFORM = "reform"
    TOLD = "told"
    """An improvement: it is told, and nothing has to be answered."""


class Awaits(StrEnum):
    """What has to come next."""

    ANSWER = "answer"
    JUDGEMENT = "judgement"
    DATA = "data"
    CONCLUSION = "conclusion"
    SIGNATURE = "signature"
    ACTION = "action"
    REMEASUREMENT = "remeasurement"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one review, as it was recorded.

    ``data`` holds what belongs to its kind, as plain values; see :mod:`evenhand.monitoring.rules`.
    """

    number: int
    kind: Kind
    at: datetime
    by: str
    organisation: str
    words: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day of the step, where the forces are."""
        return day_of(self.at)


def day_of(moment: datetime) -> date:
    """The day that a moment lies in, where the forces are."""
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation with what became of it.

    Attributes
    ----------
    step : who said it, when and in which words.
    judgement, test : once there are any.
    """

    step: Step
    type: Type
    evidence: tuple[Evidence, ...]
    prediction: Prediction | None
    judgement: Step | None = None
    test: Step | None = None

    @property
    def number(self) -> int:
        """The number of its step, which names it in this review."""
        return self.step.number

    @property
    def accepted(self) -> bool | None:
        """Whether the independent reviewer accepts it; None before they have said."""
        return None if self.judgement is None else bool(self.judgement.data["accepted"])

    @property
    def outcome(self) -> Outcome | None:
        """What became of its prediction; None before it was tested."""
        return None if self.test is None else Outcome(self.test.data["outcome"])

    @property
    def alive(self) -> bool:
        """Whether it was neither refused nor tested in vain.

        A test that cannot tell proves nothing, so it counts like one that was not done in time.
        """
        return self.accepted is not False and self.outcome in {None, Outcome.HELD}

    @property
    def stands(self) -> bool:
        """Whether it can still be what explains the alert: that nothing was found cannot."""
        return self.alive and self.type is not Type.UNEXPLAINED

    @property
    def holds(self) -> bool:
        """Whether it was judged, and what it predicted came true."""
        return self.stands and self.accepted is True and self.outcome is Outcome.HELD


@dataclass(frozen=True, slots=True)
class Reforming:
    """A reform with what was measured afterwards, once it was."""

    step: Step
    reform: Reform
    digest: str
    """Of what was written down beforehand."""
    remeasured: Step | None = None

    @property
    def outcome(self) -> Outcome | None:
        """Whether it did what was promised; None before it was measured again."""
        return None if self.remeasured is None else Outcome(self.remeasured.data["outcome"])


@dataclass(frozen=True, slots=True)
class Comment:
    """What a community, a panel or an oversight body says, and the force's answer to it."""

    step: Step
    answer: Step | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch in which the clock stands still: from a day until another."""

    step: Step
    first: date
    until: date

    @property
    def days(self) -> int:
        """How many days it gives."""
        return (self.until - self.first).days
