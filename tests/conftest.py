"""What every test may use, and what none may do: reach the network."""

import os
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings as django
from hypothesis import settings
from pytest_socket import socket_allow_hosts

from evenhand.ledger.tree.keys import Kind, SigningKey
from pg_server import new_database, served

# A busy machine is slow, and that is no fault of the code under test.
settings.register_profile("evenhand", deadline=None)
settings.load_profile("evenhand")

# Playwright keeps an event loop of its own in the process, which Django takes for ours and then
# refuses to use the database in whatever test comes next in that process.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The logs of test sites are signed with keys that nobody keeps.
KEYS = [SigningKey.new(f"tests.example/{name}", Kind.LOG) for name in ("ledger", "audit")]
os.environ["EVENHAND_LEDGER_KEY"] = " ".join(key.secret_text() for key in KEYS)
django.LEDGER_KEY = os.environ["EVENHAND_LEDGER_KEY"]  # pytest-django has read the settings already

ROOT = Path(__file__).resolve().parent.parent


def pytest_runtest_setup() -> None:
    """Loopback only: servers that tests start themselves; nothing beyond this machine."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """A shell lets what it starts in the background ignore Ctrl-C, and all that this starts too.

    Tests that interrupt a process of their own could then only fail.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data beside the repository; never part of it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real public data (../shared/data) is not here")
    return folder


@pytest.fixture(autouse=True)
def logs_are_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, Django empties every table; the logs' guards would refuse that."""
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (mark and mark.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection

    from evenhand.audit.log import ALL
    from evenhand.ledger.log import guards

    tables = [(log.entries, log.tiles, log.checkpoints, log.cosignatures) for log in ALL]
    for log, models in zip(ALL, tables, strict=True):
        if any(model._default_manager.exists() for model in models):
            with connection.schema_editor() as editor:
                guards.take_away(editor, log.name)
            for model in models:
                model._default_manager.all().delete()
            with connection.schema_editor() as editor:
                guards.add(editor, log.name)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A PostgreSQL server; each call makes an empty database on it and gives its address.

    Its folder is not one of pytest's: run by root, PostgreSQL is another user, whom the next pytest
    on this machine would shut out of them.
    """
    numbers = count(1)
    with TemporaryDirectory(prefix="postgresql-") as folder, served(Path(folder)) as server:
        yield lambda: new_database(server, f"test{next(numbers)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, for sites that a test runs in processes of their own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'site.sqlite3'}"
    return str(request.getfixturevalue("postgresql")())
