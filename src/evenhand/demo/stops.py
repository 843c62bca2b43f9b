"""Vehicle stops of a made-up force, straight into the lake as the recorder's own would come.

What is really so stands in :data:`STOPS`, before any stop is made: whoever measures them finds
these numbers again, within the ranges that measures give.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from evenhand.demo.people import Random, residents
from evenhand.demo.truth import LAST
from evenhand.measures.period import months_between
from evenhand.records.clock import LONDON
from evenhand.records.daylight import lighting
from evenhand.records.stops import Month, Snapshot, StopRow, take

CHOICES, CAMERAS = "routine_check_no_specific_reason", "document_or_insurance_anpr"
OTHERS = ("moving_offence", "vehicle_defect", "phone_or_seatbelt", "crime_investigation")
CODES = {"White": "W1", "Mixed": "M1", "Asian": "A1", "Black": "B2", "Other": "O9"}
AREAS = 12
ORIGIN = "demonstration"


@dataclass(frozen=True)
class Stopped:
    """What is true of one group's stops; shares of all of them.

    Attributes
    ----------
    rate : stops for every 1,000 residents a year.
    seen : of the stops in which officers were sure, those in which they could see ethnicity.
    """

    rate: float
    chosen: float
    cameras: float
    seen: float
    linked: float
    searched: float
    force: float
    arrested: float
    nothing: float
    minutes: float


@dataclass(frozen=True)
class StopsTruth:
    """What is true of a force's vehicle stops.

    Attributes
    ----------
    unsure : officers who were not sure what they could see.
    not_stated : why no ethnicity was recorded, as shares of all stops.
    otherwise : drivers who were told another reason than the one recorded, or none.
    seconds : what half of all recordings take at most.
    """

    force: str
    first: str
    seed: int
    place: tuple[float, float]
    groups: Mapping[str, Stopped]
    unsure: float
    not_stated: Mapping[str, float]
    otherwise: float
    seconds: float


STOPS = StopsTruth(
    force="demoshire",
    first="2025-10",
    seed=20_251_004,
    place=(54.7, 2.3),
    groups={
        "White": Stopped(5.0, 0.22, 0.30, 0.40, 0.55, 0.05, 0.015, 0.03, 0.28, 7),
        "Mixed": Stopped(8.0, 0.30, 0.26, 0.46, 0.48, 0.09, 0.02, 0.04, 0.33, 8),
        "Asian": Stopped(6.5, 0.27, 0.29, 0.45, 0.50, 0.07, 0.015, 0.03, 0.31, 7),
        "Black": Stopped(16.0, 0.40, 0.22, 0.54, 0.42, 0.13, 0.035, 0.05, 0.40, 9),
        "Other": Stopped(6.0, 0.27, 0.28, 0.44, 0.50, 0.07, 0.02, 0.03, 0.31, 7),
    },
    unsure=0.06,
    not_stated={"declined": 0.04, "not_asked": 0.05, "person_left": 0.03},
    otherwise=0.12,
    seconds=24,
)
"""Black drivers are stopped more at officers' own choice, and more where they can be seen."""


SMALL = StopsTruth(
    force="mockdale",
    first="2025-10",
    seed=20_251_005,
    place=(54.4, 2.6),
    groups={
        "White": Stopped(4.0, 0.24, 0.28, 0.42, 0.52, 0.05, 0.015, 0.03, 0.30, 7),
        "Mixed": Stopped(6.0, 0.28, 0.26, 0.44, 0.50, 0.07, 0.02, 0.03, 0.31, 8),
        "Asian": Stopped(5.0, 0.26, 0.28, 0.44, 0.50, 0.06, 0.015, 0.03, 0.31, 7),
        "Black": Stopped(9.0, 0.34, 0.24, 0.50, 0.46, 0.10, 0.03, 0.04, 0.36, 8),
        "Other": Stopped(5.0, 0.26, 0.28, 0.44, 0.50, 0.06, 0.02, 0.03, 0.31, 7),
    },
    unsure=0.08,
    not_stated={"declined": 0.05, "not_asked": 0.12, "person_left": 0.02},
    otherwise=0.15,
    seconds=31,
)
"""A force with so few stops of drivers who are not White that much of it cannot be shown."""

FORCES = (STOPS, SMALL)
"""Every made-up force whose officers record vehicle stops; the others record none."""


def load(lake: Path, *, now: datetime, truth: StopsTruth = STOPS) -> Snapshot:
    """Put a year of stops into the lake; doing it again changes nothing."""
    return take(
        lake,
        [
            Month(
                force=truth.force,
                month=month,
                rows=partial(_month, truth, month, index),
                unfinished=index % 3,
                ended=True,
                mark=f"{truth.seed} {index}",
                origin=ORIGIN,
            )
            for index, month in enumerate(months_between(truth.first, LAST))
        ],
        now=now,
    )


def rows_of(month: str, truth: StopsTruth = STOPS) -> Iterator[StopRow]:
    """Make the stops of one month again, the same as ever."""
    return _month(truth, month, months_between(truth.first, LAST).index(month))


def _month(truth: StopsTruth, month: str, index: int) -> Iterator[StopRow]:
    random = np.random.default_rng([truth.seed, index])
    for name, group in truth.groups.items():
        expected = group.rate * residents(truth.force, name) / 1000 / 12
        for _ in range(int(random.poisson(expected))):
            yield _stop(truth, name, group, month, random)


def _stop(truth: StopsTruth, name: str, group: Stopped, month: str, random: Random) -> StopRow:
    def happens(share: float) -> bool:
        return bool(random.random() < share)

    at = _time(month, random)
    reason = _one_of({CHOICES: group.chosen, CAMERAS: group.cameras}, random) or str(
        random.choice(OTHERS)
    )
    why = _one_of(truth.not_stated, random) or ""
    seen = "unsure" if happens(truth.unsure) else "yes" if happens(group.seen) else "no"
    came_of_it = {"no_action": group.nothing, "arrest": group.arrested, "fpn": 0.15}
    north, east = truth.place
    return StopRow(
        at=at,
        power="rta_s163",
        duty=str(random.choice(["response", "roads_policing", "neighbourhood"])),
        reason=reason,
        more_reasons=(),
        told=_told(reason, random) if happens(truth.otherwise) else reason,
        known_before={CHOICES: "none", CAMERAS: "anpr"}.get(reason, "observation"),
        seen_before=seen,
        perceived_before=name if seen == "yes" else "",
        perceived=name,
        sde="" if why else CODES[name],
        not_stated=why,
        age=str(random.choice(["18-24", "25-34", "over 34"], p=[0.26, 0.34, 0.40])),
        sex="Male" if happens(0.79) else "Female",
        road=str(random.choice(["a_road", "b_road", "minor_road"])),
        vehicle="car" if happens(0.85) else "van",
        outcomes=(_one_of(came_of_it, random) or "advice",),
        linked=happens(group.linked),
        searched=happens(group.searched),
        force_used=happens(group.force),
        explained=happens(0.95),
        filmed=happens(0.92),
        late=happens(0.02),
        typed=False,
        receipt="shown" if happens(0.7) else "declined",
        people=1 + int(random.poisson(0.4)),
        minutes=max(1, round(group.minutes * float(np.exp(random.normal(0, 0.6))))),
        seconds=max(8, round(truth.seconds * float(np.exp(random.normal(0, 0.4))))),
        area=f"X0100{int(random.integers(AREAS)):04d}",  # no such area: nobody lives in one
        cell=f"{north},{east}",
        light=lighting(at, north, east),
        team=str(random.choice(["Portwell Response A", "Portwell Response B", "Roads"])),
    )


def _time(month: str, random: Random) -> datetime:
    """A moment of the month by London's clock; most stops are in the evening."""
    year, number = (int(part) for part in month.split("-"))
    days = (date(year + number // 12, number % 12 + 1, 1) - date(year, number, 1)).days
    minute = round(random.normal(19 * 60, 4 * 60)) % (24 * 60)
    start = datetime(year, number, 1, tzinfo=ZoneInfo(LONDON))
    local = start + timedelta(days=int(random.integers(days)), minutes=minute)
    return local.astimezone(UTC)


def _told(reason: str, random: Random) -> str:
    others = [one for one in (*OTHERS, "not_told", "not_told") if one != reason]
    return str(random.choice(others))


def _one_of(shares: Mapping[str, float], random: Random) -> str | None:
    """One of these, each with its share; nothing with what is left."""
    chance = random.random()
    for name, share in shares.items():
        if chance < share:
            return name
        chance -= share
    return None
