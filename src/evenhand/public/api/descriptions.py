"""What the API answers with. These models are the description that programs read."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from evenhand.public.api.parts import (
    About,
    Counted,
    Described,
    Expected,
    File,
    Found,
    Month,
    Number,
    Series,
    SmallestChange,
    Wording,
)

Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
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
    overall: dict[str, Any] | None = Field(description="Everyone together; null if not shown.")
    unknown_events: int | None = Field(description="Events of people whose group is not known.")
    unknown_exposure: int | None = Field(description="Of a share: such records in all.")
    unknown_share: Number = Field(description="Of what was counted, how much has no known group.")
    left_out: int | None = Field(description="Records that do not say what the measure asks.")
    ratio_group: str | None = Field(description="The group of the headline.")
    pooled_ratio: Number = Field(description="Its ratio, all forces together.")
    pooled_ratio_low: Number
    pooled_ratio_high: Number
    within_force_ratio: Number = Field(description="Its ratio within forces: read both.")
    within_force_ratio_low: Number
    within_force_ratio_high: Number
    sentence: str
    notes: list[str]
    caveats: list[str]


class Figure(Described):
    """One frozen figure, whole: what its ``.json`` file holds."""

    figure: str = Field(description="Its reference, which never changes.")
    status: Status
    supersedes: str | None = Field(description="The figure that this one corrects.")
    superseded_by: str | None = Field(description="The figure that corrects this one: use that.")
    released_at: datetime
    digest: str = Field(description="SHA-256 of result, months, quality, inputs and series.")
    evenhand_version: str
    methods: dict[str, int] = Field(description="Each method used, and its version.")
    licence: str
    licence_address: str
    attribution: str = Field(description="What to write beside it, as the licence asks.")
    citation: str = Field(description="How to cite it.")
    address: str = Field(description="Its permanent address.")
    result: Result
    months: list[Counted] = Field(description="What was recorded, month by month.")
    about: About
    wording: Wording
    quality: list[Found] = Field(description="What the checks found in the files.")
    inputs: list[File] = Field(description="The files that were counted.")
    queries: list[str] = Field(description="The SQL that counted the records, as it ran.")
    series: Series
    smallest_change: SmallestChange
    expected: Expected


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
    power: Literal["stop-and-search", "vehicle-stop"]
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


class Checks(Schema):
    """What the checks found in the files behind a force's latest figure."""

    force: str
    figure: str
    first: Month = Field(alias="from")
    last: Month = Field(alias="to")
    count: int
    findings: list[Found]


class Policing(Schema):
    """A police force of a place."""

    id: str
    name: str
    page: str | None = Field(description="Its page; null where it has no figures here.")


class Place(Schema):
    """A place of that name, or a postcode's area."""

    name: str
    within: str = Field(description="Its local authority, or what it is; empty for a postcode.")
    forces: list[Policing] = Field(description="That of most addresses first.")
    elsewhere: Literal["scotland", "northern-ireland", "islands"] | None = Field(
        description="Where it is, if no force of England or Wales polices it."
    )


class Places(Schema):
    """Which police force is mine?"""

    asked: str = Field(description="What was asked for; of a postcode, its first half.")
    count: int
    places: list[Place]
    meant: list[str] = Field(description="Names like it, where there is no such place.")
