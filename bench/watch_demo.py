"""The demonstration in other draws: is what was planted found, and is nothing else raised?

    python -m bench.watch_demo --seeds 40

- **quiet**: all four forces with three whole years and nothing planted, once for each seed: in how
  many runs of over a thousand series the watch says that anything moved; and whether what it says
  to stand is so.
- **planted**: Demoshire as it is, in other draws: how often each planted change is raised by the
  last month, how often within two months of when it began, and what else is raised as worse.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evenhand.demo import records
from evenhand.demo.finding import shows
from evenhand.demo.truth import DEMOSHIRE, FORCES, LAST, Truth
from evenhand.measures.watch import Found, Settings, Watched, watch
from evenhand.measures.watch.cube import FAMILY, GROUPS
from evenhand.records.clock import month_number
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

WITHIN = 2
"""Months by which the beginning of a change may be off."""


def watched(truths: Sequence[Truth]) -> Watched:
    """What the watch says of the last month."""
    with tempfile.TemporaryDirectory() as folder:
        records.write(Path(folder) / "files", truths)
        import_police_uk([Path(folder) / "files"], Path(folder) / "lake")
        return watch([Lake.open(Path(folder) / "lake")], as_of=LAST)


def quiet(seeds: range) -> dict[str, object]:
    """Count the runs in which anything was raised, though nothing was there."""
    found = [watched([one.quiet(seed, DEMOSHIRE.first) for one in FORCES]) for seed in seeds]
    return {
        "runs": len(found),
        "series_in_each": min(sum(one.examined.values()) for one in found),
        "runs_that_raised_anything": sum(bool(one.moves) for one in found),
        "raised": [each.key for one in found for each in one.moves],
        "said_to_stand": dict(Counter(each.key for one in found for each in one.standing)),
        "that_do_not": sorted({each.key for one in found for each in one.standing if not so(each)}),
    }


def so(found: Found) -> bool:
    """Whether a disparity that is said to stand is one, in what is true of the force."""
    groups = next(one.groups for one in FORCES if one.force == found.series.force)
    rate = groups[FAMILY[GROUPS.index((found.series.grouping, found.series.group))]].rate
    return rate > Settings().standing * groups["White"].rate


def planted(seeds: range) -> dict[str, object]:
    """Count how often each change was found."""
    raised: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for seed in seeds:
        alerts = watched([replace(DEMOSHIRE, seed=seed)]).moves
        about = {
            one.name: [each for each in alerts if shows(each, one)] for one in DEMOSHIRE.planted
        }
        for one in DEMOSHIRE.planted:
            off = [abs(month_number(x.since) - month_number(one.first)) for x in about[one.name]]
            raised[one.name] += bool(off)
            in_time[one.name] += any(months <= WITHIN for months in off)
        known = {each.key for found in about.values() for each in found}
        others.update(
            each.key
            for each in alerts
            if each.key not in known and not each.quality and each.means == "worse"
        )
    return {
        "runs": len(seeds),
        "raised": dict(raised),
        "within_two_months": dict(in_time),
        "others_that_got_worse": dict(others),
    }


def main() -> None:
    """Print both as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=40)
    seeds = range(1, asked.parse_args().seeds + 1)
    print(json.dumps({"quiet": quiet(seeds), "planted": planted(seeds)}, indent=1))


if __name__ == "__main__":
    main()
