"""`evenhand backup`: the whole site in one file, made while it is in use."""

from pathlib import Path
from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as site.zip.")]


@talking
def backup(talk: Talk, file: File, as_json: AsJson = False) -> None:
    """Write the database, the files of evidence and the lake into one file, while the site runs.

    Only its owner may read it: it holds personal information. The keys of the logs and the site's
    secret are not in it; keep those elsewhere.
    """
    from evenhand.config import server

    server.setup()
    from django.conf import settings
    from django.utils import timezone

    from evenhand.backups import take
    from evenhand.ledger.log.heads import parse

    taken = take(file, lake=settings.LAKE, files=settings.FILES, now=timezone.now())
    said = taken.manifest
    sizes = {
        name: head.checkpoint.size
        for name, note in said.checkpoints.items()
        for head in parse(note)
    }
    counts = {"files": len(said.of("files")), "lake": len(said.of("lake"))}
    if as_json:
        answer = {"file": str(file), "bytes": taken.bytes, "sha256": taken.sha256}
        data.write_json(
            answer | {"made_at": said.made_at, "database": said.database} | counts | {"logs": sizes}
        )
    else:
        data.write(f"{taken.sha256}  {file}")
    signed = ", ".join(f"{name} {size} entries" for name, size in sizes.items()) or "nothing signed"
    talk.say(
        f"{file}: {taken.bytes:,} bytes; the database ({signed}), {counts['files']} files of "
        f"evidence and {counts['lake']} of the lake. It holds personal information."
    )
