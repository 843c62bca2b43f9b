"""From the codes of stops' records to the numbers of the lists, a force's month at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from evenhand.records import codes
from evenhand.records.clock import LONDON, month_number
from evenhand.records.codes import BLANK, UNLISTED, stops
from evenhand.records.coding import NO, YES
from evenhand.records.stops.schema import FLAGS, LIGHTS, LONGER_THAN, SCHEMA

NOT_TOLD = "not_told"
NOT_STATED = "NS"
SAME, ANOTHER, NONE_TOLD = 1, 2, 3


@dataclass(frozen=True)
class StopRow:
    """A stop as an exporter hands it over: codes of the record, nothing that names anybody.

    Attributes
    ----------
    at : when it began.
    sde, not_stated : the driver's own ethnicity by its code, or why there is none.
    perceived, perceived_before, age, sex : published labels, or nothing where not known.
    more_reasons : recorded beside the first one; a driver who was told one of them was told.
    outcomes : all of them. seconds : what recording took, or None where not measured.
    area : a small statistical area. cell : a tenth of a degree, as ``51.5,-0.1``.
    light : one of daylight, civil_twilight, dark; nothing where the place is not known.
    """

    at: datetime
    power: str
    duty: str
    reason: str
    more_reasons: Sequence[str]
    told: str
    known_before: str
    seen_before: str
    perceived_before: str
    perceived: str
    sde: str
    not_stated: str
    age: str
    sex: str
    road: str
    vehicle: str
    outcomes: Sequence[str]
    linked: bool
    searched: bool
    force_used: bool
    explained: bool
    filmed: bool
    late: bool
    typed: bool
    receipt: str
    people: int
    minutes: int
    seconds: int | None
    area: str
    cell: str
    light: str
    team: str


@dataclass
class CodedStops:
    """A force's month of stops as the lake holds it.

    Attributes
    ----------
    unlisted : codes that no list holds, by column: kept as not known, counted and told.
    """

    table: pa.Table
    unlisted: Counter[tuple[str, str]] = field(default_factory=Counter)


@cache
def _by_sde() -> dict[str, int]:
    listed = codes.ethnicities()
    found = {e.sde_code: e.id for e in listed if e.vocabulary == "current" and e.sde_code}
    return dict(found)


def _label(entries: Callable[[], codes.CodeList[Any]]) -> Callable[[str], int]:
    return lambda text: entries().labels.get(text, UNLISTED)


_LISTS: dict[str, Callable[[str], int]] = {
    "power": _label(lambda: stops.simple("powers")),
    "duty": _label(lambda: stops.simple("duties")),
    "reason": _label(stops.reasons),
    "told": _label(lambda: stops.simple("told")),
    "known_before": _label(lambda: stops.simple("pre_stop_information")),
    "seen_before": _label(lambda: stops.simple("seen_before")),
    "perceived_before": _label(codes.officer_defined),
    "officer_defined": _label(codes.officer_defined),
    "self_defined": lambda text: _by_sde().get(text, UNLISTED) if text else BLANK,
    "not_stated": _label(stops.not_stated),
    "age": _label(codes.ages),
    "sex": _label(codes.genders),
    "road": _label(lambda: stops.simple("roads")),
    "vehicle": _label(lambda: stops.simple("vehicles")),
    "outcome": _label(stops.stop_outcomes),
    "receipt": _label(lambda: stops.simple("receipts")),
    "light": lambda text: next((n for n, word in LIGHTS.items() if word == text), BLANK),
}


def code(rows: Iterable[StopRow], *, force: str, month: str) -> CodedStops:
    """Give every answer of a force's month its number.

    The rows are put in the order of what they say, so that the order in which they were kept, or
    who kept them, is not in the file.
    """
    unlisted: Counter[tuple[str, str]] = Counter()
    coded = [_row(row, unlisted) for row in rows]
    coded.sort(key=lambda row: [(value is not None, value) for value in row.values()])
    for row in coded:
        row |= {"force": codes.force(force).id, "month": month_number(month)}
    columns = [
        pa.array([row[name] for row in coded], type=SCHEMA.field(name).type)
        for name in SCHEMA.names
    ]
    return CodedStops(pa.Table.from_arrays(columns, schema=SCHEMA), unlisted)


def _row(row: StopRow, unlisted: Counter[tuple[str, str]]) -> dict[str, Any]:
    said = vars(row) | {
        "officer_defined": row.perceived,
        "self_defined": row.sde or (NOT_STATED if row.not_stated else ""),
        "outcome": _gravest(row.outcomes),
    }
    texts = {name: said[name] for name in _LISTS}
    numbers = {name: _LISTS[name](text) for name, text in texts.items()}
    for name, number in numbers.items():
        if number == UNLISTED:
            unlisted[name, texts[name]] += 1
    begun = row.at.astimezone(UTC).replace(second=0, microsecond=0)
    said["arrested"] = "arrest" in row.outcomes
    return {
        "at": begun,
        "hour": begun.astimezone(ZoneInfo(LONDON)).hour,
        **numbers,
        "told_as": _told_as(row),
        "length": bisect_right(LONGER_THAN, row.minutes),
        **{name: YES if said[name] else NO for name in FLAGS},
        "people": row.people,
        "minutes": row.minutes,
        "seconds": row.seconds,
        "cell": row.cell or None,
        "area": row.area or None,
        "team": row.team or None,
    }


def _gravest(outcomes: Sequence[str]) -> str:
    """The outcome that stands for all of a stop's; one that no list holds stands for none."""
    listed = stops.stop_outcomes()
    return max(
        outcomes,
        key=lambda text: listed.by_id[listed.labels.get(text, UNLISTED)].weight,
        default="",
    )


def _told_as(row: StopRow) -> int:
    if not row.told:
        return BLANK
    if row.told == NOT_TOLD:
        return NONE_TOLD
    return SAME if row.told in {row.reason, *row.more_reasons} else ANOTHER


def month_of(at: datetime) -> str:
    """The month that a stop counts in: that of its beginning, by London's clock."""
    local = at.astimezone(ZoneInfo(LONDON))
    return f"{local:%Y-%m}"
