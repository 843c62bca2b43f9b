"""From files to rates, against the same job in pandas as an analyst would write it."""

from __future__ import annotations

from pathlib import Path

from bench.run import OUT, Run, compare

SETUP = """
import glob, hashlib, os, shutil
import numpy as np
import pandas as pd
from scipy.stats import chi2
from evenhand.records import codes
nineteen = {{e.label: e.census_group or "Unknown" for e in codes.ethnicities().by_id.values()}}
lists = {{
    "Gender": codes.genders(), "Age range": codes.ages(),
    "Self-defined ethnicity": codes.ethnicities(), "Legislation": codes.powers(),
    "Officer-defined ethnicity": codes.officer_defined(),
    "Object of search": codes.objects(), "Outcome": codes.outcomes(),
}}
known = {{name: set(entries.labels) for name, entries in lists.items()}}
shutil.rmtree({lake!r}, ignore_errors=True)
"""
READ = """
frames = []
for path in sorted(glob.glob({folder!r} + "/*/*.csv")):
    frame = pd.read_csv(path)
    name = os.path.basename(path)
    frame["force"], frame["file_month"] = name[8:].removesuffix("-stop-and-search.csv"), name[:7]
    frames.append(frame)
records = pd.concat(frames)
records["Date"] = pd.to_datetime(records["Date"], utc=True, format="ISO8601")
records["month"] = records["Date"].dt.tz_convert("Europe/London").dt.strftime("%Y-%m")
"""
COUNT = """
people = records[records["Type"] != "Vehicle search"]
counts = people.groupby(
    ["force", "month", "Self-defined ethnicity", "Legislation", "Outcome"], dropna=False
).size().reset_index(name="n")
answer = int(counts["n"].sum())
"""
# What an import does besides: fingerprints, groups, what each check asks, Parquet by month.
IMPORT = """
for path in glob.glob({folder!r} + "/*/*.csv"):
    with open(path, "rb") as stream:
        hashlib.sha256(stream.read()).hexdigest()
records["group"] = records["Self-defined ethnicity"].map(nineteen).fillna("Unknown")
by_file = records.groupby(["force", "file_month"])
blank = records.isna().groupby([records["force"], records["file_month"]]).sum()
repeats = records[records.duplicated()].groupby(["force", "file_month"]).size()
unknown = (records["group"] == "Unknown").groupby(
    [records["force"], records["file_month"]]).mean()
outside = (records["month"] != records["file_month"]).groupby(
    [records["force"], records["file_month"]]).sum()
clock = records["Date"].dt.tz_convert("Europe/London")
midnight = ((clock.dt.hour == 0) & (clock.dt.minute == 0)).groupby(
    [records["force"], records["file_month"]]).sum()
strange = {{
    name: records.loc[~records[name].isin(labels) & records[name].notna(), name].value_counts()
    for name, labels in known.items()
}}
away = ~(records["Latitude"].between(49.8, 55.9) & records["Longitude"].between(-6.5, 1.8))
away = away.groupby([records["force"], records["file_month"]]).sum()
for (force, month), part in by_file:
    os.makedirs({lake!r} + f"/{{force}}/{{month}}", exist_ok=True)
    part.to_parquet({lake!r} + f"/{{force}}/{{month}}/v1.parquet")
"""
RATES = """
n = counts["n"].to_numpy()
low, high = chi2.ppf(0.025, 2 * n) / 2, chi2.ppf(0.975, 2 * n + 2) / 2
rates = n / 1000, low / 1000, high / 1000
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
    """`job` and `counts` in pandas, and `evenhand`: from the same files to the same people."""
    names = {"folder": str(folder), "lake": str(OUT / "peer-lake")}
    setup = SETUP.format(**names)
    job = READ + IMPORT + COUNT + RATES
    return compare(
        {
            "job": (setup, job.format(**names)),
            "counts": (setup, (READ + COUNT).format(**names)),
            "evenhand": (OURS.format(**names), OURS_WORK.format(**names)),
        },
        turns=1,
    )
