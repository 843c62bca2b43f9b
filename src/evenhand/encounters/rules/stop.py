"""A vehicle stop: what one record says. Its parts are in `parts`, `searches` and `force`."""

from typing import Annotated

from pydantic import Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from evenhand.encounters.rules.conditions import MOST_PEOPLE
from evenhand.encounters.rules.force import Force
from evenhand.encounters.rules.kinds import (
    UNIQUE,
    AnyId,
    InList,
    Moment,
    Once,
    OrderedId,
    Part,
    Reference,
    line,
    text,
    whole,
)
from evenhand.encounters.rules.parts import Person, Place, Vehicle, Video
from evenhand.encounters.rules.searches import Search

VERSION = 1
DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000
Reason = Annotated[str, InList("reasons")]


def _version(value: object) -> int:
    if type(value) is not int or value != VERSION:  # True is no version, though True == 1
        raise PydanticCustomError("unknown_version", "not the version of these rules")
    return value


Version = Annotated[int, PlainValidator(_version), WithJsonSchema({"const": VERSION})]


class Stop(Part):
    """One vehicle stop, with everything that came of it.

    A field without a default must be there. Everything else may be left out, which is the same as
    null or an empty list: not given.
    """

    version: Version = Field(title="Version of the record")
    stop_id: OrderedId = Field(
        title="Identity of the stop", description="UUID of version 7 in small letters"
    )
    device_id: AnyId = Field(title="Identity of the device", description="UUID in small letters")
    sequence: Annotated[int, whole(1, 2**31 - 1)] = Field(title="Number on the device")
    force_id: Annotated[
        str, StringConstraints(max_length=40, pattern=r"^[a-z]+(-[a-z]+)*$", strict=True)
    ] = Field(title="Force", description="its id at data.police.uk")
    officer: Reference = Field(title="Officer’s reference")
    team: Annotated[str, line(60)] = Field(title="Team")
    duty: Annotated[str, InList("duties")] = Field(title="Duty")

    started_at: Moment = Field(title="When the stop began")
    recorded_at: Moment = Field(title="When it was recorded")
    clock: Annotated[str, InList("clocks")] = Field(title="Where the time comes from")
    late_reason: Annotated[str, text(300)] | None = Field(
        default=None, title="Why it was recorded late"
    )
    place: Place = Field(title="Where it was")

    power: Annotated[str, InList("powers")] = Field(title="Power")
    reason: Reason = Field(title="Reason")
    more_reasons: Annotated[list[Reason], Once] = Field(
        default=[], max_length=3, title="Further reasons", json_schema_extra=UNIQUE
    )
    reason_text: Annotated[str, text(300)] | None = Field(
        default=None, title="Reason in the officer’s words"
    )
    reason_told: Annotated[str, InList("told")] = Field(title="Reason the driver was told")
    reason_explained: bool = Field(title="Whether the reason was explained")
    pre_stop_information: Annotated[str, InList("pre_stop_information")] = Field(
        title="What was known before the stop"
    )
    seen_before: Annotated[str, InList("seen_before")] = Field(
        title="Could you see the driver’s ethnicity before the stop"
    )
    perceived_before: Annotated[str, InList("perceived_before")] | None = Field(
        default=None, title="Ethnicity as seen before the stop"
    )

    people: list[Person] = Field(min_length=1, max_length=MOST_PEOPLE, title="People")
    vehicle: Vehicle = Field(title="What was stopped")

    outcomes: Annotated[list[Annotated[str, InList("outcomes")]], Once] = Field(
        min_length=1, max_length=12, title="Outcomes", json_schema_extra=UNIQUE
    )
    outcome_text: Annotated[str, text(300)] | None = Field(
        default=None, title="Other outcome in words"
    )
    arrest_reason: Annotated[str, InList("arrest_reasons")] | None = Field(
        default=None, title="Reason for arrest"
    )
    outcome_linked: bool = Field(title="Whether the outcome has to do with the reason")
    duration_minutes: Annotated[int, whole(1, 24 * 60)] = Field(title="Minutes it took")

    receipt: Annotated[str, InList("receipts")] = Field(title="Receipt")
    receipt_digest: (
        Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$", strict=True)] | None
    ) = Field(
        default=None, title="Digest of the receipt’s secret", description="SHA-256 in hexadecimal"
    )
    video: Video = Field(title="Body-worn video")

    searches: list[Search] = Field(default=[], max_length=2 * MOST_PEOPLE, title="Searches")
    force_used: list[Force] = Field(default=[], max_length=MOST_PEOPLE, title="Use of force")
    seconds: dict[
        Annotated[str, InList("steps")], Annotated[int, whole(0, DAY_IN_MILLISECONDS)]
    ] = Field(default={}, title="Milliseconds each step took")
