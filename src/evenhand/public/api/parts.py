"""What a figure is made of beside its result: these models describe it to programs."""

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2024-01"])]
Number = float | None


class Described(Schema):
    """Something with more in it than is described one by one."""

    model_config = ConfigDict(extra="allow")


class Counted(Described):
    """One month: searches of people, or vehicle stops."""

    month: Month
    count: int | None = Field(description="How many; null where missing or not shown: never zero.")
    status: Literal["whole", "partial", "some", "missing", "hidden"] = Field(
        description="whole; partial: loaded in part; some: of some forces only; missing: not "
        "supplied; hidden: not shown, to protect people."
    )


class Found(Described):
    """What a check found in the files."""

    month: Month | None
    check: str = Field(description="The check's id.")
    severity: str
    message: str = Field(description="What it found, in words.")


class File(Described):
    """A file that was counted."""

    month: Month
    source: str = Field(description="What the file was called.")
    sha256: str = Field(description="Its fingerprint: compare it with your own copy.")
    version: int | None = Field(None, description="1, or more where the month was sent again.")
    rows: int | None = Field(None, description="Rows in it; null where that would tell too much.")


class PointOfGroup(Described):
    """One group at one point of time."""

    status: str = Field(description="What can be said of it, in a word.")
    events: int | None = Field(description="What was counted.")
    exposure: Number = Field(description="What it is set against.")
    rate: Number = Field(description="In the result's `rate_unit`.")
    rate_low: Number = Field(description="Low end of the rate's likely range (95%).")
    rate_high: Number = Field(description="High end of the rate's likely range (95%).")


class Point(Described):
    """One quarter, or one month: the group of the headline and the reference group."""

    first: Month = Field(alias="from")
    last: Month = Field(alias="to")
    months_observed: int
    status: Literal["whole", "partial", "some", "missing"] = Field(
        description="missing is not zero: nothing is known of it."
    )
    groups: dict[str, PointOfGroup]
    ratio: Number = Field(description="Of several forces, the ratio within forces.")
    ratio_low: Number
    ratio_high: Number


class Change(Described):
    """From this month on something was recorded in another way."""

    month: Month
    label: str
    sentence: str


class Series(Described):
    """The measure over time. Empty where the months are too few."""

    unit: Literal["quarter", "month"] | None = None
    points: list[Point] = Field([], description="In the order of time.")
    smallest_change: Number = Field(
        None,
        description="How many times the last point's ratio it would have to become to be seen. "
        "Where it is null, `smallest_change` of the figure says why.",
    )
    recording_changes: list[Change] = Field([], description="What a line over time must say.")
    why: str | None = Field(None, description="Why there is no point, where there is none.")


class SmallestChange(Schema):
    """The smallest change over time that could have been seen, or why it is not given."""

    value: Number = Field(description="Times the ratio of the last point; above 1.")
    status: Literal["given", "share", "several forces", "too few", "no series"] = Field(
        description="given, or why not: share and several forces: we have no method for it; too "
        "few: the last point has no ratio; no series: there is no point."
    )
    sentence: str


class Expected(Described):
    """Where the force would lie if it did as all forces do. Empty where that is not known."""

    low: Number = Field(None, description="Low end of the expected ratio.")
    high: Number = Field(None, description="High end of the expected ratio.")
    value: Number = Field(None, description="The force's own ratio.")
    inside: Literal["below", "within", "above"] | None = None
    rate_low: Number = Field(None, description="The same as a rate of the group.")
    rate_high: Number = None
    rate: Number = None
    all_forces: Number = Field(None, description="The ratio within all forces.")
    forces: int | None = Field(None, description="How many forces that is.")
    figure: str | None = Field(None, description="The figure of all forces that it comes from.")
    differences: bool | None = Field(
        None, description="Whether it allows for how much forces differ beyond chance."
    )
    sentence: str | None = None
    how: str | None = None


class About(Described):
    """The measure as it was when the figure was released."""

    id: str
    version: int
    title: str
    question: str
    kind: Literal["rate", "share", "agreement"]
    unit: str
    against: str
    group_by: Literal["self-defined", "officer-defined"]
    focus: str = Field(description="The group of the headline.")
    reference: str
    worse: Literal["higher", "lower", "neither"]
    caveats: list[str]
    methods: list[str]


class Wording(Described):
    """The page's own sentences, as first published."""

    lead: str
    unknown: str | None
    explanation: str | None
    change: str | None
    context: list[str]
    coverage: list[str] | None = None
    months: str
    within: str
