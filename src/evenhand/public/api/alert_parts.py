"""What an alert is made of: these models describe it to programs."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from evenhand.monitoring.steps import Awaits, Kind, Status
from evenhand.public.api.parts import Described, Month, Number


class AlertSeries(Described):
    """Which series: one force, power, measure and group. ``group`` is empty for everybody."""

    force: str
    power: str
    measure: str
    looks: Literal["ratio", "rate", "share", "unknown", "coverage"]
    group: str
    reference: str
    grouping: str
    stream: str = Field(description="The people of whom alone it is, such as children.")


class AlertStretch(Described):
    """A stretch of months. Counts are rounded to the nearest 5, and null under 10: never zero."""

    first: Month
    last: Month
    observed: int = Field(description="Months that were supplied whole.")
    status: Literal["whole", "partial", "missing", "too-few"]
    events: int | None
    reference_events: int | None
    records: int | None
    reference_records: int | None = Field(None, description="Of a ratio of shares alone.")
    rate: Number
    reference_rate: Number
    value: Number = Field(description="The ratio, rate or share, from the rounded counts.")
    low: Number = Field(description="Low end of its likely range (95%).")
    high: Number = Field(description="High end of its likely range (95%).")
    unknown_low: Number = Field(description="Lowest it could be, were no ethnicity unknown.")
    unknown_high: Number = Field(description="Highest it could be, were no ethnicity unknown.")


class AlertBenchmark(Schema):
    """What stands, set against the residents of one census."""

    kind: str
    census: int
    value: float
    low: float
    high: float
    direction: Literal["higher", "lower", "cannot tell"]


class AlertStanding(Described):
    """Of a difference that stands and does not move."""

    stated: float = Field(description="It was asked whether it is above so many times.")
    whole: AlertStretch
    forces: int = Field(description="How many forces could be compared.")
    expected_low: Number = Field(description="Where 95 of 100 such forces lie; null under 10.")
    expected_high: Number
    beyond: bool = Field(description="Whether it lies above that.")
    shrunk_low: Number = Field(description="Drawn towards what is usual: low end of its range.")
    shrunk_high: Number
    probability: Number = Field(description="That so drawn it is above `stated`.")
    benchmarks: list[AlertBenchmark] = Field(description="None of them is the right one.")


class AlertChange(Schema):
    """After, as times before."""

    times: float
    low: float
    high: float


class AlertPlaces(Schema):
    """A ratio's change within areas and between them, as times as much. It is association."""

    areas: int = Field(description="Set side by side; small ones are put together.")
    within: AlertChange
    between: AlertChange


class AlertOtherCharts(Schema):
    """Other charts of the same months, which raise nothing. Null: too few months to tell."""

    stretches: list[Month] | None = Field(description="With which a new stretch of a level begins.")
    smoothed: list[Month] | None = Field(description="Beyond the limit of a smoothed chart (EWMA).")
    rules: list[str] | None = Field(description="Run rules that speak since the move.")


class AlertTold(Described):
    """What was found, as anybody may see it."""

    key: str
    series: AlertSeries
    quality: bool = Field(description="Whether it is about the records themselves.")
    direction: Literal["rise", "fall"]
    means: Literal["worse", "better", "neither"]
    since: Month
    as_of: Month
    before: AlertStretch
    after: AlertStretch
    change: AlertChange
    smallest: Number = Field(description="The smallest change that a quarter could have shown.")
    evidence: float = Field(description="Of alerts as strong as this one, the share false at most.")
    examined: int = Field(description="How many series were looked at in the run.")
    quarters: list[AlertStretch]
    related: list[AlertSeries] = Field(description="Told under this one alert.")
    standing: AlertStanding | None = Field(description="Null where it moved.")
    others: AlertOtherCharts | None = Field(
        None, description="Null where a quarter is not shown, or where they were not drawn."
    )
    places: AlertPlaces | None = Field(None, description="Null where it cannot be taken apart.")


class AlertStep(Schema):
    """One step of the review, in public words."""

    number: int
    kind: Kind
    at: datetime
    by: str = Field(description="A role, never a person.")
    organisation: str
    words: str
    data: dict[str, Any]


class AlertLine(Schema):
    """One alert in a list."""

    force: str
    number: int
    subject: str = Field(description="What the public ledger calls it.")
    page: str
    headline: str
    sentence: str
    raised_at: datetime
    stands: bool = Field(description="Whether it is a difference that stands, and did not move.")
    quality: bool
    means: Literal["worse", "better", "neither"]
    status: Status
    awaits: Awaits
    days_awaited: int
    days_overdue: int
    deadline: date | None = Field(description="The last day for an answer, where one is awaited.")
    reform_after: date | None = Field(description="Past this day it is reform by itself.")


class Alerts(Schema):
    """Alerts by the names of forces, the newest first in each."""

    count: int
    items: list[AlertLine]


class Alert(AlertLine):
    """One alert whole: what was found, and every step of its answer."""

    told: AlertTold
    steps: list[AlertStep]
