"""The worked example of two methods pages: traffic stops in Minneapolis in 2017.

    python -m bench.minneapolis ../shared/data/vehicle-stops/minneapolis_2017/MplsStops.csv.gz

The data are of the Minneapolis police, as in R's package carData (GPL 2 or later), and no part of
this project. Officers wrote down a driver's race before speaking to them ("Unknown" where they
could not tell) and after. Prints each result on a line; a test holds the pages to them.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evenhand.records.daylight import Daylight, daylight, days_from_switch
from evenhand.stats import (
    CannotTell,
    Darkness,
    Estimate,
    mantel_haenszel_odds_ratio,
    veil_of_darkness,
    visibility_test,
)

ZONE = "America/Chicago"
BLANK = {"", "NA"}
Columns = dict[str, np.ndarray]


def read(path: Path) -> Columns:
    """Read the columns that are used, as text."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("date", "problem", "preRace", "race", "lat", "long", "policePrecinct")
    return {name: np.array([row[name] for row in rows]) for name in names}


def only(columns: Columns, kept: np.ndarray) -> Columns:
    """Keep some of the rows."""
    return {name: values[kept] for name, values in columns.items()}


def said(found: Estimate) -> str:
    """Write an estimate with its interval."""
    return f"{float(found.value):.2f} ({float(found.low):.2f} to {float(found.high):.2f})"


def seen_or_not(stops: Columns) -> Iterator[str]:
    """Test whether Black drivers are a larger share of stops where race was seen beforehand."""
    answered = only(stops, ~np.isin(stops["preRace"], list(BLANK)))
    seen, race = answered["preRace"] != "Unknown", answered["race"]
    hour = np.array([text[11:13] for text in answered["date"]])
    place_and_hour = np.char.add(answered["policePrecinct"], hour)
    strata = np.unique(place_and_hour)

    def counts(label: str, sight: bool) -> np.ndarray:
        here = (race == label) & (seen == sight)
        return np.array([np.sum(here & (place_and_hour == one)) for one in strata])

    four = [counts(label, sight) for label in ("Black", "White") for sight in (True, False)]
    unknown = [int(np.sum((race == "Unknown") & (seen == sight))) for sight in (True, False)]
    found = visibility_test(
        *(int(part.sum()) for part in four), unknown_seen=unknown[0], unknown_not_seen=unknown[1]
    )
    for (label, sight), part in zip(
        [(label, sight) for label in ("Black", "White") for sight in ("seen", "not seen")],
        four,
        strict=True,
    ):
        yield f"{label}, {sight}: {part.sum():,}"
    yield f"race never recorded, seen: {unknown[0]}; not seen: {unknown[1]}"
    yield f"odds ratio, seen against not seen: {said(found.odds_ratio)}"
    low, high = float(found.if_unknown.low), float(found.if_unknown.high)
    yield f"whoever those without a race were: {low:.2f} to {high:.2f}"
    yield f"within precinct and hour: {said(mantel_haenszel_odds_ratio(*four))}"
    _, minute, sun = times(answered)
    light = (minute >= 12 * 60) & (minute < sun.sunset)
    share = [f"{100 * seen[when].mean():.0f}%" for when in (light, minute >= sun.dusk)]
    yield (
        f"race seen beforehand, noon to sunset: {share[0]}; end of twilight to midnight: {share[1]}"
    )


def dark_or_light(stops: Columns) -> Iterator[str]:
    """Draw the veil of darkness over Black and White drivers, all year and around clock changes."""
    race = np.where(np.isin(stops["race"], [*BLANK, "Unknown"]), "", stops["race"])
    known = np.isin(race, ["Black", "White"])
    for name, kept, near in (
        ("all year", known | (race == ""), None),
        ("four weeks around a change of the clocks", known, 28),
    ):
        found = veil(only(stops, kept), race[kept], near=near)
        four = (found.light, found.dark, found.reference_light, found.reference_dark)
        yield f"{name}: {said(found.odds_ratio)}; nothing held equal {said(found.crude)}"
        yield f"Black by daylight, in darkness, White the same: {', '.join(map(str, four))}"
        if found.unknown:
            low, high = float(found.if_unknown.low), float(found.if_unknown.high)
            yield f"whoever the {found.unknown} unknown were: {low:.2f} to {high:.2f}"
    try:
        veil(only(stops, known), race[known], cluster="policePrecinct")
    except CannotTell as refusal:
        yield f"clusters of precincts: {refusal}"


def times(stops: Columns) -> tuple[np.ndarray, np.ndarray, Daylight]:
    """Give the day and minute of each stop, and when it grew dark there."""
    at = stops["date"].astype("datetime64[s]")
    day = at.astype("datetime64[D]")
    sun = daylight(day, stops["lat"].astype(float), stops["long"].astype(float), zone=ZONE)
    return day, (at - day).astype(int) // 60, sun


def veil(
    stops: Columns, race: np.ndarray, *, near: int | None = None, cluster: str | None = None
) -> Darkness:
    """Draw the veil, precinct and weekday held equal."""
    day, minute, sun = times(stops)
    return veil_of_darkness(
        np.select([race == "Black", race == "White"], [1.0, 0.0], np.nan),
        minute,
        sun.sunset,
        sun.dusk,
        day,
        area=stops["policePrecinct"],
        cluster=None if cluster is None else stops[cluster],
        days_from_switch=None if near is None else days_from_switch(day, zone=ZONE),
        within=near or 0,
        degrees=6 if near is None else 4,
    )


def lines(path: Path) -> Iterator[str]:
    """Say what is in the file, then what the two methods find in it."""
    every = read(path)
    blank = np.isin(every["preRace"], list(BLANK))
    traffic = every["problem"] == "traffic"
    yield f"{len(traffic):,} stops: {traffic.sum():,} traffic, {(~traffic).sum():,} suspicious"
    yield f"race beforehand left blank: {100 * blank.mean():.1f}%"
    stops = only(every, traffic)
    yield from seen_or_not(stops)
    yield from dark_or_light(stops)


if __name__ == "__main__":
    for line in lines(Path(sys.argv[1])):
        print(line)
