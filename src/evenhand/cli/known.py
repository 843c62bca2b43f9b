"""`evenhand stops import`, `known`, `match` and `coverage`: records held against what is known."""

from pathlib import Path
from typing import Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, First, Last
from evenhand.cli.talk import Talk

Table = Annotated[Path, typer.Argument(metavar="FILE", help="The table, as CSV in UTF-8.")]
Mapping = Annotated[
    Path, typer.Option("--mapping", metavar="MAP.yaml", help="What its columns and codes mean.")
]
WhichForce = Annotated[str, typer.Option("--force", metavar="ID", help="Whose stops.")]
System = Annotated[
    str, typer.Option("--system", metavar="NAME", help="The system with access they come from.")
]
Publish = Annotated[bool, typer.Option("--publish", help="Publish it, as it stands now.")]


@talking
def import_(
    talk: Talk,
    *,
    file: Table,
    mapping: Mapping,
    force: WhichForce,
    system: System,
    as_json: AsJson = False,
) -> None:
    """Take in whole stops from a force's own records system, each held against every rule.

    Each row is answered for itself: one that breaks a rule costs none of the others. Import again
    as often as you like: a stop is known by its reference and kept once. Ends with 1 if a row was
    refused or says something else than before.
    """
    from django.utils import timezone

    from evenhand.encounters.services.importing import import_stops

    sent = {"mapping": read(mapping), "table": read(file)}
    police = ready(force)
    lines = refusing(lambda: import_stops(**sent, force=police, system=system, now=timezone.now()))
    kept = sum(one.state == "kept" for one in lines)
    talk.say(f"{kept:,} of {len(lines):,} rows are kept as stops.")
    left = [one for one in lines if one.state != "kept"]
    for one in left:
        for field, words in one.problems:
            talk.warn(f"Row {one.row:,}, {harmless(field) or 'the whole row'}: {harmless(words)}")
    if as_json:
        data.write_json({"kept": kept, "rows": [_line(one) for one in left]})
    if left:
        raise typer.Exit(Exit.FOUND)


@talking
def known(
    talk: Talk,
    *,
    file: Table,
    mapping: Mapping,
    force: WhichForce,
    first: First,
    last: Last,
    as_json: AsJson = False,
) -> None:
    """Take in what a control room or camera knows of stops, and match it to what was recorded.

    The file tells everything of the months that you name: what an earlier one said of them is
    replaced, and stays as an older version. All of it is taken in or nothing.
    """
    from dataclasses import asdict

    from django.utils import timezone

    from evenhand.encounters.services.knowing import take_in

    said, rows, police = read(mapping), read(file), ready(force)
    taken = refusing(
        lambda: take_in(
            mapping=said, table=rows, force=police, first=first, last=last, now=timezone.now()
        )
    )
    for one in taken.months:
        talk.say(f"{one.month}: {one.events:,} events (version {one.version}, {one.status}).")
    talk.say(f"{taken.left_aside:,} rows are something else than a vehicle stop.")
    talk.say(f"Next: evenhand stops coverage --force {police}")
    if as_json:
        data.write_json(asdict(taken))


@talking
def match(talk: Talk, *, force: WhichForce, as_json: AsJson = False) -> None:
    """Match again what is known to what is recorded by now."""
    from dataclasses import asdict

    from django.utils import timezone

    from evenhand.encounters.services.matching import match as go

    police = ready(force)
    found = go(force=police, now=timezone.now())
    for one in found:
        talk.say(
            f"{one.source}: of {one.events:,} events {one.recorded:,} are recorded and "
            f"{one.unsure:,} may be."
        )
    if not found:
        talk.say("There is nothing to match.")
    if as_json:
        data.write_json([asdict(one) for one in found])


@talking
def coverage(
    talk: Talk, *, force: WhichForce, publish: Publish = False, as_json: AsJson = False
) -> None:
    """Say how many of the stops that are known from elsewhere were recorded.

    Only what may be published is said: no officer, no small team, no small number.
    """
    import json

    from django.utils import timezone

    from evenhand.encounters.services import covering
    from evenhand.encounters.told.coverage import share_sentence

    police, now = ready(force), timezone.now()
    if publish:
        told = refusing(lambda: covering.publish(force=police, now=now))
        said = json.loads(told.content)
    else:
        said = covering.put_together(force=police, now=now)
    if as_json:
        data.write_json(said)
        return
    if not said["sources"]:
        talk.say("Coverage is not known: nothing was taken in for a month that has ended.")
    for one in said["sources"]:
        data.write(f"{one['source']}: {share_sentence(one['all'])}")
    if publish:
        talk.say(f"Published at /forces/{police}/stops/coverage/.")


def _line(one: Any) -> dict[str, Any]:
    problems = [{"field": field, "words": words} for field, words in one.problems]
    return {"row": one.row, "state": one.state, "problems": problems}


def read(path: Path) -> bytes:
    """Read a file, one byte more than may be used; refuse what is none."""
    from evenhand.encounters.known.tables import LARGEST

    if not path.is_file():
        raise typer.BadParameter(f"There is no file {path}.")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def ready(force: str) -> str:
    """Make the database ready, with the force in it; return what the force is called there."""
    from evenhand.config import server

    server.migrate()
    from evenhand.forces import services as forces
    from evenhand.records.codes import force as find_force

    found = find_force(force).force
    forces.load([found])
    return found


def refusing(go: Any) -> Any:
    """Do it; what cannot be done is said in its own sentences."""
    from evenhand.encounters.errors import EncountersError

    try:
        return go()
    except EncountersError as error:
        raise typer.BadParameter(str(error)) from error
