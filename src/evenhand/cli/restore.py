"""`evenhand restore`: a backup put back where there is nothing, and how its logs stand then."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import data, verifying
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.backups.manifest import Manifest

File = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `evenhand backup` wrote.")]
OnlyCheck = Annotated[
    bool, typer.Option("--check", help="Only compare every hash; restore nothing.")
]


@talking
def restore(
    talk: Talk,
    file: File,
    heads: verifying.Heads = None,
    only_check: OnlyCheck = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back into an empty database and empty folders, and check the logs.

    Every hash is compared first, and all is put back or nothing. The status is 1 if a log does not
    hold then, or lacks what a checkpoint that you kept says (--head).
    """
    from evenhand.config import server

    server.setup()
    from django.conf import settings

    from evenhand import backups
    from evenhand.ledger.log.heads import parse

    kept = [head for one in heads or [] for head in parse(one.read_text(encoding="utf-8"))]
    verifying.refuse_strangers(kept)
    if only_check:
        with talk.progress("Checking") as progress:
            said = backups.check(file, tell=progress)
        if as_json:
            data.write_json({"restored": False} | _plain(said))
        talk.say(f"{file} is whole. It was made at {said.made_at}.")
        return
    with talk.progress("Restoring") as progress:
        said = backups.restore(file, lake=settings.LAKE, files=settings.FILES, tell=progress)
    talk.say(f"The site is as it was at {said.made_at}. Nobody is signed in.")
    server.migrate()
    own = [head for note in said.checkpoints.values() for head in parse(note)]
    checked = verifying.check_all(talk, own + kept)
    if as_json:
        data.write_json({"restored": True} | _plain(said) | verifying.as_plain(checked))
    if any(fault.head for one in checked for fault in one.faults):
        talk.warn(
            "The logs lost what others have seen. Do not open the site before you have read "
            "docs/how-to/back-up.md: what is written now makes a second version of the logs."
        )
    verifying.tell(talk, checked, as_json=as_json)
    talk.say("Every log holds, and continues what you kept." if kept else "Every log holds.")


def _plain(said: "Manifest") -> dict[str, object]:
    return {
        "made_at": said.made_at,
        "database": said.database,
        "files": len(said.of("files")),
        "lake": len(said.of("lake")),
    }
