"""Which events known from elsewhere are which recorded stops: one to one, or openly unsure.

Rules are tried in the order of ``matching.yaml``. Each pairs as many as it can among those still
left, and among ways to pair as many the nearest in time and place (an assignment problem). Where
two events could be one and the same stop, and only one of them can, neither is settled.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

import numpy as np
import yaml
from scipy.optimize import linear_sum_assignment

EARTH = 6_371_000  # metres
IMPOSSIBLE = 1e6
"""Costs more than any pairing of a month can: as many are paired as can be."""
WINDOW = timedelta(hours=1)
"""Stops are looked up by slices of this length."""
TELL_APART = ("plate", "incident")
"""Where both name one of these, and not the same, they are hardly one stop."""


@dataclass(frozen=True)
class Rule:
    """By what an event and a record are one stop."""

    name: str
    same: tuple[str, ...]
    minutes: int
    metres: int | None
    unknown_place: bool
    sure: bool
    because: str


@dataclass(frozen=True)
class Seen:
    """One stop as somebody saw it: an event known from elsewhere, or a record.

    Attributes
    ----------
    key : whose it is.
    plate, incident, video, officer : the same text for the same thing; empty where not known.
    """

    key: str
    at: datetime
    team: str = ""
    plate: str = ""
    incident: str = ""
    video: str = ""
    officer: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Pair:
    """An event and the record that it is, or may be.

    Attributes
    ----------
    sure : whether the event was recorded in every way to pair as many; which of several like it
        need not be known for that.
    """

    event: str
    record: str
    rule: str
    sure: bool


@cache
def rules() -> Mapping[str, Rule]:
    """The rules in their order."""
    text = (files("evenhand.encounters.known") / "matching.yaml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            name: Rule(
                name,
                tuple(said["same"]),
                said["minutes"],
                said.get("metres"),
                said.get("unknown_place", False),
                said["sure"],
                said["because"],
            )
            for name, said in yaml.safe_load(text).items()
        }
    )


def match(events: Sequence[Seen], records: Sequence[Seen]) -> list[Pair]:
    """Pair the events of one source with recorded stops, each with one at most.

    Events that are in no pair were not recorded, as far as anybody can tell.
    """
    left = {one.key: one for one in events}
    free = {one.key: one for one in records}
    found: list[Pair] = []
    for rule in rules().values():
        pairs = list(_by(rule, list(left.values()), list(free.values())))
        for one in pairs:
            left.pop(one.event)
            free.pop(one.record)
        found += pairs
    return found


def metres(one: Seen, other: Seen) -> float | None:
    """How far two places are apart; nothing where one is not known."""
    places = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in places:
        return None
    south, west, north, east = (radians(float(number or 0)) for number in places)
    across = sin((north - south) / 2) ** 2
    across += cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(across)))


Costs = dict[int, dict[int, float]]
"""For each event, the records that it could be, and how far each is from it."""


def _by(rule: Rule, events: list[Seen], records: list[Seen]) -> Iterator[Pair]:
    costs = _costs(rule, events, records)
    for part in _parts(costs):
        chosen = _assigned(part)
        doubtful = _doubtful(part, chosen)
        for event, record in chosen.items():
            # An identity says of so many events that they were recorded, whichever is which.
            identity = rule.metres is None and rule.same != ("team",)
            sure = rule.sure and (identity or event not in doubtful)
            yield Pair(events[event].key, records[record].key, rule.name, sure)


def _costs(rule: Rule, events: list[Seen], records: list[Seen]) -> Costs:
    reach = timedelta(minutes=rule.minutes)
    shelves: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if all(getattr(record, name) for name in rule.same):
            shelves[_shelf(rule, record, record.at)].append(number)
    slices = int(reach / WINDOW) + 1
    costs: Costs = {}
    for number, event in enumerate(events):
        if not all(getattr(event, name) for name in rule.same):
            continue
        for step in range(-slices, slices + 1):
            for other in shelves.get(_shelf(rule, event, event.at + step * WINDOW), ()):
                cost = _cost(rule, event, records[other])
                if cost is not None:
                    costs.setdefault(number, {})[other] = cost
    return costs


def _shelf(rule: Rule, seen: Seen, at: datetime) -> tuple[object, ...]:
    return (*(getattr(seen, name) for name in rule.same), int(at.timestamp() // WINDOW.seconds))


def _cost(rule: Rule, event: Seen, record: Seen) -> float | None:
    """How far an event is from a record, from 0 to 2; nothing where they cannot be one."""
    away = abs(event.at - record.at) / timedelta(minutes=rule.minutes)
    if away > 1 or (rule.sure and any(_differ(event, record, name) for name in TELL_APART)):
        return None
    if not rule.same and event.team and record.team and event.team != record.team:
        return None
    far = metres(event, record)
    if rule.metres is None or (far is None and rule.unknown_place):
        return away
    return None if far is None or far > rule.metres else away + far / rule.metres


def _differ(event: Seen, record: Seen, name: str) -> bool:
    mine, other = getattr(event, name), getattr(record, name)
    return bool(mine and other and mine != other)


def _parts(costs: Costs) -> Iterator[Costs]:
    """The costs in parts that have no record in common, so that each is small."""
    holders: dict[int, list[int]] = defaultdict(list)
    for event, choices in costs.items():
        for record in choices:
            holders[record].append(event)
    seen: set[int] = set()
    for first in costs:
        if first in seen:
            continue
        part, waiting = {first}, [first]
        while waiting:
            for record in costs[waiting.pop()]:
                new = [one for one in holders[record] if one not in part]
                part.update(new)
                waiting += new
        seen |= part
        yield {event: costs[event] for event in sorted(part)}


def _assigned(costs: Costs) -> dict[int, int]:
    """As many pairs as there can be, and of these the nearest."""
    events = list(costs)
    records = sorted({record for choices in costs.values() for record in choices})
    if len(events) == len(records) == 1:
        return {events[0]: records[0]}
    places = {record: place for place, record in enumerate(records)}
    table = np.full((len(events), len(records)), IMPOSSIBLE)
    for row, event in enumerate(events):
        for record, cost in costs[event].items():
            table[row, places[record]] = cost
    rows, columns = linear_sum_assignment(table)
    return {
        events[row]: records[column]
        for row, column in zip(rows, columns, strict=True)
        if table[row, column] < IMPOSSIBLE
    }


def _doubtful(costs: Costs, chosen: Mapping[int, int]) -> set[int]:
    """Paired events that another way to pair as many leaves out.

    These are the ones that an alternating path reaches from an event that was left out.
    """
    whose = {record: event for event, record in chosen.items()}
    reached, waiting = set[int](), [event for event in costs if event not in chosen]
    while waiting:
        for record in costs[waiting.pop()]:
            event = whose[record]  # free ones there are none: it would have been paired
            if event not in reached:
                reached.add(event)
                waiting.append(event)
    return reached
