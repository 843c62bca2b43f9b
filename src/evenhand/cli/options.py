"""Options that several commands share, and what the shell completes them with."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

import evenhand

_HOUSE = Path(evenhand.__path__[0])


def measure_names() -> list[str]:
    """Return the names of the measures, from the names of their files: nothing heavy is loaded."""
    folder = _HOUSE / "measures" / "data"
    return sorted(p.stem for p in (*folder.glob("*.yaml"), *folder.glob("vehicle-stop/*.yaml")))


def force_names() -> list[str]:
    """Return the ids of the forces, read straight from their list."""
    folder = _HOUSE / "records" / "codes" / "data"
    names = []
    for name in ("forces.csv", "fictional.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            names += [row["force"] for row in csv.DictReader(file)]
    return names


def _starting(incomplete: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def _complete_force(incomplete: str) -> list[str]:
    return _starting(incomplete, force_names())


def _complete_measure(incomplete: str) -> list[str]:
    return _starting(incomplete, measure_names())


Lake = Annotated[
    Path,
    typer.Option("--lake", metavar="DIR", help="The folder that holds the records."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the answer as JSON.")]
Forces = Annotated[
    list[str],
    typer.Option(
        "--force",
        metavar="ID",
        autocompletion=_complete_force,
        help="A police force, such as bedfordshire. Give it again for another.",
    ),
]
OneForce = Annotated[
    str | None,
    typer.Option(
        "--force",
        metavar="ID",
        autocompletion=_complete_force,
        help="Only this police force.",
    ),
]
First = Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="The first month, included.")]
Last = Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="The last month, included.")]
MeasureName = Annotated[
    str,
    typer.Argument(
        metavar="MEASURE",
        autocompletion=_complete_measure,
        help="What to measure; `evenhand measures` lists the names.",
    ),
]
By = Annotated[
    str, typer.Option("--by", metavar="ROLE", help="Your role, never your name: public.")
]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="As it stood on that day."
    ),
]
