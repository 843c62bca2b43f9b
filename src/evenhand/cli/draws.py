"""`evenhand draws`: frames that were frozen and that nobody has drawn from or abandoned."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.tables import columns
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.scrutiny.frozen import Frozen
    from evenhand.scrutiny.told.listed import Listed

group = typer.Typer(no_args_is_help=True, help="Draws of panels, and which of them wait.")
COLUMNS = (
    *(("draw", "draw"), ("force", "force"), ("since", "frozen on"), ("days", "days since")),
    *(("last", "to be drawn by"), ("overdue", "days overdue"), ("panel", "panel")),
)
OfForce = Annotated[
    str | None, typer.Option("--force", metavar="ID", help="Only draws of this force's work.")
]


@group.command("waiting", short_help="List frozen frames that nobody has drawn.")
@talking
def waiting(talk: Talk, *, force: OfForce = None, as_json: AsJson = False) -> None:
    """List frames that were frozen and neither drawn nor abandoned, the oldest first, with days.

    Reads and changes nothing. Ends with 1 if any of them is overdue.
    """
    from evenhand.config import server

    server.setup()
    from django.utils import timezone

    from evenhand.forces.models import Force
    from evenhand.scrutiny.told import listed

    if force is not None and not Force.objects.filter(pk=force).exists():
        raise typer.BadParameter(f"This site has no force “{force}”.")
    every = listed.draws(on=timezone.localdate(), force=force)
    rows = [_row(one, one.left) for one in every if one.left]
    rows.sort(key=lambda row: (row["since"], row["draw"]))
    if as_json:
        data.write_json({"waiting": rows})
    elif rows:
        data.write(harmless(columns(COLUMNS, rows, right=("days", "overdue"))))
    late = sum(row["overdue"] > 0 for row in rows)
    talk.say(f"{len(rows)} frozen and not drawn, {late} overdue.")
    if late:
        raise typer.Exit(Exit.FOUND)


def _row(one: "Listed", left: "Frozen") -> dict[str, Any]:
    return {
        "draw": one.subject,
        "panel": one.panel_name,
        "force": one.force,
        "since": left.since.isoformat(),
        "days": left.days,
        "last": left.last.isoformat(),
        "overdue": left.overdue,
    }
