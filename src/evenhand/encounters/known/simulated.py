"""A made-up force of which it is known what really happened, to hold the rules of matching against.

Whoever changes a window in ``matching.yaml`` sees here what it does: ``python -m bench.coverage``.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from evenhand.encounters.known.matching import Seen

START = datetime(2026, 3, 1, tzinfo=UTC)
DEGREE = 111_000  # metres


@dataclass(frozen=True)
class World:
    """How stops happen, and how well each is told.

    Attributes
    ----------
    recorded : the share of stops that officers record.
    heard : the share that the other source knows of.
    checks : the share of stops made at road checks, many at one place within minutes.
    plate, incident, place : how often each is known, in a record and in the other source alike.
    misread : plates that one of the two has wrong.
    """

    stops: int = 900
    teams: int = 4
    recorded: float = 0.8
    heard: float = 0.9
    checks: float = 0.1
    plate: float = 0.5
    incident: float = 0.2
    place: float = 0.9
    misread: float = 0.02
    minutes: float = 4
    metres: float = 120


@dataclass(frozen=True)
class Told:
    """What each side knows, and which of the events were really recorded."""

    events: list[Seen]
    records: list[Seen]
    really: set[str]


WORLDS = {
    "as usual": World(),
    "many road checks": World(stops=1200, checks=0.3),
    "few are recorded": World(recorded=0.4),
    "no plates, no incidents": World(plate=0, incident=0),
    "nearly every plate": World(place=1, plate=0.9, incident=0),
    "no places": World(place=0),
}


def told(world: World, seed: int) -> Told:
    """Make one month of it."""
    random = np.random.default_rng(seed)
    events: list[Seen] = []
    records: list[Seen] = []
    really: set[str] = set()
    site = (START, 52.0, -1.0)
    for number in range(world.stops):
        team = f"Team {number % world.teams}"
        at = START + timedelta(minutes=float(random.uniform(0, 31 * 24 * 60)))
        north, east = 52 + float(random.uniform(0, 0.3)), -1 + float(random.uniform(0, 0.5))
        if random.random() < world.checks:
            if number % 9 == 0:
                site = (at, north, east)
            at = site[0] + timedelta(minutes=float(random.uniform(0, 60)))
            north, east, team = site[1], site[2], "Team 0"
        true = Seen(str(number), at, team, f"P{number}", f"I{number}", "", "", north, east)
        is_recorded, is_heard = random.random(2) < (world.recorded, world.heard)
        if is_recorded:
            records.append(_as_seen(true, world, random, "r"))
        if is_heard:
            events.append(_as_seen(true, world, random, "e"))
        if is_recorded and is_heard:
            really.add(f"e{number}")
    return Told(events, records, really)


def _as_seen(true: Seen, world: World, random: np.random.Generator, who: str) -> Seen:
    def known(share: float) -> bool:
        return bool(random.random() < share)

    north, east = random.normal(0, world.metres / DEGREE / 1.5, 2)
    here = known(world.place)
    plate = true.plate if known(world.plate) else ""
    latitude, longitude = true.latitude or 0, true.longitude or 0
    return replace(
        true,
        key=f"{who}{true.key}",
        at=true.at + timedelta(minutes=float(random.normal(0, world.minutes / 1.5))),
        plate=f"{plate}?{who}" if plate and known(world.misread) else plate,
        incident=true.incident if known(world.incident) else "",
        latitude=latitude + float(north) if here else None,
        longitude=longitude + float(east) if here else None,
    )
