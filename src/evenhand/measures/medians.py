"""Middles: how long something takes, for everybody and for each group, from the same snapshots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from evenhand import stats
from evenhand.measures.errors import InvalidMeasure, NothingObserved, OtherPower
from evenhand.measures.schema import Sentence, Strict
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people
from evenhand.records import codes
from evenhand.records.count import count

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

UNKNOWN = "Unknown"
SHOWN = 5
PLACES = {
    "group": "group median low high",
    "everyone": "median low high",
    "too_few": "group minimum",
    "too_few_at_all": "minimum",
    "left_out": "count",
}


class MedianSentences(Strict):
    """The whole sentences of a middle, each a message for translators."""

    group: Sentence
    everyone: Sentence
    too_few: Sentence
    too_few_at_all: Sentence
    left_out: Sentence

    @model_validator(mode="after")
    def places_are_known(self) -> Self:
        """A sentence has all of its numbers, and no place that nothing fills."""
        for kind, places in PLACES.items():
            asked = {name for _, name, _, _ in Formatter().parse(getattr(self, kind)) if name}
            if asked != set(places.split()):
                raise ValueError(f"sentence {kind!r} must have the places {places}")
        return self


class MedianMeasure(Strict):
    """A question about how long something takes, and exactly how it is answered.

    ``of`` is the dimension whose middle is given; ``minimum`` the fewest records for one, of
    everybody and of each group.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    version: int = Field(ge=1)
    title: str
    question: str = Field(pattern=r"\?$")
    power: Literal["vehicle-stop"]
    of: Literal["minutes", "seconds"]
    by_group: bool
    minimum: int = Field(ge=10)
    sentences: MedianSentences
    caveats: list[str] = Field(min_length=1)
    methods: list[str] = Field(min_length=1)


@dataclass(frozen=True)
class Middle:
    """A group's middle, or everybody's (no group). None where too few were recorded."""

    group: str | None
    records: int | None
    median: float | None
    low: float | None
    high: float | None
    sentence: str


@dataclass(frozen=True)
class Middles:
    """What a force's months say, everybody first; how many said nothing, None if too few to show.

    People whose group is not known are among everybody, and in no group.
    """

    measure: MedianMeasure
    force: str
    months: tuple[str, ...]
    everyone: Middle
    groups: tuple[Middle, ...]
    left_out: int | None
    notes: tuple[str, ...]


@cache
def medians() -> MappingProxyType[str, MedianMeasure]:
    """Give every such measure by its id, in the order of their names."""
    folder = files("evenhand.measures") / "data" / "medians"
    found = (
        _parse(file.read_text(encoding="utf-8"), name=file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    )
    return MappingProxyType({one.id: one for one in found})


def _parse(text: str, *, name: str) -> MedianMeasure:
    try:
        return MedianMeasure.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidMeasure(f"The measure in {name} cannot be used: {error}") from error


def middles(measure: MedianMeasure, lake: "Lake", *, force: str, first: str, last: str) -> Middles:
    """Find how long the middle record of a force takes.

    Raises
    ------
    NothingObserved, OtherPower
        If no month was supplied, or the lake holds records of another power.
    """
    if lake.power != measure.power:
        raise OtherPower(f"{measure.id} is about {measure.power}, and not about {lake.power}.")
    months = lake.months_observed(force, first, last)
    name = codes.force(force).name
    if not months:
        raise NothingObserved(notes.nothing_observed([name], first, last))
    rows = count(
        lake, by=["five_group", measure.of], forces=[force], where={"month": months}
    ).to_pylist()
    said = [row for row in rows if row[measure.of] is not None]
    lacking = sum(row["n"] for row in rows if row[measure.of] is None)
    few = 0 < lacking < SHOWN
    told = say(measure.sentences.left_out, count=numbers.whole(lacking))
    return Middles(
        measure,
        force,
        tuple(months),
        _middle(measure, said, None),
        tuple(
            _middle(measure, (row for row in said if row["five_group"] == group), group)
            for group in (sorted(codes.FIVE_GROUPS) if measure.by_group else ())
        ),
        None if few else lacking,
        (told,) if lacking and not few else (),
    )


def _middle(measure: MedianMeasure, rows: Iterable[Mapping[str, Any]], group: str | None) -> Middle:
    times: dict[int, int] = {}
    for row in rows:
        took = int(row[measure.of])
        times[took] = times.get(took, 0) + row["n"]
    values: Sequence[int] = list(times)
    total = sum(times.values())
    sentences, whom = measure.sentences, {"group": people(group)} if group else {}
    if total < measure.minimum:
        few = sentences.too_few if group else sentences.too_few_at_all
        text = say(few, minimum=str(measure.minimum), **whom)
        return Middle(group, None, None, None, None, text)
    found = stats.median(values, counts=[times[value] for value in values])
    median, low, high = (float(end) for end in (found.value, found.low, found.high))
    text = say(
        sentences.group if group else sentences.everyone,
        median=_number(median),
        low=_number(low),
        high=_number(high),
        **whom,
    )
    return Middle(group, total, median, low, high, text)


def _number(value: float) -> str:
    """Whole minutes or seconds; a middle between two of them has its half."""
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"
