"""Where a stop was, who was stopped, in what, and whether it was filmed."""

from typing import Annotated

from pydantic import Field, StringConstraints

from evenhand.encounters.rules.conditions import MOST_PEOPLE
from evenhand.encounters.rules.kinds import InList, Part, Reference, line, whole

# The United Kingdom's land, with a margin: a place outside it was not where a stop was made.
SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.5


class Place(Part):
    """Where the stop was; the exact point is kept apart, and figures see an area."""

    how: Annotated[str, InList("place_sources")] = Field(title="Where the place comes from")
    latitude: Annotated[float, Field(ge=SOUTH, le=NORTH)] | None = Field(
        default=None, title="Latitude"
    )
    longitude: Annotated[float, Field(ge=WEST, le=EAST)] | None = Field(
        default=None, title="Longitude"
    )
    accuracy_m: Annotated[int, whole(0, 100_000)] | None = Field(
        default=None, title="Accuracy in metres"
    )
    name: Annotated[str, line(120)] | None = Field(default=None, title="Name of the place")
    road: Annotated[str, InList("roads")] | None = Field(default=None, title="Kind of road")
    lsoa: Annotated[str, StringConstraints(pattern=r"^[EW]01[0-9]{6}$", strict=True)] | None = (
        Field(default=None, title="Lower layer super output area", description="such as E01004736")
    )


class Person(Part):
    """Somebody in the vehicle. Nobody's name is asked."""

    number: Annotated[int, whole(1, MOST_PEOPLE)] = Field(title="Number")
    role: Annotated[str, InList("roles")] = Field(title="Driver or passenger")
    perceived: Annotated[str, InList("perceived")] = Field(title="Ethnicity as the officer saw it")
    sde: Annotated[str, InList("ethnicities")] | None = Field(
        default=None, title="Ethnicity they gave"
    )
    not_stated: Annotated[str, InList("not_stated")] | None = Field(
        default=None, title="Why they gave none"
    )
    age_band: Annotated[str, InList("ages")] = Field(title="Age")
    sex: Annotated[str, InList("sexes")] = Field(title="Sex")


class Vehicle(Part):
    """What was stopped; the registration is kept apart, and figures see a keyed hash."""

    kind: Annotated[str, InList("vehicles")] = Field(title="Kind of vehicle")
    make: Annotated[str, line(40)] | None = Field(default=None, title="Make")
    model: Annotated[str, line(40)] | None = Field(default=None, title="Model")
    colour: Annotated[str, InList("colours")] | None = Field(default=None, title="Colour")
    registration_state: Annotated[str, InList("registrations")] = Field(
        title="Whether a registration was taken"
    )
    registration: Annotated[str, line(15)] | None = Field(default=None, title="Registration")


class Video(Part):
    """Whether the officer's camera was on."""

    on: bool = Field(title="Whether the camera was on")
    why_not: Annotated[str, InList("no_video")] | None = Field(
        default=None, title="Why the camera was off"
    )
    reference: Reference | None = Field(default=None, title="Reference of the video")
