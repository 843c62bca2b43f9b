"""A search that followed a stop, as Code A has it recorded."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from evenhand.encounters.rules.conditions import MOST_PEOPLE
from evenhand.encounters.rules.kinds import InList, Moment, Part, Reference, text, whole

SHORTEST_GROUNDS = 10


def _searched(value: Any) -> int | str:
    if value == "vehicle":
        return "vehicle"
    if type(value) is int and 1 <= value <= MOST_PEOPLE:
        return value
    raise PydanticCustomError("not_searchable", "neither a person's number nor the vehicle")


Searched = Annotated[
    int | Literal["vehicle"],
    PlainValidator(_searched),
    WithJsonSchema(
        {"anyOf": [{"const": "vehicle"}, {"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE}]}
    ),
]


class Gowisely(Part):
    """What the officer told the person before searching. An honest no is an answer."""

    grounds: bool = Field(title="The grounds were said")
    object: bool = Field(title="What was looked for was said")
    warrant_card: bool = Field(title="The warrant card was shown, or the officer was in uniform")
    identity: bool = Field(title="The officer’s name or number was given")
    station: bool = Field(title="The officer’s station was given")
    entitlement: bool = Field(title="The right to a copy was said")
    legal_power: bool = Field(title="The legal power was said")
    detained: bool = Field(title="The person was told that they were detained")


class Strip(Part):
    """A search that exposed intimate parts, and what protected the person."""

    reason: Annotated[str, text(500)] = Field(title="Why it was necessary")
    authorised_by: Annotated[str, InList("ranks")] = Field(title="Rank of who authorised it")
    authorised_at: Moment | None = Field(default=None, title="When it was authorised")
    place: Annotated[str, InList("strip_places")] = Field(title="Where it was done")
    private: bool = Field(title="Whether nobody else could see")
    officers: Annotated[int, whole(1, 20)] = Field(title="Officers present")
    officers_of_other_sex: Annotated[int, whole(0, 20)] = Field(
        title="Officers of another sex present"
    )
    appropriate_adult: Annotated[str, InList("appropriate_adults")] = Field(
        title="Appropriate adult"
    )
    why_no_adult: Annotated[str, text(300)] | None = Field(
        default=None, title="Why there was no appropriate adult"
    )
    child_age: Annotated[int, whole(0, 17)] | None = Field(default=None, title="Age of the child")
    safeguarding_referral: bool | None = Field(
        default=None, title="Whether a safeguarding referral was made"
    )
    custody_record: Reference | None = Field(default=None, title="Custody record")


class Search(Part):
    """One search of one person or of the vehicle."""

    of: Searched = Field(title="Who or what was searched")
    power: Annotated[str, InList("search_powers")] = Field(title="Search power")
    object: Annotated[str, InList("objects")] = Field(title="Object of the search")
    grounds: Annotated[str, text(1000)] = Field(
        min_length=SHORTEST_GROUNDS, title="Grounds, or the authorisation and its power"
    )
    authorisation: Reference | None = Field(default=None, title="Reference of the authorisation")
    gowisely: Gowisely = Field(title="What the person was told")
    depth: Annotated[int, whole(1, 3)] | None = Field(
        default=None,
        title="Depth",
        description="1 outer clothing; 2 more, but no intimate parts; 3 intimate parts exposed",
    )
    found: Annotated[str, InList("found")] = Field(title="What was found")
    found_linked: bool = Field(title="Whether it was what was looked for")
    outcome: Annotated[str, InList("search_outcomes")] = Field(title="Outcome of the search")
    strip: Strip | None = Field(default=None, title="Safeguards of a strip search")
