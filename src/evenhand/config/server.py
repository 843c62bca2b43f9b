"""Starting the service: its database brought up to date, then the HTTP server."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

WORKERS, THREADS = 2, 256
"""Processes that answer, where the database lets several write at once, and the threads of each.

There are many threads because one whose reader sends a letter at a time waits for the whole form;
they share the few connections of their process (`evenhand.config.database.pooled`).
"""


def one_thread_for_numpy() -> None:
    """Let NumPy's OpenBLAS start no threads of its own; whoever set a number keeps it.

    Must come before NumPy is first imported, which reads it once. Our matrices are of a few rows,
    so that threads save nothing. But OpenBLAS starts one for each processor in every process, and
    they spin while they wait: on two processors with two processes and many requests at once they
    take time from those who answer.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


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
    due are counted, what may no longer be read of stops is erased, late records are matched to what
    was known of them, alerts that nobody answers become reform, recommendations that are overdue
    are escalated, frozen frames that nobody draws are told of, data packs of meetings that come
    soon are made, and each night stops are written into the lake and every power is watched, all by
    threads beside it.
    """
    one_thread_for_numpy()
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols

    migrate()
    from django.conf import settings

    from evenhand.audit.sequencer import in_background
    from evenhand.config import rounds
    from evenhand.encounters.answering import counting
    from evenhand.encounters.services import erasing, matching
    from evenhand.following.services import telling
    from evenhand.scrutiny.services import holds
    from evenhand.voices.networks import make_key

    make_key()
    certificate, key = settings.TLS or (None, None)
    settings.LOCAL_ADDRESS = f"{'https' if certificate else 'http'}://{host}:{port}"
    mails = in_background(telling.EVERY, telling.by_itself, "Mails wait: the round failed.")
    answers = in_background(counting.EVERY, counting.by_itself, "Answers wait: the round failed.")
    erasures = in_background(erasing.EVERY, erasing.by_itself, "Erasures wait: the round failed.")
    matches = in_background(matching.EVERY, matching.by_itself, "Matching waits: the round failed.")
    dues = in_background(rounds.EVERY, rounds.due_by_itself, "Alerts wait: the round failed.")
    asked = in_background(
        rounds.EVERY, rounds.recommendations_by_itself, "Recommendations wait: the round failed."
    )
    frames = in_background(rounds.EVERY, rounds.frames_by_itself, "Frames wait: the round failed.")
    packs = in_background(rounds.EVERY, rounds.packs_by_itself, "Packs wait: the round failed.")
    videos = in_background(holds.EVERY, holds.by_itself, "Holds of videos wait: the round failed.")
    snapshots = in_background(
        rounds.EVERY, rounds.snapshot_by_itself, "Stops wait for the lake: the round failed."
    )
    watches = in_background(rounds.EVERY, rounds.watch_by_itself, "The watch waits: it failed.")
    dated = (frames, packs, videos, snapshots, watches)
    others = (mails, answers, erasures, matches, dues, asked, *dated)
    with ExitStack() as running:
        for one in (in_background(), *others):
            running.enter_context(one)
        Granian(
            "evenhand.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers(),
            blocking_threads=THREADS,
            websockets=False,
            log_enabled=False,
            ssl_cert=certificate,
            ssl_key=key,
            ssl_protocol_min=SSLProtocols.tls12,
        ).serve()


def workers() -> int:
    """How many processes answer: one on SQLite, which has one writer and counts in one memory."""
    from evenhand.accounts.services import limits

    return min(WORKERS, os.cpu_count() or 1) if limits.shared() else 1


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
    one_thread_for_numpy()
    yield "Making the records of four fictional forces, and publishing what they show."
    migrate()
    from django.utils import timezone

    from evenhand.demo.services import load

    load(folder / "lake", now=timezone.now())
    from evenhand.audit.sequencer import sequence_all
    from evenhand.demo import accounts, assignments, reports, scrutiny
    from evenhand.publications.packs import services as packs

    people = accounts.load(now=timezone.now())
    assignments.load(now=timezone.now())
    scrutiny.load(now=timezone.now())
    packs.due(now=timezone.now(), days=14)  # its next meeting is further off than a week
    sequence_all()  # so that the report has a checkpoint to print
    reports.load(now=timezone.now(), address=f"http://{host}:{port}")
    yield f"People who can sign in at http://{host}:{port}/workspace/ : {', '.join(people)}."
    yield f"Each has the password “{accounts.PASSWORD}” and the authenticator key {accounts.KEY}."
    yield f"The site is at http://{host}:{port} (press Ctrl-C to stop). Nothing in it is real."
    serve(host, port)
