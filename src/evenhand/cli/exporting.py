"""`evenhand publish --static`: the site as files that any web server can serve."""

from pathlib import Path
from typing import Annotated

import typer

from evenhand.cli.talk import Talk

Static = Annotated[
    Path | None,
    typer.Option(
        "--static", metavar="DIR", help="Also write the whole site into this folder, as files."
    ),
]
Address = Annotated[
    str,
    typer.Option(
        "--address",
        metavar="URL",
        help="Where those files will stand, such as https://figures.example.",
    ),
]


def check(folder: Path, lake: Path, address: str) -> Path:
    """Find out before any work is done whether the folder can be filled; give its full path."""
    from urllib.parse import urlsplit

    from evenhand.config import server

    where = urlsplit(address)
    if address and (where.scheme not in {"http", "https"} or not where.netloc or where.path > "/"):
        raise typer.BadParameter(
            f"--address “{address}” is not the address of a whole site. Write it as "
            "https://figures.example: the files stand at the top of a host."
        )
    server.setup()
    from django.conf import settings

    from evenhand.public.static_site import check as check_folder

    database = settings.DATABASES["default"]
    held = [Path(database["NAME"])] if database["ENGINE"].endswith("sqlite3") else []
    return check_folder(folder, lake, *(path for path in held if path.name != ":memory:"))


def write(talk: Talk, folder: Path, address: str) -> dict[str, int]:
    """Write the site, say what changed, and count it."""
    from django.core.wsgi import get_wsgi_application

    from evenhand.public.static_site.together import cores
    from evenhand.public.static_site.whole import write as write_all

    with talk.progress("Writing") as progress:
        done = write_all(
            get_wsgi_application(), folder, address=address, processes=cores(), tell=progress
        )
    for path, page in done.missing.items():
        talk.warn(f"{page} leads to {path}, which is not there.")
    talk.say(
        f"The site is in {folder}: {len(done.written)} files written, {done.unchanged} unchanged, "
        f"{len(done.gone)} gone."
    )
    return {"written": len(done.written), "as_before": done.unchanged, "gone": len(done.gone)}
