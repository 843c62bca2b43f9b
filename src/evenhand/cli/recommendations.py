"""`evenhand recommendations`: take in what others recommended, and escalate what is overdue."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, By
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.scrutiny.recommending.importing import Preview

group = typer.Typer(no_args_is_help=True, help="Recommendations, and who must answer.")
File = Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, .xlsx or .ods file.")]
OutFile = Annotated[Path, typer.Argument(metavar="FILE", help="A .csv file to write.")]
Organisation = Annotated[
    str,
    typer.Option(
        "--organisation", metavar="NAME", help="For whom you take it in, as the public reads it."
    ),
]
Apply = Annotated[bool, typer.Option("--apply", help="Take it in. Without it nothing changes.")]


@group.command("import", short_help="Preview a list, then take it in.")
@talking
def import_list(
    talk: Talk,
    *,
    file: File,
    by: By,
    organisation: Organisation,
    apply: Apply = False,
    as_json: AsJson = False,
) -> None:
    """Say what a list of recommendations would add; with --apply, take in all of it or nothing.

    A list is of those who do not act here: inspectorates, bodies that look into complaints,
    reports. Rows that were taken in before are left as they are. `evenhand recommendations
    template` writes an empty list.
    """
    _ready()
    from django.utils import timezone

    from evenhand.scrutiny.recommending import importing
    from evenhand.scrutiny.recommending.selectors import subject

    now = timezone.now()
    table = importing.read(file.read_bytes(), name=file.name)
    found = importing.preview(table, today=timezone.localdate(now))
    takes = apply and not found.problems
    made = importing.apply(found, by=by, organisation=organisation, now=now) if takes else []
    if as_json:
        data.write_json(_as_json(found, [subject(one) for one in made]))
    else:
        for line in _lines(found):
            data.write(harmless(line))
    if found.problems:
        many = len(found.problems)
        talk.warn(f"{many} problem{'s' * (many > 1)}. Nothing was taken in.")
        raise typer.Exit(Exit.FOUND)
    if apply:
        talk.say(f"{len(made)} recommendations taken in.")
    else:
        talk.say("Nothing was changed. Run it again with --apply to take it in.")


@group.command("template", short_help="Write an empty list to fill in.")
@talking
def write_template(talk: Talk, file: OutFile) -> None:
    """Write an empty list of recommendations, and say what belongs in its columns."""
    from evenhand.config import server

    server.setup()
    from evenhand.scrutiny.recommending.importing import columns, template

    file.write_bytes(template())
    for one in columns():
        data.write(f"{one.name}: {one.about}{'' if one.needed else ' (may be empty)'}")
    talk.say(f"An empty list is in {file}.")


@group.command("due", short_help="Escalate what is overdue.")
@talking
def due(talk: Talk, *, as_json: AsJson = False) -> None:
    """Record which recommendations are overdue, and tell who holds forces to account.

    `evenhand serve` does it each hour. Doing it again changes nothing, and nobody is told twice.
    """
    _ready()
    from django.conf import settings
    from django.core.mail import get_connection
    from django.utils import timezone

    from evenhand.scrutiny.recommending import services
    from evenhand.scrutiny.recommending.selectors import subject

    now = timezone.now()
    escalated = [subject(one) for one in services.due.due(now)]
    told = 0
    if settings.MAIL_IS_SET:
        told = services.telling.tell(connection=get_connection(), now=now)
    else:
        talk.warn("There is no mail server (EVENHAND_MAIL_URL): nobody was told by mail.")
    for name in escalated:
        data.write(f"{name} is overdue.")
    talk.say(f"{len(escalated)} recommendations escalated, {told} mails sent.")
    if as_json:
        data.write_json({"escalated": escalated, "told": told})


def _ready() -> None:
    from evenhand.config import server

    server.migrate()


def _lines(found: "Preview") -> list[str]:
    again = {one.number for one in found.again}
    return [
        *(
            f"Row {one.number}: new for {one.force.name}"
            + (", said before" if one.number in again else "")
            for one in found.new
        ),
        *(f"Row {one.number}: is {name} already" for one, name in found.already),
        *(f"Row {one.row}, {one.column}: {one.sentence}" for one in found.problems),
    ]


def _as_json(found: "Preview", made: list[str]) -> dict[str, Any]:
    return {
        "new": [one.number for one in found.new],
        "again": [one.number for one in found.again],
        "already": {str(one.number): name for one, name in found.already},
        "problems": [
            {"row": one.row, "column": one.column, "sentence": one.sentence}
            for one in found.problems
        ],
        "made": made,
    }
