"""What an explanation is made of: its type, its evidence, and a prediction that can fail."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from evenhand.ledger.kept import REDACTED
from evenhand.ledger.texts import A_FIGURE, A_LINK, Plain, Short, Strict
from evenhand.measures.watch.found import Series
from evenhand.plan.quarters import Quarter

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Named = Annotated[str, StringConstraints(max_length=120), Plain]

OF_EVERYBODY = frozenset({"unknown", "coverage"})
"""Quantities of the records themselves, which are told of no group."""


class Explanation(StrEnum):
    """What a force can say is behind a move."""

    MIX = "mix"
    """Another mix of places or times."""
    OPERATION = "operation"
    """An operation led by intelligence."""
    REPEAT = "repeat"
    """The same few people again and again."""
    VISITORS = "visitors"
    """People who do not live there."""
    RECORDING = "recording"
    """How things are written down."""
    PRACTICE = "practice"
    """A policy, or the practice of one team."""
    UNEXPLAINED = "unexplained"
    """Nothing was found that explains it."""


class Conclusion(StrEnum):
    """What a review can come to."""

    EXPLAINED = "explained"
    PARTLY = "partly"
    NOT_EXPLAINED = "not-explained"
    CANNOT_TELL = "cannot-tell"


class Outcome(StrEnum):
    """What became of a prediction."""

    HELD = "held"
    FAILED = "failed"
    CANNOT_TELL = "cannot-tell"
    """The likely range has the limit in it, or there are too few."""
    UNTESTED = "untested"
    """The data did not come in time."""


class Evidence(Strict):
    """Something that an explanation rests on.

    ``address`` is of a link an https address, which a file of a plan's evidence has too; of a
    figure its reference; of an analysis the number of the step that keeps it.
    """

    kind: Literal["link", "figure", "analysis"]
    title: Short
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Plain]

    @model_validator(mode="after")
    def is_where_its_kind_says(self) -> Self:
        """Refuse an address that its kind cannot have."""
        from re import match

        wanted = {"link": A_LINK, "figure": A_FIGURE, "analysis": r"^[1-9][0-9]{0,5}$"}
        taken_out = self.kind == "link" and self.address == REDACTED
        if not taken_out and not match(wanted[self.kind], self.address):
            raise ValueError(
                "Evidence is a link that begins with https://, the reference of a figure, or the "
                "number of an analysis in this review."
            )
        return self


class Without(Strict):
    """What is left out of the records before a prediction is tested.

    ``hours`` are bands of a day as the records have them (``18-21``); ``areas`` codes of areas;
    ``objects`` what was searched for, ``categories`` kinds of it.
    """

    hours: tuple[Named, ...] = ()
    areas: tuple[Named, ...] = ()
    objects: tuple[Named, ...] = ()
    categories: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hours or self.areas or self.objects or self.categories)

    def by_dimension(self) -> dict[str, tuple[str, ...]]:
        """What is left out, by the dimension of the records that tells it."""
        said = {
            "time_band": self.hours,
            "area": self.areas,
            "object": self.objects,
            "object_category": self.categories,
        }
        return {name: values for name, values in said.items() if values}


class Prediction(Strict):
    """What will be seen if the explanation is true: it can fail, and the system tests it.

    Attributes
    ----------
    force, power, measure, group, reference, grouping, area, stream : the series, as the watch
        names it.
    quantity : the ratio of the two groups, the group's own rate, or its share; of everybody, the
        share of records without a known ethnicity (unknown), or records a month (coverage).
    direction, limit : at most, or at least, so much. A rate is for every 1,000 residents a year, a
        share for every 100 records.
    quarter : of the financial year, ``2026-Q1`` being April to June: the one it is tested in.
    without : what is left out before it is tested.
    """

    force: Named
    power: Named
    measure: Named
    quantity: Literal["ratio", "rate", "share", "unknown", "coverage"]
    group: Named = ""
    reference: Named = ""
    grouping: Named = "five-groups"
    area: Named = ""
    stream: Named = ""
    direction: Literal["at most", "at least"]
    limit: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
    quarter: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-Q[1-4]$")]
    without: Without = Without()

    @model_validator(mode="after")
    def can_fail(self) -> Self:
        """Refuse a share of more than everybody, and a ratio without a group to set it against."""
        if self.quantity == "ratio" and not self.reference:
            raise ValueError("A ratio is against another group.")
        if self.quantity in OF_EVERYBODY and (self.group or self.reference):
            raise ValueError("That is told of everybody, not of one group.")
        if self.quantity in {"share", "unknown"} and self.limit >= 100:
            raise ValueError("A share is below 100 in 100.")
        return self

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month of the quarter."""
        quarter = Quarter.parse(self.quarter)
        return f"{quarter.first_day:%Y-%m}", f"{quarter.last_day:%Y-%m}"

    @property
    def ends_on(self) -> date:
        """The last day of the quarter."""
        return Quarter.parse(self.quarter).last_day

    @classmethod
    def about(cls, series: Series, **more: object) -> "Prediction":
        """A prediction about a series, with what is predicted."""
        return cls.model_validate(
            {
                "force": series.force,
                "power": series.power,
                "measure": series.measure,
                "group": series.group,
                "reference": series.reference,
                "grouping": series.grouping,
                "area": series.area,
                "stream": series.stream,
                **more,
            }
        )


class Limits(Strict):
    """How long a force has: days, and how often they may stop.

    Attributes
    ----------
    answer : from the alert to a first answer.
    silence : after the last day, shown day by day; then the review becomes reform by itself.
    extension : the longest that one extension may stop the clock; extensions : how many.
    data : after the quarter of a prediction, until the data must be there.
    ahead : how many quarters ahead a prediction may be.
    """

    answer: Annotated[int, Field(ge=1, le=365)]
    silence: Annotated[int, Field(ge=0, le=365)]
    extension: Annotated[int, Field(ge=1, le=365)]
    extensions: Annotated[int, Field(ge=0, le=9)]
    data: Annotated[int, Field(ge=1, le=730)]
    ahead: Annotated[int, Field(ge=1, le=12)]


class Reform(Strict):
    """What is done about what could not be explained, and what would show that it worked.

    Attributes
    ----------
    action : of a plan, as the public ledger calls it: ``plan/demoshire/1/key``.
    question : one sentence: what the reform is, and what it should move.
    quantity : the ratio of the two groups, or the group's own rate; of everybody, records without
        a known ethnicity (unknown) or records a month (coverage). Each against its own past.
    direction, change : the change that is promised: ``at most`` 0.8 times as much, say.
    before_from, after_from, after_until : months: the first of the series, the first after the
        reform, and the last that counts. Written down now, so that nobody chooses them later.
    remeasure_on : the day by which it is measured again.
    """

    action: Annotated[
        str,
        StringConstraints(
            pattern=r"^plan/[a-z]+(-[a-z]+)*/[1-9][0-9]{0,4}/[a-z0-9]+(-[a-z0-9]+)*$",
            max_length=200,
        ),
    ]
    question: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=10, max_length=500), Plain
    ]
    force: Named
    power: Named
    measure: Named
    quantity: Literal["ratio", "rate", "unknown", "coverage"]
    group: Named = ""
    reference: Named = ""
    grouping: Named = "five-groups"
    area: Named = ""
    stream: Named = ""
    direction: Literal["at most", "at least"]
    change: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
    before_from: Month
    after_from: Month
    after_until: Month
    remeasure_on: date

    @property
    def series(self) -> str:
        """One line that names what is measured."""
        parts = (self.force, self.power, self.measure, self.quantity, self.group)
        return "/".join(part for part in (*parts, self.area, self.stream) if part)

    @classmethod
    def about(cls, series: Series, **more: object) -> "Reform":
        """A reform that should move a series."""
        return cls.model_validate(
            {
                "force": series.force,
                "power": series.power,
                "measure": series.measure,
                "group": series.group,
                "reference": series.reference,
                "grouping": series.grouping,
                "area": series.area,
                "stream": series.stream,
                **more,
            }
        )
