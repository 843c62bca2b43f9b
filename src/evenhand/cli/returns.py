"""`evenhand stops returns`: the separate records that national returns expect, from stops."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from evenhand.cli.manners import talking
from evenhand.cli.talk import Talk

WhichForce = Annotated[str, typer.Option("--force", metavar="ID", help="Whose stops.")]
Month = Annotated[
    datetime,
    typer.Option("--month", metavar="YYYY-MM", formats=["%Y-%m"], help="The month of the stops."),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="An empty or new folder for the files.")
]
ONLY_ME = 0o600  # grounds, exact places and officers are for few


@talking
def returns(talk: Talk, *, force: WhichForce, month: Month, out: Out) -> None:
    """Write a month's searches and uses of force as the separate records that returns expect.

    Three files: searches in the columns of data.police.uk, searches as Code A has them kept, and
    reports of force on the national form. The last two name officers, grounds and exact places:
    they are the force's own, and no open data. The private log keeps that they were made.
    """
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.encounters.exporters.returns import returns as make
    from evenhand.records.codes import force as find_force

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise typer.BadParameter(f"{out} is not an empty folder. Nothing was written.")
    police = find_force(force).force
    made = make(
        police=police, month=f"{month:%Y-%m}", by="command/stops-returns", now=timezone.now()
    )
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.files.items():
        path = out / name
        path.touch(mode=ONLY_ME)
        path.write_text(text, encoding="utf-8")
        talk.say(f"{path}: {text.count(chr(10)) - 1:,} rows.")
    if made.erased:
        talk.warn(
            f"{made.erased:,} of {made.stops:,} stops are in no file: their exact place and the "
            "officer have been erased. Make returns before that day."
        )
