"""`evenhand witness`: co-sign a log from cron, and refuse one that was rewritten."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.manners import talking
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.ledger.tree.keys import SigningKey
    from evenhand.ledger.tree.witness import Fetch, Memory

SECONDS = 30
LARGEST = 64 * 1024  # bytes of one answer: a tile has 8,192, a checkpoint with its witnesses fewer

Url = Annotated[
    str, typer.Argument(metavar="URL", help="The log's address, such as https://plan.example/log.")
]
KeyFile = Annotated[
    Path,
    typer.Option("--key", metavar="FILE", help="Your secret key; made the first time."),
]
State = Annotated[
    Path, typer.Option("--state", metavar="FILE", help="What you remember of this log.")
]
Name = Annotated[
    str, typer.Option("--name", metavar="NAME", help="Your name, such as panel.example/witness.")
]
LogKey = Annotated[
    str, typer.Option("--log-key", metavar="KEY", help="The log's public key, the first time.")
]


Post = Annotated[
    bool, typer.Option("--post", help="Send the signature to the log, at URL/cosignatures.")
]
Seen = Annotated[
    list[Path] | None,
    typer.Option("--seen", metavar="FILE", help="A checkpoint that others were shown. Repeat it."),
]


@talking
def witness(
    talk: Talk,
    url: Url,
    *,
    key: KeyFile = Path("witness-secret.key"),
    state: State = Path("witness.json"),
    name: Name = "",
    log_key: LogKey = "",
    post: Post = False,
    seen: Seen = None,
) -> None:
    """Look at a log and sign its checkpoint, if nothing of what you signed before has changed.

    Run it from cron. It keeps less than 1 kB and prints the checkpoint with your signature; with
    --post it sends that to the log, which keeps it if it knows your public key. It leaves with
    status 1 where the log was rewritten, or shows a second version, and prints what proves it.
    """
    from datetime import UTC, datetime

    from evenhand.ledger.tree.notes import Note
    from evenhand.ledger.tree.witness import Refused
    from evenhand.ledger.tree.witness import witness as look

    secret = _secret(talk, key, name)
    memory = _memory(state, log_key)
    try:
        others = [Note.parse(one.read_text(encoding="utf-8")) for one in seen or ()]
        signed = look(memory, _fetch(url), key=secret, now=datetime.now(UTC), seen=others)
    except Refused as refused:
        talk.refuse(f"Not signed. {refused}")
        for note in refused.evidence:
            data.write(str(note))
        raise typer.Exit(Exit.FOUND) from refused
    signed.write(state)
    data.write(str(signed.last))
    talk.say("Signed.")
    if post:
        talk.say(_send(url, str(signed.last)))


def _secret(talk: Talk, file: Path, name: str) -> "SigningKey":
    from evenhand.ledger.tree.keys import Kind, NotAKey, SigningKey, keep

    if not file.exists():
        if not name:
            raise typer.BadParameter(f"There is no {file}. Give --name, and it is made.")
        made = SigningKey.new(name, Kind.WITNESS)
        keep(file, f"{made.secret_text()}\n")
        talk.say(f"Your secret key is in {file}. Tell everybody your public key: {made.verifier}")
    secret = SigningKey.parse(file.read_text(encoding="utf-8"))
    if secret.kind != Kind.WITNESS:
        raise NotAKey(f"{file} holds a log's key; a witness needs one of its own.")
    return secret


def _memory(file: Path, log_key: str) -> "Memory":
    from evenhand.ledger.tree.keys import VerifierKey
    from evenhand.ledger.tree.witness import Memory

    kept = Memory.read(file)
    if log_key:
        return Memory(VerifierKey.parse(log_key), kept.last if kept else None)
    if kept is None:
        raise typer.BadParameter("The first time, say which key the log has: --log-key.")
    return kept


def _fetch(url: str) -> "Fetch":
    import urllib3

    from evenhand.records.fetch.failures import NetworkFailure

    http = urllib3.PoolManager(timeout=SECONDS, retries=urllib3.Retry(2, redirect=0))

    def fetch(path: str) -> bytes:
        where = f"{url.rstrip('/')}/{path}"
        try:
            answer = http.request("GET", where, preload_content=False)
            body = bytes(answer.read(LARGEST + 1))
            answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise NetworkFailure(f"{where} does not answer.") from error
        if answer.status != 200 or len(body) > LARGEST:
            raise NetworkFailure(f"{where} answers {answer.status}, or with too much.")
        return body

    return fetch


def _send(url: str, note: str) -> str:
    """Send a signed checkpoint; give what the log says to it.

    Raises
    ------
    NetworkFailure
        If the log does not answer, or does not take it.
    """
    import urllib3

    from evenhand.records.fetch.failures import NetworkFailure

    where = f"{url.rstrip('/')}/cosignatures"
    http = urllib3.PoolManager(timeout=SECONDS, retries=urllib3.Retry(2, redirect=0))
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        answer = http.request(
            "POST", where, body=note.encode(), headers=headers, preload_content=False
        )
        said = bytes(answer.read(LARGEST)).decode(errors="replace").strip()
        answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise NetworkFailure(f"{where} does not answer. Your signature is kept here.") from error
    if answer.status not in {200, 201}:
        raise NetworkFailure(f"{where} did not take the signature ({answer.status}). {said}")
    return said
