"""How complete the made-up records of stops are: planted, matched like any others, published.

What really happened stands in :data:`COVERAGE`. The records are those of the lake; what the control
room and cameras know is made of them, and of the stops that nobody recorded.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from evenhand.demo.people import Random
from evenhand.demo.stops import STOPS, rows_of
from evenhand.demo.truth import LAST
from evenhand.encounters.known import matching
from evenhand.encounters.known.coverage import NOT_RECORDED, RECORDED, UNSURE, Fact
from evenhand.encounters.known.matching import Seen
from evenhand.encounters.models import CoverageTold
from evenhand.encounters.services import covering
from evenhand.measures.period import months_between
from evenhand.records.clock import LONDON

CAMERA = "anpr"
PLATES = 0.9
"""Of the records, the share with a plate."""


@dataclass(frozen=True)
class CoverageTruth:
    """What is true of a force's records of stops.

    Attributes
    ----------
    first : the first month that the control room and cameras tell of.
    recorded : of all stops of a team, the share that it records.
    heard : of all stops, the share that each source knows of.
    plate, place : of what each knows, the share with a plate, with a place.
    explained : what supervisors found out about stops that are in no record, as shares of these.
    officers : how many officers each team has.
    """

    force: str
    first: str
    seed: int
    recorded: Mapping[str, float]
    heard: Mapping[str, float]
    plate: Mapping[str, float]
    place: Mapping[str, float]
    explained: Mapping[str, float]
    officers: Mapping[str, int]


COVERAGE = CoverageTruth(
    force=STOPS.force,
    first="2026-04",
    seed=20_260_401,
    recorded={"Portwell Response A": 0.91, "Portwell Response B": 0.74, "Roads": 0.83},
    heard={"anpr": 0.25, "control_room": 0.85},
    plate={"anpr": 1.0, "control_room": 0.6},
    place={"anpr": 1.0, "control_room": 0.9},
    explained={"not_recorded": 0.35, "duplicate": 0.06, "not_a_stop": 0.04},
    officers={"Portwell Response A": 34, "Portwell Response B": 31, "Roads": 18},
)


def load(*, now: datetime, truth: CoverageTruth = COVERAGE) -> CoverageTold:
    """Publish the coverage of half a year; doing it again changes nothing."""
    months = months_between(truth.first, LAST)
    said = covering.content(
        truth.force,
        facts(months, truth),
        months=dict.fromkeys(truth.heard, months),
        officers=truth.officers,
        now=now,
    )
    return covering.keep(truth.force, said, now=now)


def facts(months: Sequence[str], truth: CoverageTruth = COVERAGE) -> list[Fact]:
    """Match what each source knows to what was recorded."""
    random = np.random.default_rng(truth.seed)
    records = _records(months, random)
    happened = [*records, *_unrecorded(records, truth, random)]
    counted: Counter[Fact] = Counter()
    for source in sorted(truth.heard):
        heard = [one for one in happened if random.random() < truth.heard[source]]
        events = [_event(one, source, truth, random) for one in heard]
        pairs = {one.event: one for one in matching.match(events, records)}
        for true, event in zip(heard, events, strict=True):
            pair = pairs.get(event.key)
            fate = NOT_RECORDED if pair is None else RECORDED if pair.sure else UNSURE
            why = "" if pair else _why(truth, random)
            local = true.at.astimezone(ZoneInfo(LONDON))
            counted[Fact(source, f"{local:%Y-%m}", event.team, local.hour, fate, why)] += 1
    return [replace(one, count=count) for one, count in counted.items()]


def _records(months: Sequence[str], random: Random) -> list[Seen]:
    """What was recorded; plates and exact places, which the lake does not hold, are made up."""
    north, east = STOPS.place
    rows = [row for month in months for row in rows_of(month)]
    return [
        Seen(
            key=str(number),
            at=row.at,
            team=row.team,
            plate=f"plate {number}" if random.random() < PLATES else "",
            latitude=north + float(random.normal(0, 0.08)),
            longitude=east + float(random.normal(0, 0.12)),
        )
        for number, row in enumerate(rows)
    ]


def _unrecorded(records: Sequence[Seen], truth: CoverageTruth, random: Random) -> list[Seen]:
    """So many stops more that a team's records are the share of all that is true of it."""
    made = []
    for team, share in truth.recorded.items():
        mine = [one for one in records if one.team == team]
        for number in range(round(len(mine) * (1 - share) / share)):
            like = mine[int(random.integers(len(mine)))]
            made.append(
                replace(
                    like,
                    key=f"{team} {number}",
                    at=like.at + timedelta(days=int(random.integers(-3, 4))),
                    plate=f"plate of {team} {number}",
                    latitude=(like.latitude or 0) + float(random.normal(0, 0.05)),
                )
            )
    first, last = min(one.at for one in records), max(one.at for one in records)
    return [replace(one, at=min(max(one.at, first), last)) for one in made]


def _event(true: Seen, source: str, truth: CoverageTruth, random: Random) -> Seen:
    """What a source knows of a stop."""
    here = random.random() < truth.place[source]
    plate = true.plate if random.random() < truth.plate[source] else ""
    return replace(
        true,
        at=true.at + timedelta(minutes=float(random.normal(0, 2))),
        team="" if source == CAMERA else true.team,
        plate=plate or (f"unread {true.key}" if source == CAMERA else ""),
        latitude=(true.latitude or 0) + float(random.normal(0, 0.001)) if here else None,
        longitude=true.longitude if here else None,
    )


def _why(truth: CoverageTruth, random: Random) -> str:
    chance = random.random()
    for why, share in truth.explained.items():
        if chance < share:
            return why
        chance -= share
    return ""
