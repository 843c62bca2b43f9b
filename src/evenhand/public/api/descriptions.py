"""What the API answers with. These models are the description that programs read."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Number = float | None
Status = Literal["first", "revised", "corrected"]


class Row(Schema):
    """One group. A number that is not given is null; ``status`` and ``sentence`` say why."""

    group: str
    status: str = Field(description="What can be said of this group, in a word.")
    sentence: str = Field(description="The same, as a sentence with its numbers and range.")
    suppressed: bool = Field(description="Not shown, to protect people.")
    events: int | None = Field(description="What was counted.")
    exposure: Number = Field(description="Residents times years, or the records it is a share of.")
    rate: Number = Field(description="See `rate_unit`; a share lies between 0 and 1.")
    rate_low: Number = Field(description="Low end of the rate's likely range (95%).")
    rate_high: Number = Field(description="High end of the rate's likely range (95%).")
    rate_low_50: Number = Field(description="Low end of the rate's inner range (50%).")
    rate_high_50: Number = Field(description="High end of the rate's inner range (50%).")
    difference: Number = Field(description="This rate less the reference group's.")
    difference_low: Number
    difference_high: Number
    ratio: Number = Field(description="This rate over the reference group's, all forces together.")
    ratio_low: Number
    ratio_high: Number
    within_force_ratio: Number = Field(description="The same ratio, compared within each force.")
    within_force_ratio_low: Number
    within_force_ratio_high: Number
    ratio_if_unknown_all_reference: Number
    ratio_if_unknown_all_group: Number
    unknown_low: Number = Field(description="Lowest the ratio could be, were nothing unknown.")
    unknown_high: Number = Field(description="Highest the ratio could be, were nothing unknown.")
    unknown_sentence: str | None
    tipping_share: Number
    excess: Number
    excess_low: Number
    excess_high: Number
    detectable_below: Number
    detectable_above: Number
    detectable_sentence: str | None
    unstable: bool | None


class Described(Schema):
    """Something with more in it than is described one by one."""

    model_config = ConfigDict(extra="allow")


class Result(Described):
    """What a measure answered for its forces and months, after small numbers were hidden."""

    measure: str
    measure_version: int
    title: str
    question: str
    first: Month = Field(alias="from")
    last: Month = Field(alias="to")
    group_by: str
    months_observed: int
    months_missing: dict[str, list[Month]]
    reference: str
    population: int | None = Field(description="The year of the census, where there is one.")
    includes_btp: bool
    fictional: bool
    rate_unit: str
    rows: list[Row]
    overall: dict[str, Any]
    unknown_events: int | None
    unknown_share: Number
    sentence: str
    notes: list[str]
    caveats: list[str]


class Figure(Described):
    """One frozen figure, whole: what its ``.json`` file holds."""

    figure: str = Field(description="Its reference, which never changes.")
    status: Status
    supersedes: str | None
    released_at: datetime
    digest: str
    evenhand_version: str
    methods: dict[str, int]
    licence: str
    attribution: str
    result: Result
    months: list[dict[str, Any]]
    quality: list[dict[str, Any]]
    inputs: list[dict[str, Any]]


class Line(Schema):
    """A figure in a list: where it is, and what it says."""

    figure: str = Field(description="Its reference: cite this.")
    page: str = Field(description="Its page on this site.")
    json_file: str = Field(description="The whole figure as JSON; `.csv` and others stand beside.")
    place: str = Field(description="The force's id, or all-forces.")
    place_name: str
    measure: str
    title: str
    grouping: str
    first: Month = Field(alias="from")
    last: Month = Field(alias="to")
    number: int = Field(description="1, or more for a correction.")
    status: Status
    supersedes: str | None = Field(description="The figure that this one corrects.")
    superseded_by: str | None = Field(description="The figure that corrects this one.")
    released_at: datetime
    rate_unit: str
    unknown_share: Number = Field(description="Of what was counted, how much has no known group.")
    sentence: str
    rows: list[Row]


class Lines(Schema):
    """Every figure that matches, never in pages."""

    count: int
    figures: list[Line]


class Link(Schema):
    """A name, and where to read more."""

    id: str
    name: str
    page: str


class Links(Schema):
    """Everything of one kind, in alphabetical order and never ranked."""

    count: int
    items: list[Link]


class Force(Link):
    """A police force that has figures."""

    measures: list[str] = Field(description="Ids of the measures it has a figure of.")


class Measure(Schema):
    """One question, and how it is answered."""

    id: str
    title: str
    question: str
    version: int
    kind: Literal["rate", "share", "agreement"]
    unit: str
    groupings: list[str]
    reference: str
    worse: Literal["higher", "lower", "neither"]
    caveats: list[str]
    methods: list[str]
    page: str


class Measures(Schema):
    """Every measure of this site."""

    count: int
    measures: list[Measure]


class Finding(Schema):
    """What one check found in a force's files."""

    month: Month | None
    check: str
    severity: str
    message: str


class Checks(Schema):
    """What the checks found in the files behind a force's latest figure."""

    force: str
    figure: str
    first: Month = Field(alias="from")
    last: Month = Field(alias="to")
    count: int
    findings: list[Finding]
