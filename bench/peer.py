"""From files to rates, against the same job in pandas as people write it."""

from __future__ import annotations

from pathlib import Path

from bench.run import OUT, Run, compare

PANDAS = """
import glob, os
import pandas as pd
"""
PANDAS_WORK = """
frames = []
for path in sorted(glob.glob({folder!r} + "/*/*.csv")):
    frame = pd.read_csv(path)
    name = os.path.basename(path)
    frame["force"], frame["file_month"] = name[8:].removesuffix("-stop-and-search.csv"), name[:7]
    frames.append(frame)
records = pd.concat(frames)
records["Date"] = pd.to_datetime(records["Date"], utc=True, format="ISO8601")
records["month"] = records["Date"].dt.tz_convert("Europe/London").dt.strftime("%Y-%m")
people = records[records["Type"] != "Vehicle search"]
counts = people.groupby(
    ["force", "month", "Self-defined ethnicity", "Legislation", "Outcome"], dropna=False
).size().reset_index(name="n")
answer = int(counts["n"].sum())
"""
OURS = """
import shutil
from evenhand.records.importing import import_police_uk
from evenhand.records.count import count
from evenhand.records.lake import Lake
from evenhand.records import codes
from evenhand.stats import rate
shutil.rmtree({lake!r}, ignore_errors=True)
"""
OURS_WORK = """
import_police_uk([{folder!r}], {lake!r})
lake = Lake.open({lake!r})
by = ["force", "month", "self_defined", "legislation", "outcome"]
counts = count(lake, by=by, where={{"person": [True]}})
events = counts.column("n").to_numpy()
rates = rate(events, [1.0] * len(events), per=1000)
answer = int(events.sum())
"""


def run(folder: Path) -> dict[str, Run]:
    """`pandas` and `evenhand`, from the same files to counts of the same people."""
    lake = str(OUT / "peer-lake")
    return compare(
        {
            "pandas": (PANDAS, PANDAS_WORK.format(folder=str(folder))),
            "evenhand": (
                OURS.format(lake=lake),
                OURS_WORK.format(folder=str(folder), lake=lake),
            ),
        },
        turns=1,
    )
