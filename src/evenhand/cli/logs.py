"""`evenhand ledger`: what those who run the site, and outsiders who keep its log, need."""

import os
from pathlib import Path
from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

group = typer.Typer(help="Sign the logs, and give outsiders what they keep.")

NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
WhichLog = Annotated[str, typer.Option("--log", metavar="LOG", help="ledger, audit or stops.")]
Kept = Annotated[Path, typer.Argument(metavar="FILE", help="A file with a checkpoint in it.")]
Every = Annotated[
    float | None,
    typer.Option("--every", metavar="SECONDS", min=0.1, help="Go on, so often, until Ctrl-C."),
]
Origin = Annotated[
    str, typer.Option("--origin", metavar="NAME", help="The site's name, such as plan.example.")
]
Why = Annotated[str, typer.Option("--why", help="The reason, for everybody to read.")]
Witness = Annotated[str, typer.Option("--witness", metavar="KEY", help="Its public key.")]


@group.command("sequence")
@talking
def sequence(talk: Talk, every: Every = None, as_json: AsJson = False) -> None:
    """Give what was written its place in the logs, and sign.

    `evenhand serve` does this by itself. It can be stopped at any moment, and run twice.
    """
    import time

    from evenhand.cli.log_source import ready

    ready()
    from evenhand.audit.sequencer import sequence_all

    while True:
        done = sequence_all()
        if every is None:
            break
        time.sleep(every)
    if as_json:
        data.write_json(done)
    talk.say("; ".join(f"{name}: {size} entries" for name, size in done.items()))


@group.command("export")
@talking
def export(talk: Talk, file: NewFile) -> None:
    """Write what an outsider keeps: the signed checkpoints and every public entry.

    Keep an old one: `evenhand verify --head`, or check_log.py without Evenhand, shows whether a
    later log still holds it.
    """
    from evenhand.cli.log_source import logs, ready

    ready()
    from django.utils import timezone

    from evenhand.ledger.log.exporting import lines
    from evenhand.ledger.log.tables import LEDGER

    now, count = timezone.now(), -1
    whole = file.with_name(f"{file.name}.new")
    try:
        with whole.open("w", encoding="utf-8", newline="\n") as opened:
            for line in lines(LEDGER, entries=True):
                opened.write(f"{line}\n")
                count += 1
            for log in logs():
                if log is not LEDGER and log.given_out(now) is not None:
                    opened.writelines(f"{line}\n" for line in lines(log, entries=False))
        whole.replace(file)
    finally:
        whole.unlink(missing_ok=True)
    talk.say(f"{file}: {count} entries and their checkpoint.")


@group.command("checkpoint")
@talking
def checkpoint(talk: Talk, log: WhichLog = "ledger") -> None:
    """Print the latest checkpoint of a log: the public one, as witnesses and reports show it.

    Those of the private logs (--log audit, --log stops) tell nothing of what is in them: keep them
    elsewhere too. That of stops is the one of the last full hour, as everybody is shown it.
    """
    from evenhand.cli.log_source import logs, ready

    ready()
    from django.utils import timezone

    from evenhand.ledger.log.exporting import note

    there = {one.name: one for one in logs()}
    chosen = there.get(log)
    if chosen is None:
        raise typer.BadParameter(f"There is no log “{log}”, only {', '.join(there)}.")
    latest = chosen.given_out(timezone.now())
    if latest is None:
        talk.warn("Nothing is signed yet. Run: evenhand ledger sequence")
    else:
        data.write(note(chosen, latest))


@group.command("key")
@talking
def key(talk: Talk, file: NewFile, origin: Origin) -> None:
    """Make the keys with which this site will sign its logs.

    Whoever has the file can sign in the site's name: keep it off backups that others read, and
    point EVENHAND_LEDGER_KEY to it.
    """
    from evenhand.config import server

    server.setup()
    from evenhand.ledger.log.signing import new_keys
    from evenhand.ledger.tree.keys import SigningKey, keep

    text = new_keys(origin)
    keep(file, text)
    talk.say(f"The secret keys are in {file}. These are the public ones, for everybody:")
    data.write("\n".join(str(SigningKey.parse(line).verifier) for line in text.split()))


@group.command("rotate")
@talking
def rotate(talk: Talk, why: Why) -> None:
    """Change the keys of all logs, and say so in the logs.

    The file that EVENHAND_LEDGER_KEY names gets the new keys as well; the old ones stay in it. If a
    key was stolen, tell every witness and everybody who kept a checkpoint.
    """
    from evenhand.cli.log_source import logs, ready

    ready()
    from django.conf import settings
    from django.utils import timezone

    from evenhand.ledger.log.sequencing import rotate as change
    from evenhand.ledger.log.signing import signing_key
    from evenhand.ledger.tree.keys import PRIVATE, Kind, SigningKey

    if settings.LEDGER_KEY.startswith(PRIVATE):
        raise typer.BadParameter("EVENHAND_LEDGER_KEY holds the keys itself; name a file instead.")
    old = {log.name: signing_key(log) for log in logs() if log.latest() is not None}
    new = {name: SigningKey.new(one.name, Kind.LOG) for name, one in old.items()}
    with Path(settings.LEDGER_KEY).open("a", encoding="utf-8") as opened:
        # First into the file: a key that the log names must never be lost.
        opened.writelines(f"{one.secret_text()}\n" for one in new.values())
        opened.flush()
        os.fsync(opened.fileno())
    for log in logs():
        if log.name in old:
            change(log, old=old[log.name], new=new[log.name], why=why, now=timezone.now())
            data.write(str(new[log.name].verifier))
    talk.say("These are the public keys from now on.")


@group.command("cosign")
@talking
def cosign(talk: Talk, file: Kept, witness: Witness) -> None:
    """Put a witness's signature beside our checkpoint, for everybody to see."""
    from evenhand.cli.log_source import logs, ready

    ready()
    from django.utils import timezone

    from evenhand.ledger.errors import NotAHead
    from evenhand.ledger.log.witnessing import accept
    from evenhand.ledger.tree.keys import VerifierKey

    text = file.read_text(encoding="utf-8")
    name = text.partition("\n")[0].rpartition("/")[2]
    for log in logs():
        if log.name == name:
            new = accept(log, text, VerifierKey.parse(witness), now=timezone.now())
            talk.say("The signature is kept." if new else "It was here already.")
            return
    raise NotAHead("This is not a checkpoint of one of our logs.")


@group.command("restored")
@talking
def restored(talk: Talk, file: Kept, why: Why) -> None:
    """Admit in the log that a backup was put back, and that a checkpoint seen outside was lost.

    FILE is the latest checkpoint, or export, that anybody kept from before.
    """
    from evenhand.cli.log_source import logs, ready

    ready()
    from getpass import getuser

    from django.utils import timezone

    from evenhand.ledger.log.heads import parse
    from evenhand.ledger.log.restoring import admit
    from evenhand.ledger.log.signing import signing_key

    for head in parse(file.read_text(encoding="utf-8")):
        for log in logs():
            if head.checkpoint.origin.rpartition("/")[2] == log.name:
                key = signing_key(log).verifier
                admit(log, head, key=key, why=why, by=getuser(), now=timezone.now())
                talk.say(f"{log.name} says so, for everybody to read.")


@group.command("tiles")
@talking
def tiles(talk: Talk, folder: NewFile) -> None:
    """Write all logs as files that any web server can show to witnesses (C2SP tlog-tiles).

    Leaves say nothing by themselves, so those of the private logs are safe to show.
    """
    from evenhand.cli.log_source import logs, ready

    ready()
    from evenhand.ledger.log.publishing import publish

    for log in logs():
        written = publish(log, folder / log.name)
        talk.say(f"{folder / log.name}: {written} files written.")
