"""What a record of another power says: one model for each power, for rows and pages alike.

Nearly everything may be left out: what a force's system does not hold is not recorded, which is
never "no". Only the day must be there, because it decides the frame.
"""

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, get_args, get_origin

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from evenhand.encounters.rules import codes, wording
from evenhand.encounters.rules.kinds import InList, Once, Part, line, text, whole
from evenhand.measures.words.messages import say

VERSION = 1
"""Of what a record of the register says."""
POWER = "register"
"""Where a record says of which power it is; a recorded stop has no such field."""
DEPTH = "depth"
VIDEO = "video"
"""Where it says by a digest which video is of it."""
EARLIEST = date(2010, 1, 1)
A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> object:
    try:
        there = isinstance(value, str) and A_DAY.fullmatch(value) and date.fromisoformat(value)
    except ValueError:
        there = None
    if not there:
        raise PydanticCustomError("bad_day", "not a day")
    return value


Day = Annotated[str, BeforeValidator(_day)]
Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", strict=True)]
YesNo = bool | None


class Registered(Part):
    """What every record of the register may say."""

    FREE: ClassVar[tuple[str, ...]] = ()
    """Fields in which somebody wrote what they liked."""

    day: Day = Field(title="Day")
    time: Time | None = Field(default=None, title="Time of day")
    sde: Annotated[str, InList("ethnicities")] | None = Field(
        default=None, title="Ethnicity as the person stated it"
    )
    not_stated: Annotated[str, InList("not_stated")] | None = Field(
        default=None, title="Why no ethnicity was stated"
    )
    sex: Annotated[str, InList("sexes")] | None = Field(default=None, title="Sex as recorded")
    under_18: YesNo = Field(default=None, title="Under 18")
    no_further_action: YesNo = Field(default=None, title="Nothing came of it")
    force_used: YesNo = Field(default=None, title="Force was used")


class StopAndSearch(Registered):
    """One search of one person or vehicle under a power to stop and search."""

    FREE = ("grounds",)

    power: Annotated[str, InList("search_powers")] | None = Field(
        default=None, title="Search power"
    )
    object: Annotated[str, InList("objects")] | None = Field(
        default=None, title="Object of the search"
    )
    grounds: Annotated[str, text(4000)] | None = Field(default=None, title="Grounds")
    depth: Annotated[int, whole(1, 3)] | None = Field(default=None, title="Depth of the search")
    handcuffs: YesNo = Field(default=None, title="Handcuffs were used")
    found: Annotated[str, InList("found")] | None = Field(default=None, title="What was found")
    outcome: Annotated[str, InList("search_outcomes")] | None = Field(
        default=None, title="Outcome of the search"
    )


class UseOfForce(Registered):
    """One officer's report of force used on one person."""

    FREE = ("account",)

    tactics: Annotated[list[Annotated[str, InList("tactics")]], Once] | None = Field(
        default=None, title="Tactics"
    )
    account: Annotated[str, text(8000)] | None = Field(default=None, title="What the officer wrote")
    injured: YesNo = Field(default=None, title="The person was injured")


class CustodyStripSearch(Registered):
    """One strip search of one detained person (PACE Code C, Annex A)."""

    FREE = ("reason", "observations", "why_no_adult")

    reason: Annotated[str, text(4000)] | None = Field(
        default=None, title="Why it was necessary, as recorded"
    )
    observations: Annotated[str, text(4000)] | None = Field(
        default=None, title="What else was recorded"
    )
    authorised_by: Annotated[str, InList("ranks")] | None = Field(
        default=None, title="Rank of who authorised it"
    )
    depth: Annotated[int, whole(2, 3)] | None = Field(default=None, title="Depth of the search")
    out_of_sight: YesNo = Field(default=None, title="Nobody else could see")
    officers: Annotated[int, whole(1, 20)] | None = Field(default=None, title="Officers present")
    officers_of_other_sex: Annotated[int, whole(0, 20)] | None = Field(
        default=None, title="Officers of another sex present"
    )
    appropriate_adult: Annotated[str, InList("appropriate_adults")] | None = Field(
        default=None, title="Appropriate adult"
    )
    why_no_adult: Annotated[str, text(1000)] | None = Field(
        default=None, title="Why there was no appropriate adult"
    )
    found: Annotated[str, InList("found")] | None = Field(default=None, title="What was found")


class IntelligenceReport(Registered):
    """One intelligence report about a person."""

    FREE = ("purpose", "report")

    purpose: Annotated[str, text(1000)] | None = Field(
        default=None, title="The policing purpose, as recorded"
    )
    grading: Annotated[str, line(20)] | None = Field(
        default=None, title="Grades of source, information and handling"
    )
    report: Annotated[str, text(8000)] | None = Field(default=None, title="What it says")
    review_by: Day | None = Field(default=None, title="To be looked at again by")


MODELS: Mapping[str, type[Registered]] = {
    "stop-and-search": StopAndSearch,
    "use-of-force": UseOfForce,
    "custody-strip-search": CustodyStripSearch,
    "intelligence-report": IntelligenceReport,
}
"""The powers whose records can be registered, each with what a record of it says."""
WITHOUT_VIDEO = frozenset({"intelligence-report"})
"""Powers of whose records there is never a video."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a row: the field, and the sentence for who can mend it."""

    field: str
    words: str


@dataclass(frozen=True)
class Shape:
    """What a field holds: texts, numbers, yes or no, a code of a list, or several of them."""

    of: type
    listed: str = ""


def check(power: str, raw: Mapping[str, Any], *, today: date) -> dict[str, Any] | list[Problem]:
    """Hold a row against the model of its power: the record as it is kept, or what is wrong.

    Parameters
    ----------
    power : one of :data:`MODELS`.
    today : no record is of a later day.
    """
    model = MODELS[power]
    try:
        read = model.model_validate(dict(raw))
    except ValidationError as error:
        return [_problem(one, model) for one in error.errors(include_url=False)]
    wrong = [Problem(field, say(words)) for field, words in _together(read, today)]
    if wrong:
        return wrong
    said = {name: value for name, value in read.model_dump().items() if value is not None}
    return {**said, **_follows(power, said), POWER: power, "version": VERSION}


def _problem(error: Any, model: type[Registered]) -> Problem:
    field = ".".join(str(step) for step in error["loc"])
    if error["type"] == "bad_day":
        name = model.model_fields[str(error["loc"][0])].title or field
        return Problem(
            field,
            say(
                "{place}: this is not a day as the mapping says they are written.", place=say(name)
            ),
        )
    return Problem(field, wording.said(error, model)[1])


def _together(read: Registered, today: date) -> list[tuple[str, str]]:
    """What is wrong across fields."""
    day, found = date.fromisoformat(read.day), []
    if day > today:
        found.append(("day", "Day: it is in the future."))
    if day < EARLIEST:
        found.append(("day", "Day: it is before 2010. Look at how days are written."))
    if read.sde and read.not_stated:
        found.append(("not_stated", "An ethnicity is stated, or there is a reason why not."))
    return found


def _follows(power: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a record says by saying something else, where it does not say it itself."""
    more: dict[str, Any] = {}
    if power == "use-of-force":
        more["force_used"] = True
    if said.get("handcuffs") and "force_used" not in said:
        more["force_used"] = True
    if "outcome" in said and "no_further_action" not in said:
        more["no_further_action"] = said["outcome"] == "no_further_action"
    return more


def shape(annotation: Any) -> Shape:
    """What a field of this annotation holds."""
    origin, listed = get_origin(annotation), ""
    if origin is typing.Annotated:
        inner, *more = get_args(annotation)
        listed = next((one.name for one in more if isinstance(one, InList)), "")
        found = shape(inner)
        return Shape(found.of, listed or found.listed)
    if origin in {types.UnionType, typing.Union}:
        return shape(next(one for one in get_args(annotation) if one is not types.NoneType))
    if origin is list:
        return Shape(list, shape(get_args(annotation)[0]).listed)
    return Shape(annotation if isinstance(annotation, type) else str)


def shapes(model: type[Registered]) -> dict[str, Shape]:
    """What each field of a model holds; a list's name stands in the metadata where it is needed."""
    found = {}
    for name, info in model.model_fields.items():
        one = shape(info.annotation)
        listed = next((each.name for each in info.metadata if isinstance(each, InList)), "")
        found[name] = Shape(one.of, listed or one.listed)
    return found


@dataclass(frozen=True)
class Shown:
    """One field of a record as a person reads it; free where somebody wrote what they liked."""

    field: str
    title: str
    words: str
    free: bool


def shown(record: Mapping[str, Any]) -> list[Shown]:
    """Every field that a record says, in the order of its model."""
    model = MODELS[record[POWER]]
    return [
        Shown(
            name,
            say(info.title or name),
            _depth(record[name]) if name == DEPTH else _words(record[name], shapes(model)[name]),
            free=name in model.FREE,
        )
        for name, info in model.model_fields.items()
        if record.get(name) not in (None, [])
    ]


def _depth(level: int) -> str:
    """How far a search went. Forces mean different things by "strip search": its level tells."""
    return {
        1: say("Jacket, outer coat and gloves"),
        2: say("More than outer clothing, intimate parts not exposed"),
        3: say("Intimate parts exposed"),
    }[level]


def _words(value: Any, one: Shape) -> str:
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    several = value if isinstance(value, list) else [value]
    known = codes(one.listed) if one.listed else {}
    return ", ".join(known[each].label if each in known else str(each) for each in several)
