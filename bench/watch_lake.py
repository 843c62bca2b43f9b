"""Watch a country, from counts to alerts, then one new month; and how often the watch is wrong.

    python -m bench.watch_lake
    python -m bench.watch_lake --areas
    python -m bench.watch_lake --rates --runs 200

Forty-four forces, ten years of months, six powers, nineteen groups (and the five that they make up)
and five measures. The first run draws every chart; the nightly one has a month more and what the
first kept. Both sides of each ratio are measured in one run, by the processor's time. A run with
the new month that kept nothing must say the very same.

``--areas`` adds every local authority, of one power and all that is watched of it: the same country
is watched without and with them in one run.

``--rates`` simulates forces in which nothing happens, and forces with planted rises of 1.5 and 2
times, at a rural volume (28 events of the group a quarter) and at a metropolitan one: the share of
what is raised that is false, and the months until a rise is found. And of disparities that stand:
how often one is raised where the truth is just the stated ratio, or where forces only differ as
forces do, and how many of those that are larger are found after two years.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

from evenhand.measures.watch import Watched, watched
from evenhand.measures.watch.cube import (
    ELSEWHERE,
    GROUPS,
    Cube,
    area_residents,
    asked_of,
    residents,
)
from evenhand.records import codes
from evenhand.records.clock import month_name, month_number

POWER = "stop-and-search"
FIRST = "2016-10"
RATES = (
    "search-rate",
    "drugs-search-rate",
    "weapons-search-rate",
    "grounds-search-rate",
    "other-search-rate",
    "suspicionless-search-rate",
)
SHARES = ("find-rate", "arrest-rate")
PART = {"search-rate": 1.0, "drugs-search-rate": 0.6, "grounds-search-rate": 0.9}
FINE = [place for place, (name, _) in enumerate(GROUPS) if name == "nineteen-groups"]
SEASON = 1 + 0.15 * np.sin(2 * np.pi * np.arange(12) / 12)


def months(count: int) -> tuple[str, ...]:
    """So many months from the first one on."""
    return tuple(month_name(month_number(FIRST) + number) for number in range(count))


def fill(
    cube: Cube,
    rng: np.random.Generator,
    level: float | np.ndarray = 0.01,
    times: np.ndarray | None = None,
) -> Cube:
    """Draw every count of a cube: Poisson around residents, season and measure.

    ``times`` (forces, groups, months) multiplies how often the groups are searched.
    """
    forces, shape = len(cube.forces), cube.events.shape
    lived = np.array([residents(force) for force in cube.forces])
    mean = np.maximum(lived, 500)[:, :, None] * level / 12 * SEASON[np.arange(shape[-1]) % 12]
    if times is not None:
        mean = mean * times
    searches = np.zeros((forces, *shape[2:]))
    searches[:, FINE] = rng.poisson(mean[:, FINE])
    _add_five(searches)
    for place, asked in enumerate(cube.asked):
        one = asked.measure
        if one.kind == "rate":
            drawn = np.zeros_like(searches)
            drawn[:, FINE] = rng.binomial(searches[:, FINE].astype(int), PART.get(one.id, 0.2))
            cube.events[:, place] = cube.recorded[:, place] = _add_five(drawn)
        else:
            cube.recorded[:, place] = searches
            drawn = np.zeros_like(searches)
            drawn[:, FINE] = rng.binomial(searches[:, FINE].astype(int), 0.2)
            cube.events[:, place] = _add_five(drawn)
    known = searches[:, :5].sum(axis=1)
    cube.persons_unknown[:] = rng.poisson(0.1 * known)
    cube.persons[:] = known + cube.persons_unknown
    cube.unknown[:] = cube.persons_unknown[:, None]
    cube.observed[:] = rng.random(cube.observed.shape) > 0.01
    cube.observed[:, -3:] = True
    return cube.hiding(cube.observed)


def _add_five(counts: np.ndarray) -> np.ndarray:
    """Add the nineteen groups up to the five."""
    five = [group.split()[0].strip(",:") for _, group in GROUPS]
    for place in range(5):
        members = [other for other in FINE if five[other] == five[place]]
        counts[:, place] = counts[:, members].sum(axis=1)
    return counts


def country(rng: np.random.Generator, count: int, powers: int) -> list[Cube]:
    """Draw a country's counts of some powers, each of five measures, with a few rises in them."""
    forces = tuple(one.force for one in codes.forces() if not one.fictional)
    asked = {one.name: one for one in asked_of(POWER)}
    three = list(combinations(RATES, 3))[:powers]
    found = []
    for names in three:
        empty = Cube.empty(POWER, forces, months(count))
        mine = tuple(asked[name] for name in (*names, *SHARES))
        few = len(mine)
        empty = replace(
            empty,
            asked=mine,
            events=empty.events[:, :few].copy(),
            recorded=empty.recorded[:, :few].copy(),
            unknown=empty.unknown[:, :few].copy(),
            left_out=empty.left_out[:, :few].copy(),
        )
        times = np.ones((len(forces), len(GROUPS), count))
        for force in rng.choice(len(forces), 4, replace=False):
            group = int(rng.choice(FINE))
            times[force, group, -8:] = rng.choice([1.5, 2.0])
        found.append(fill(empty, rng, times=times))
    return found


def until(cubes: Sequence[Cube], last: int) -> list[Cube]:
    """The same up to some month, by how many."""
    names = (
        "events",
        "recorded",
        "unknown",
        "left_out",
        "persons",
        "persons_unknown",
        "old",
        "observed",
        "prints",
    )
    return [
        replace(
            one,
            months=one.months[:last],
            **{name: getattr(one, name)[..., :last] for name in names},
        )
        for one in cubes
    ]


def speed(rng: np.random.Generator, count: int, powers: int) -> dict[str, object]:
    """Measure the first run and the nightly one."""
    cubes = country(rng, count, powers)
    before = until(cubes, count - 1)
    watched(until(cubes[:1], 30))  # what is loaded and cached once is no run's
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder)
        began, cpu = time.perf_counter(), time.process_time()
        first = watched(before, cache=kept)
        took, first_cpu = time.perf_counter() - began, time.process_time() - cpu
        cpu = time.process_time()
        nightly = watched(cubes, cache=kept)
        nightly_cpu = time.process_time() - cpu
        size = sum(one.stat().st_size for one in kept.iterdir())
    whole = watched(cubes)
    return {
        "series": sum(first.examined.values()),
        "cells": sum(one.events.size for one in cubes),
        "first_seconds": took,
        "first_processor": first_cpu,
        "nightly_processor": nightly_cpu,
        "nightly_over_first": nightly_cpu / first_cpu,
        "nightly_says_the_same": _same(nightly, whole),
        "alerts": [len(first.alerts), len(nightly.alerts)],
        "untold": len(first.untold),
        "kept_megabytes": size / 1e6,
        "peak_gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def with_areas(rng: np.random.Generator, count: int) -> dict[str, object]:
    """Measure one power of a country with every local authority beside its forces, and without."""
    cubes = country(rng, count, 1)
    forces = set(cubes[0].forces)
    here = sorted(
        (one.force, one.lad_code)
        for one in codes.authorities().values()
        if one.force in forces and area_residents(one.lad_code)[0]
    )
    many = [force for force, _ in here]
    rows = [(force, area) for force, area in here if many.count(force) > 1]
    rows += [(force, ELSEWHERE) for force in sorted({force for force, _ in rows})]
    of, areas = zip(*sorted(rows), strict=True)
    parts = Cube.empty(POWER, of, months(count), areas)
    lived = np.array([parts.lived(row)[:5] for row in range(len(areas))])
    mean = lived[:, :, None] * 0.01 / 12 * SEASON[np.arange(count) % 12]
    searches = rng.poisson(mean).astype(float)
    for place, asked in enumerate(parts.asked):
        part = rng.binomial(searches.astype(int), PART.get(asked.measure.id, 0.2))
        parts.events[:, place] = part
        parts.recorded[:, place] = part if asked.measure.kind == "rate" else searches
    parts.persons_unknown[:] = rng.poisson(0.1 * searches.sum(axis=1))
    parts.persons[:] = searches.sum(axis=1) + parts.persons_unknown
    parts.unknown[:] = parts.persons_unknown[:, None]
    parts.observed[:] = True
    watched(until(cubes, 30))
    seconds, found = [], []
    for given in (cubes, [*cubes, parts]):
        cpu = time.process_time()
        found.append(watched(given))
        seconds.append(time.process_time() - cpu)
    return {
        "areas": len(here),
        "series": [sum(one.examined.values()) for one in found],
        "processor": seconds,
        "moves": [len(one.moves) for one in found],
        "peak_gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def _same(one: Watched, other: Watched) -> bool:
    return [found.plain() for found in one.alerts] == [found.plain() for found in other.alerts]


QUIET, SINCE = 60, 54
KINDS = {"rural": (28 / 3, 1.0), "metropolitan, swinging 4 times chance": (600.0, 4.0)}


def forces_of(
    rng: np.random.Generator, kind: str, *, rise: float, planted: int, count: int = QUIET + 12
) -> Cube:
    """Draw forces of one volume; in the first so many Black people are searched more often.

    The volume is that of each of the five groups in a month. Swings are the whole force's.
    """
    mean, phi = KINDS[kind]
    named = [one.force for one in codes.forces() if not one.fictional and residents(one.force)[3]]
    cube = Cube.empty(POWER, named, months(count))
    lived = np.array([residents(force) for force in named])
    share = np.zeros_like(lived)
    five = [group.split()[0].strip(",:") for _, group in GROUPS]
    for place in range(5):
        members = [other for other in FINE if five[other] == five[place]]
        share[:, members] = lived[:, members] / lived[:, members].sum(axis=1, keepdims=True)
    times = np.ones((len(named), len(GROUPS), count))
    black = [place for place, family in enumerate(five) if family == "Black"]
    times[np.ix_(range(planted), black, range(SINCE, count))] = rise
    level = 12 * mean * share / np.maximum(lived, 500)
    if phi > 1:
        # The same swing for everybody: Poisson around a gamma has phi times the variance.
        spread = mean / (phi - 1)
        swing = rng.gamma(spread, 1 / spread, (len(named), 1, count))
        times = times * swing
    return fill(cube, rng, level=level[:, :, None], times=times)


def rates(rng: np.random.Generator, runs: int) -> dict[str, object]:
    """Say how much of what is raised is false, and how soon a planted rise is raised."""
    found: dict[str, object] = {}
    for kind in KINDS:
        told: dict[str, object] = {"nothing_planted": wrong(rng, kind, runs, 1.0, 0)}
        for rise in (1.5, 2.0):
            told[f"rise_to_{rise}"] = {
                **wrong(rng, kind, max(1, runs // 4), rise, 4),
                **delay(rng, kind, max(1, runs // 10), rise),
            }
        told["standing"] = {
            f"{ratio} times": stands(rng, kind, max(1, runs // 2), ratio)
            for ratio in (1.0, 1.5, 1.75, 2.0, 3.0)
        } | {"unlike others": stands(rng, kind, max(1, runs // 2), 1.2, spread=0.3)}
        found[kind] = told
    return found


def stands(
    rng: np.random.Generator, kind: str, runs: int, ratio: float, *, spread: float = 0.0
) -> dict[str, float]:
    """Say how often a disparity of this ratio is said to stand, in every force of a country.

    Black people are searched so many times as often as anybody else, at this volume of them, in all
    forces; or as often as forces differ, by ``spread`` on the scale of logs.
    """
    any_, of_all, beyond, others = [], [], [], []
    for _ in range(runs):
        cube = level_of(rng, kind, ratio, spread)
        found = watched([cube]).standing
        black = {one.series.force for one in found if one.series.group.startswith("Black")}
        any_.append(bool(found))
        of_all.append(len(black) / len(cube.forces))
        beyond.append(any(one.standing and one.standing.beyond for one in found))
        others.append(any(not one.series.group.startswith("Black") for one in found))
    names = ("runs_with_any", "share_of_forces", "runs_with_any_beyond", "runs_with_another_group")
    values = (any_, of_all, beyond, others)
    return {name: float(np.mean(value)) for name, value in zip(names, values, strict=True)}


def level_of(rng: np.random.Generator, kind: str, ratio: float, spread: float) -> Cube:
    """Draw two years of forces in which nothing moves, and only Black people are searched more."""
    mean, phi = KINDS[kind]
    named = [one.force for one in codes.forces() if not one.fictional and residents(one.force)[3]]
    cube = Cube.empty(POWER, named, months(36))
    lived = np.array([residents(force) for force in named])
    five = [group.split()[0].strip(",:") for _, group in GROUPS]
    times = np.ones((len(named), len(GROUPS), 36))
    black = [place for place, family in enumerate(five) if family == "Black"]
    each = ratio * np.exp(rng.normal(0, spread, len(named)))
    times[:, black] = each[:, None, None]
    if phi > 1:
        gamma = mean / (phi - 1)
        times = times * rng.gamma(gamma, 1 / gamma, (len(named), 1, 36))
    times = times * (lived / np.maximum(lived, 500))[:, :, None]  # fill takes 500 for fewer
    level = 12 * mean / lived[:, 3] / each
    return fill(cube, rng, level=level[:, None, None], times=times)


def wrong(
    rng: np.random.Generator, kind: str, runs: int, rise: float, planted: int
) -> dict[str, float]:
    """Give the mean share of a run's alerts that are false, and how many of them there are."""
    shares, counts, any_ = [], [], []
    for _ in range(runs):
        cube = forces_of(rng, kind, rise=rise, planted=planted, count=QUIET + 6)
        raised = [one for one in watched([cube]).moves if not one.quality]
        true = set(cube.forces[:planted])
        false = [
            one
            for one in raised
            if one.series.force not in true or not one.series.group.startswith("Black")
        ]
        shares.append(len(false) / max(1, len(raised)))
        counts.append(len(false))
        any_.append(bool(false))
    return {
        "share_false": float(np.mean(shares)),
        "false_each_run": float(np.mean(counts)),
        "runs_with_any": float(np.mean(any_)),
    }


def delay(rng: np.random.Generator, kind: str, runs: int, rise: float) -> dict[str, object]:
    """Give the months until the planted rises are raised, one by one."""
    taken: list[int] = []
    off: list[int] = []
    for _ in range(runs):
        cube = forces_of(rng, kind, rise=rise, planted=4)
        open_ = set(cube.forces[:4])
        for passed in range(1, QUIET + 12 - SINCE + 1):
            for one in watched(until([cube], SINCE + passed)).moves:
                if one.series.force in open_ and one.series.group.startswith("Black"):
                    open_.discard(one.series.force)
                    taken.append(passed)
                    off.append(abs(cube.months.index(one.since) - SINCE))
        taken.extend([99] * len(open_))
    return {
        "median_months": float(np.median(taken)),
        "within_6": float(np.mean(np.array(taken) <= 6)),
        "within_12": float(np.mean(np.array(taken) <= 12)),
        "right_month_within_2": float(np.mean(np.array(off) <= 2)) if off else None,
    }


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--months", type=int, default=120)
    asked.add_argument("--powers", type=int, default=6)
    asked.add_argument("--areas", action="store_true")
    asked.add_argument("--rates", action="store_true")
    asked.add_argument("--runs", type=int, default=200)
    asked.add_argument("--seed", type=int, default=6)
    given = asked.parse_args()
    rng = np.random.default_rng(given.seed)
    if given.rates:
        print(json.dumps(rates(rng, given.runs), indent=1))
    elif given.areas:
        print(json.dumps(with_areas(rng, given.months), indent=1))
    else:
        print(json.dumps(speed(rng, given.months, given.powers), indent=1))


if __name__ == "__main__":
    main()
