"""`evenhand publish`, `serve` and `demo`: the site on this machine."""

import os
from pathlib import Path
from typing import Annotated

import typer

from evenhand.cli import data, exporting
from evenhand.cli.exporting import Address, Static
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, Lake
from evenhand.cli.talk import Talk

Host = Annotated[str, typer.Option("--host", help="The address to answer at.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to answer at.")]
Folder = Annotated[
    Path, typer.Option("--dir", metavar="DIR", help="Where the demonstration keeps its files.")
]


@talking
def publish(
    talk: Talk, lake: Lake, static: Static = None, address: Address = "", as_json: AsJson = False
) -> None:
    """Freeze every measure that the lake can support into figures on the site.

    Searches, and vehicle stops of which a snapshot was taken, are published together.

    A figure is never changed afterwards: what the same months give later is a new figure that
    says it corrects the old one.
    """
    folder = exporting.check(static, lake, address) if static else None
    from getpass import getuser

    from evenhand.config import server
    from evenhand.records.opening import open_all

    records = open_all(lake)
    server.migrate()
    from django.utils import timezone

    from evenhand.publications.services import publish as freeze

    done = freeze(*records, by=getuser(), now=timezone.now())
    talk.say(
        f"{len(done.new)} new figures, {len(done.corrected)} corrected, {done.unchanged} unchanged."
    )
    counts = {"new": len(done.new), "corrected": len(done.corrected)}
    files = {"files": exporting.write(talk, folder, address)} if folder else {}
    if as_json:
        data.write_json(counts | {"unchanged": done.unchanged} | files)
    talk.say("Next: evenhand serve" if folder is None else "Next: serve it with any web server")


@talking
def serve(talk: Talk, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the site until you press Ctrl-C."""
    _refuse_if_taken(host, port)
    from evenhand.config import server

    scheme = "https" if os.environ.get("EVENHAND_TLS_CERTIFICATE") else "http"
    talk.say(f"The site is at {scheme}://{host}:{port} (press Ctrl-C to stop).")
    server.serve(host=host, port=port)


@talking
def demo(
    talk: Talk, folder: Folder = Path(".demo"), host: Host = "127.0.0.1", port: Port = 8000
) -> None:
    """Show a fictional force in your browser.

    Its records are made up, imported, published and served. Nothing in it happened, and it is
    never mixed with real forces. Press Ctrl-C to stop.
    """
    _refuse_if_taken(host, port)
    from evenhand.config import server

    for sentence in server.demo(folder, host=host, port=port):
        talk.say(sentence)


def _refuse_if_taken(host: str, port: int) -> None:
    """Find out before any work is done whether we can answer there."""
    import socket

    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            if os.name == "posix":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise typer.BadParameter(
            f"Nothing can be served at {host}:{port} ({error.strerror}). Choose another --port, "
            "or stop the program that answers there."
        ) from error
