"""`evenhand watch`: what moved, what the data explain, and what cannot be told."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.options import _complete_force as complete_force
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.measures.watch import Watched

Lakes = Annotated[
    list[Path],
    typer.Option(
        "--lake", metavar="DIR", help="A folder that holds records. Give it again for another."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM",
        help="The last month to look at; without it, the last of the latest whole quarter.",
    ),
]
SomeForces = Annotated[
    list[str] | None,
    typer.Option(
        "--force",
        metavar="ID",
        autocompletion=complete_force,
        help="Only this police force. Give it again for another.",
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        help="A folder for counts and charts, so that only new months are worked out.",
    ),
]


@talking
def watch(
    talk: Talk,
    *,
    lake: Lakes,
    as_of: AsOf = None,
    force: SomeForces = None,
    cache: Cache = None,
    as_json: AsJson = False,
) -> None:
    """Set every series of the records against its own history, and say what moved.

    Problems of the data come first, then what got worse, then what got better, then what cannot be
    told and why, then which measures are not watched. Nothing is changed.
    """
    from evenhand.measures.library import POWERS
    from evenhand.measures.watch import watch as look
    from evenhand.records.codes import force as find_force
    from evenhand.records.opening import open_all

    names = [find_force(name).force for name in force or []]
    lakes = [one for path in dict.fromkeys(lake) for one in open_all(path)]
    for name in names:
        if all(name not in one.forces() for one in lakes):
            lakes[0].refuse_stranger(name)
    found = look(lakes, as_of=as_of, forces=names or None, cache=cache)
    powers = [one for one in POWERS if any(lake.power == one for lake in lakes)]
    if as_json:
        data.write_json(answer(found, powers))
        return
    from evenhand.cli.watch_text import text

    data.write(text(found, powers, width=data.width()))
    talk.say("\nMore: evenhand watch ... --json has every number and every series.")


def answer(found: "Watched", powers: Sequence[str]) -> dict[str, Any]:
    """Give all that a run says, under the names that programs rely on.

    Parameters
    ----------
    powers : those of which records were looked at.
    """
    from evenhand.measures.watch.which import which

    return {
        "as_of": found.as_of,
        "examined": dict(found.examined),
        "alerts": [one.plain() for one in found.alerts],
        "held_back": [one.plain() for one in found.held_back],
        "untold": [
            {"series": vars(one.series), "why": one.why, "about": one.about, "many": one.many}
            for one in found.untold
        ],
        "measures": [one.plain() for power in powers for one in which(power)],
        "inputs": found.inputs,
        "settings": dict(found.settings),
    }
