"""`evenhand import`: from files to the lake."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, Lake
from evenhand.cli.talk import Talk

group = typer.Typer(help="Import records into the lake.")

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="Files, folders or .zip archives to import."),
]
Mapping = Annotated[
    Path,
    typer.Argument(metavar="MAPPING.yaml", help="What the extract's columns and codes mean."),
]


@group.command("police-uk", short_help="Import files of data.police.uk.")
@talking
def police_uk(talk: Talk, paths: Paths, lake: Lake, as_json: AsJson = False) -> None:
    """Import files as data.police.uk publishes them: CSV, .gz, .zip or the API's JSON.

    All of it is imported or nothing. The same file twice changes nothing.
    """
    from evenhand.records.importing import import_police_uk

    with talk.progress("Importing") as progress:
        report = import_police_uk(paths, lake, progress=progress, waiting=talk.say).as_json()
    _tell(talk, report, lake)
    if as_json:
        data.write_json(report)


@group.command("extract", short_help="Import a force's own extract.")
@talking
def extract(
    talk: Talk, mapping: Mapping, paths: Paths, lake: Lake, as_json: AsJson = False
) -> None:
    """Import a force's own extract, whose columns and codes MAPPING.yaml describes."""
    from evenhand.records.importing import import_extract

    with talk.progress("Importing") as progress:
        report = import_extract(mapping, paths, lake, progress=progress, waiting=talk.say).as_json()
    _tell(talk, report, lake)
    if as_json:
        data.write_json(report)


def _tell(talk: Talk, report: dict[str, Any], lake: Path) -> None:
    """Say what became of the rows, what to look at and what to do next."""
    for warning in report["warnings"]:
        talk.warn(warning)
    statuses = Counter(each["status"] for each in report["force_months"])
    months = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    if set(statuses) == {"unchanged"}:
        talk.say("Nothing is new: the lake holds these records already.")
    talk.say(
        f"Read {_counted(report['rows_read'], 'row')} in {_counted(report['files'], 'file')}: "
        f"{report['rows_loaded']:,} loaded, {report['rows_rejected']:,} rejected."
    )
    talk.say(f"Force-months: {months or 'none'}.")
    talk.say(f"Next: evenhand check --lake {lake}")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
