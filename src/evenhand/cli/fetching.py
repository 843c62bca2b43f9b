"""`evenhand fetch`: download what the police published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, First, Forces, Last
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.records.fetch import FetchReport

group = typer.Typer(help="Download published records, so that they can be imported.")

Into = Annotated[
    Path, typer.Option("--into", metavar="DIR", help="The folder to put the files in.")
]
FromArchive = Annotated[
    bool,
    typer.Option(
        "--from-archive", help="Read the monthly archives, for months older than three years."
    ),
]
BaseUrl = Annotated[
    str, typer.Option("--base-url", metavar="URL", help="Another site with the same addresses.")
]


@group.command("police-uk", short_help="Download from data.police.uk.")
@talking
def police_uk(
    talk: Talk,
    *,
    forces: Forces,
    first: First,
    last: Last,
    into: Into,
    from_archive: FromArchive = False,
    base_url: BaseUrl = "https://data.police.uk",
    as_json: AsJson = False,
) -> None:
    """Download stop and search records from data.police.uk, a force and month at a time.

    What is in the folder already is not downloaded again, so after a failure simply run it again.
    """
    from evenhand.records.fetch import fetch_police_uk

    with talk.progress("Downloading") as progress:
        report = fetch_police_uk(
            forces,
            first,
            last,
            into,
            base_url=base_url,
            from_archive=from_archive,
            progress=progress,
        )
    _tell(talk, report)
    if as_json:
        data.write_json(report.as_json())
    raise typer.Exit(_status(report))


def _tell(talk: Talk, report: "FetchReport") -> None:
    from evenhand.records.fetch import Status

    for each in report.of(Status.NOT_PUBLISHED, Status.EMPTY):
        talk.warn(f"{each.force} {each.month} is missing. {each.why}")
    for each in report.of(Status.FAILED):
        talk.refuse(f"{each.force} {each.month} could not be downloaded. {each.why}")
    new, old = len(report.of(Status.DOWNLOADED)), len(report.of(Status.ALREADY_HERE))
    talk.say(f"{new} downloaded, {old} already here, in {report.into}.")
    if new or old:
        talk.say(f"Next: evenhand import police-uk {report.into} --lake lake")
    talk.say("Source: data.police.uk, Open Government Licence v3.0.")


def _status(report: "FetchReport") -> Exit:
    from evenhand.records.fetch import Status

    if report.of(Status.FAILED):
        return Exit.NETWORK
    return Exit.FINE if report.of(Status.DOWNLOADED, Status.ALREADY_HERE) else Exit.BAD_INPUT
