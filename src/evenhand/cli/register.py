"""`evenhand register`: records of other powers, from a force's own systems, for panels to draw."""

from pathlib import Path
from typing import Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.harmless import harmless
from evenhand.cli.known import read, ready, refusing
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, By
from evenhand.cli.talk import Talk

MOST_LISTED = 50
group = typer.Typer(no_args_is_help=True, help="Records of other powers, for panels to draw from.")
Table = Annotated[Path, typer.Argument(metavar="FILE", help="The table, as CSV in UTF-8.")]
Mapping = Annotated[
    Path, typer.Option("--mapping", metavar="MAP.yaml", help="What its columns and codes mean.")
]
WhichForce = Annotated[str, typer.Option("--force", metavar="ID", help="Whose records.")]
Power = Annotated[
    str,
    typer.Option(
        "--power",
        metavar="POWER",
        help="stop-and-search, use-of-force, custody-strip-search or intelligence-report.",
    ),
]
Reference = Annotated[
    str, typer.Option("--reference", metavar="REF", help="What the force's system calls it.")
]
Why = Annotated[str, typer.Option("--why", help="What the law says against the words.")]


@group.command("import", short_help="Register the records of a file.")
@talking
def import_(
    talk: Talk,
    *,
    file: Table,
    mapping: Mapping,
    force: WhichForce,
    power: Power,
    as_json: AsJson = False,
) -> None:
    """Register records of one power, each committed to in the log of stops.

    Each row is answered for itself. The same file again changes nothing; a row that says something
    else is a new version, and the first one decides in which draw the record is. Ends with 1 if a
    row was refused: it counts as missing in draws until it is registered.
    """
    from django.utils import timezone

    from evenhand.encounters.services.registering import register

    sent = {"mapping": read(mapping), "table": read(file)}
    police = ready(force)
    lines = refusing(lambda: register(**sent, power=power, force=police, now=timezone.now()))
    count = {state: sum(one.state == state for one in lines) for state in STATES}
    talk.say(", ".join(f"{many:,} {state}" for state, many in count.items()) + ".")
    alike = [one.row for one in lines if one.alike]
    if alike:
        talk.warn(
            f"{len(alike):,} new rows say the same as a record of another reference (row "
            f"{alike[0]:,} first): each draw says in public how many do."
        )
    refused = [one for one in lines if one.state == REFUSED]
    for one in refused[:MOST_LISTED]:
        for problem in one.problems:
            where = harmless(problem.field) or "the whole row"
            talk.warn(f"Row {one.row:,}, {where}: {harmless(problem.words)}")
    if len(refused) > MOST_LISTED:
        talk.warn(f"and {len(refused) - MOST_LISTED:,} more rows; --json has all of them.")
    if refused and len(refused) == len(lines):
        talk.warn("No row could be taken in, so nothing was changed: look at the mapping.")
    if as_json:
        data.write_json({**count, "alike": alike, "rows": [_line(one) for one in refused]})
    if refused:
        raise typer.Exit(Exit.FOUND)


@group.command("redact", short_help="Take the words out of a record, as the law asks.")
@talking
def redact(
    talk: Talk, *, force: WhichForce, power: Power, reference: Reference, why: Why, by: By
) -> None:
    """Take all free text out of a registered record, in every version, for good.

    The record stays in draws, and everything in it that is no free text. A record that a panel
    looks at keeps its words until the panel is done.
    """
    from django.utils import timezone

    from evenhand.encounters.services.register_erasing import redact as take_out

    police = ready(force)
    done = refusing(
        lambda: take_out(
            force=police, power=power, reference=reference, why=why, by=by, now=timezone.now()
        )
    )
    talk.say(f"Words were taken out of {done:,} version{'s' * (done != 1)}.")


def _line(one: Any) -> dict[str, Any]:
    problems = [{"field": each.field, "words": each.words} for each in one.problems]
    return {"row": one.row, "problems": problems}


NEW, CHANGED, UNCHANGED, REFUSED = STATES = ("new", "changed", "unchanged", "refused")
