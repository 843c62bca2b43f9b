"""What every test may use, and what none may do: reach the network."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings as django
from django.db.backends.base.base import BaseDatabaseWrapper
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


def _unless_in_a_transaction(
    connection: BaseDatabaseWrapper,
    look: Callable[[BaseDatabaseWrapper], None] = BaseDatabaseWrapper.close_if_unusable_or_obsolete,
) -> None:
    if not connection.in_atomic_block:
        look(connection)


# After a request Django closes a connection that has a transaction open. Here that is the test's.
BaseDatabaseWrapper.close_if_unusable_or_obsolete = _unless_in_a_transaction

# What a test of the service's own database asks for, by itself or through another fixture.
USES_THE_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run the tests that use the database; the others cannot tell the difference.

    Where a test starts sites of its own on both kinds of database (``database_url``), or on one
    that it names, the run on SQLite has done so.
    """
    if not django.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    here = {True: list[pytest.Item](), False: list[pytest.Item]()}
    for item in items:
        asked = USES_THE_DATABASE.intersection(getattr(item, "fixturenames", ()))
        here[bool(asked or item.get_closest_marker("django_db"))].append(item)
    config.hook.pytest_deselected(items=here[False])
    items[:] = here[True]


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


@pytest.fixture(scope="session", autouse=True)
def files_of_evidence(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that tests send are kept in a folder of their own."""
    django.FILES = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def plans_are_read_anew() -> Iterator[None]:
    """Each test's database begins anew, with the same keys: no plan of another is remembered."""
    yield
    if memory := sys.modules.get("evenhand.public.views.plan_memory"):
        memory.forget()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data beside the repository; never part of it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real public data (../shared/data) is not here")
    return folder


def _commits(request: pytest.FixtureRequest) -> bool:
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    return bool(commits or (mark and mark.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def guards_return(request: pytest.FixtureRequest) -> Iterator[list[Callable[[], None]]]:
    """What `guards_step_aside` took away is there again once Django has emptied the tables."""
    again: list[Callable[[], None]] = []
    yield again
    if again:
        with request.getfixturevalue("django_db_blocker").unblock():
            for each in again:
                each()


@pytest.fixture(autouse=True)
def guards_step_aside(
    request: pytest.FixtureRequest, guards_return: list[Callable[[], None]]
) -> Iterator[None]:
    """After a test that commits, Django empties every table; what is only added to would refuse."""
    if not _commits(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection

    from evenhand.audit.log import ALL
    from evenhand.ledger import kept
    from evenhand.ledger.log import guards

    def give_back() -> None:
        with connection.schema_editor() as editor:
            kept.guard(editor, kept.kept_tables())
            for log in ALL:
                guards.add(editor, log.name)

    with connection.schema_editor() as editor:
        kept.unguard(editor, kept.kept_tables())
        for log in ALL:
            guards.take_away(editor, log.name)
    guards_return.append(give_back)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A PostgreSQL server; each call makes an empty database on it and gives its address."""
    numbers = count(1)
    with served() as server:
        yield lambda: new_database(server, f"test{next(numbers)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, for sites that a test runs in processes of their own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'site.sqlite3'}"
    return str(request.getfixturevalue("postgresql")())
