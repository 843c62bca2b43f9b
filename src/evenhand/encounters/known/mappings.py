"""What the columns and codes of a force's own table mean, in a small reviewed YAML file."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from evenhand.encounters.errors import CannotTakeIn
from evenhand.measures.words.messages import say

LARGEST = 256 * 1024
"""Bytes; a mapping has a few dozen lines."""
Column = Literal[
    "at", "time", "team", "code", "plate", "incident", "video", "officer", "latitude", "longitude"
]


class _Texts(yaml.SafeLoader):
    """Reads YAML of which every value is a text: a column may be headed No, and a code be 007."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """Take every value for a text; lists and mappings are what they are."""
        if kind is yaml.ScalarNode:
            return "tag:yaml.org,2002:str"
        return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]  # its stubs say no types


class _Mapping(BaseModel):
    """What every kind of mapping says.

    Attributes
    ----------
    date_format : how moments are written, in the notation of strptime; ISO 8601 without it.
    time_zone : the zone of moments that name none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    date_format: str | None = Field(default=None, max_length=60)
    time_zone: str = "Europe/London"

    @field_validator("date_format")
    @classmethod
    def _says_a_moment(cls, form: str | None) -> str | None:
        if form is not None and not _says_a_minute(form):
            raise ValueError(say("it does not say a day and a minute, as '%d/%m/%Y %H:%M' does"))
        return form

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(say("it is not a time zone, such as Europe/London")) from error
        return zone


class EventMapping(_Mapping):
    """A table of events that show that stops happened.

    Attributes
    ----------
    source : what showed it.
    columns : our name of a column -> its heading. ``time`` is put behind ``at`` where both are.
    codes : which codes say that it was a vehicle stop; other rows are left aside and counted.
    teams : the table's own names of teams -> as they stand in records.
    officers : the name of a team as it stands in records -> how many officers it has.
    """

    source: Literal["control_room", "anpr", "video"]
    columns: dict[Column, str]
    codes: tuple[str, ...] = ()
    teams: dict[str, str] = {}
    officers: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = {}

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if "at" not in self.columns:
            raise ValueError(say("a heading for at is needed: when it happened"))
        if bool(self.codes) != ("code" in self.columns):
            raise ValueError(say("codes and a heading for code belong together"))
        if ("latitude" in self.columns) != ("longitude" in self.columns):
            raise ValueError(say("latitude and longitude belong together"))
        if self.source == "anpr" and "plate" not in self.columns:
            raise ValueError(say("events of cameras for number plates need a heading for plate"))
        return self


class StopMapping(_Mapping):
    """A table of whole stops from a force's own records system.

    Attributes
    ----------
    reference : the heading of what each stop is called there: it makes importing again safe.
    incident : the heading of the control room's number, for matching.
    columns : the path of a field, such as ``people.0.sde`` -> its heading.
    constants : the path of a field -> its value in every row, where the table has no such column.
    translations : the path of a field -> the table's own code -> ours.
    separator : between several codes in one cell.
    """

    reference: str
    incident: str | None = None
    columns: dict[str, str]
    constants: dict[str, str] = {}
    translations: dict[str, dict[str, str]] = {}
    separator: str = Field(default=";", min_length=1, max_length=1)

    @model_validator(mode="after")
    def _one_source_each(self) -> Self:
        twice = sorted(set(self.columns) & set(self.constants))
        if twice:
            raise ValueError(say("{field} is both a column and a constant", field=twice[0]))
        if "started_at" not in self.columns:
            raise ValueError(say("a heading for started_at is needed: when the stop began"))
        return self


class RegisterMapping(_Mapping):
    """A table of records of another power from the force's system for them.

    Attributes
    ----------
    reference : the heading of what each record is called there: it makes sending again safe.
    video : the heading of what its video is called in the evidence system.
    columns : our name of a field, such as ``sde`` -> its heading.
    constants : a field -> its value in every row, where the table has no such column.
    translations : a field -> the table's own code -> ours.
    separator : between several codes in one cell.
    date_format : how days are written, in the notation of strptime; ISO 8601 without it.
    """

    reference: str
    video: str | None = None
    columns: dict[str, str]
    constants: dict[str, str] = {}
    translations: dict[str, dict[str, str]] = {}
    separator: str = Field(default=";", min_length=1, max_length=1)

    @field_validator("date_format")
    @classmethod
    def _says_a_moment(cls, form: str | None) -> str | None:
        if form is not None and not _says(form, datetime(2021, 10, 23, tzinfo=UTC)):
            raise ValueError(say("it does not say a day, as '%d/%m/%Y' does"))
        return form

    @model_validator(mode="after")
    def _one_source_each(self) -> Self:
        twice = sorted(set(self.columns) & set(self.constants))
        if twice:
            raise ValueError(say("{field} is both a column and a constant", field=twice[0]))
        if "day" not in self.columns:
            raise ValueError(say("a heading for day is needed: when it happened"))
        return self


Kind = TypeVar("Kind", EventMapping, StopMapping, RegisterMapping)


def read(content: bytes, kind: type[Kind]) -> Kind:
    """Read and check a mapping.

    Raises
    ------
    CannotTakeIn
        With a sentence for each thing that is wrong.
    """
    if len(content) > LARGEST:
        raise CannotTakeIn(say("The mapping is too large to be one. Is it the table itself?"))
    try:
        data: Any = _Texts(content.decode("utf-8-sig")).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = str(mark.line + 1) if mark else "?"
        raise CannotTakeIn(
            say("The mapping is not a YAML file: look at line {line}.", line=where)
        ) from error
    if not isinstance(data, dict):
        raise CannotTakeIn(say("The mapping says nothing: it needs columns, at the least."))
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise CannotTakeIn(*(_fault(one, kind) for one in error.errors()[:20])) from error


def _fault(fault: Any, kind: type[BaseModel]) -> str:
    """One thing that a mapping must not say, as a sentence."""
    path = ".".join(str(part) for part in fault["loc"] if part != "[key]")
    place = "".join(one if one.isprintable() else "?" for one in path)[:60] or "columns"
    if fault["type"] == "missing":
        return say("The mapping does not say {place}, which is needed.", place=place)
    if fault["type"] == "extra_forbidden":
        known = ", ".join(kind.model_fields)
        return say(
            "The mapping says {place}, which is none of what one says: {known}.",
            place=place,
            known=known,
        )
    words = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else str(fault["msg"])
    return say("The mapping, {place}: {words}.", place=place, words=words.rstrip("."))


def _says_a_minute(form: str) -> bool:
    return _says(form, datetime(2021, 10, 23, 14, 5, tzinfo=UTC))


def _says(form: str, moment: datetime) -> bool:
    """Whether a moment can be read again from how the notation writes it."""
    try:
        read = datetime.strptime(moment.strftime(form), form)  # noqa: DTZ007 (compared without it)
    except ValueError:
        return False
    return read.replace(tzinfo=UTC) == moment
