"""Starting the service: its database brought up to date, then the HTTP server."""

import os
from collections.abc import Iterator
from pathlib import Path


def setup() -> None:
    """Make Django ready in a command; does nothing the second time."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.config.settings")
    django.setup()


def migrate() -> None:
    """Bring the site's database up to date with this version, creating it where there is none."""
    from django.core.management import call_command

    setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions", verbosity=0)


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the site until told to stop (Ctrl-C), with Granian.

    The database is brought up to date first, so that a new version never meets old tables. What is
    written to the logs gets its place each second; mails that are due are sent, answers that are
    due are counted, and what may no longer be read of stops is erased, all by threads beside it.
    """
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols

    migrate()
    from django.conf import settings

    from evenhand.audit.sequencer import in_background
    from evenhand.encounters.answering import counting
    from evenhand.encounters.services import erasing
    from evenhand.following.services import telling

    certificate, key = settings.TLS or (None, None)
    settings.LOCAL_ADDRESS = f"{'https' if certificate else 'http'}://{host}:{port}"
    mails = in_background(telling.EVERY, telling.by_itself, "Mails wait: the round failed.")
    answers = in_background(counting.EVERY, counting.by_itself, "Answers wait: the round failed.")
    erasures = in_background(erasing.EVERY, erasing.by_itself, "Erasures wait: the round failed.")
    with in_background(), mails, answers, erasures:
        Granian(
            "evenhand.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            websockets=False,
            log_enabled=False,
            ssl_cert=certificate,
            ssl_key=key,
            ssl_protocol_min=SSLProtocols.tls12,
        ).serve()


def for_demonstration(folder: Path) -> None:
    """Say in the environment that the site is a demonstration, with all it has in one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["EVENHAND_DEMO"] = "1"
    os.environ["EVENHAND_LAKE"] = str(folder / "lake")
    os.environ["EVENHAND_FILES"] = str(folder / "files")
    os.environ["EVENHAND_LEDGER_KEY"] = str(folder.resolve() / "ledger.key")
    os.environ["EVENHAND_KEYS"] = str(folder.resolve() / "keys")
    os.environ["EVENHAND_DATABASE_URL"] = f"sqlite:///{folder.resolve() / 'evenhand.sqlite3'}"


def demo(folder: Path, host: str = "127.0.0.1", port: int = 8000) -> Iterator[str]:
    """Set up the fictional forces in a folder of its own and serve it.

    Yields a sentence before each step, the last one with the address; then serves until told to
    stop. Must come before anything else has set Django up, because it says which database to use.

    Parameters
    ----------
    folder : for the demonstration's database and lake; never that of a real site.
    host, port : where to answer.
    """
    for_demonstration(folder)
    yield "Making the records of four fictional forces, and publishing what they show."
    migrate()
    from django.utils import timezone

    from evenhand.demo.services import load

    load(folder / "lake", now=timezone.now())
    from evenhand.audit.sequencer import sequence_all
    from evenhand.demo import accounts, assignments, reports

    people = accounts.load(now=timezone.now())
    assignments.load(now=timezone.now())
    sequence_all()  # so that the report has a checkpoint to print
    reports.load(now=timezone.now(), address=f"http://{host}:{port}")
    yield f"People who can sign in at http://{host}:{port}/workspace/ : {', '.join(people)}."
    yield f"Each has the password “{accounts.PASSWORD}” and the authenticator key {accounts.KEY}."
    yield f"The site is at http://{host}:{port} (press Ctrl-C to stop). Nothing in it is real."
    serve(host, port)
