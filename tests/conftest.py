"""What every test may use, and what none may do: reach the network."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings as django
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.creation import DatabaseCreation
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from pytest_socket import socket_allow_hosts

import kept_tables
from evenhand.ledger.tree.keys import Kind, SigningKey
from once import made_once
from pg_server import new_database, served

# A busy machine is slow, and that is no fault of the code under test.
settings.register_profile("evenhand", deadline=None)
settings.load_profile("evenhand")

# Playwright keeps an event loop of its own in the process, which Django takes for ours and then
# refuses to use the database in whatever test comes next in that process.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The logs of test sites are signed with keys that nobody keeps: the same in all workers of a run,
# because a site that one of them makes is served by others.
WORKER = "PYTEST_XDIST_WORKER" in os.environ
LOGS = ("ledger", "audit", "stops")
if not WORKER:
    made = [SigningKey.new(f"tests.example/{name}", Kind.LOG) for name in LOGS]
    os.environ["EVENHAND_LEDGER_KEY"] = " ".join(key.secret_text() for key in made)
django.LEDGER_KEY = os.environ["EVENHAND_LEDGER_KEY"]  # pytest-django has read the settings already
# So are forces' own keys; a folder of this run alone.
KEY_FOLDER = TemporaryDirectory(prefix="evenhand-keys-")
os.environ["EVENHAND_KEYS"] = KEY_FOLDER.name
django.KEYS = Path(KEY_FOLDER.name)

ROOT = Path(__file__).resolve().parent.parent


def _unless_in_a_transaction(
    connection: BaseDatabaseWrapper,
    look: Callable[[BaseDatabaseWrapper], None] = BaseDatabaseWrapper.close_if_unusable_or_obsolete,
) -> None:
    if not connection.in_atomic_block:
        look(connection)


# After a request Django closes a connection that has a transaction open. Here that is the test's.
BaseDatabaseWrapper.close_if_unusable_or_obsolete = _unless_in_a_transaction


_real_encode = ScryptPasswordHasher.encode


def _quickly(
    self: ScryptPasswordHasher, password: str, salt: str, n: int | None = None, *more: int | None
) -> str:
    return _real_encode(self, password, salt, n or 2, *more)


# Passwords of invented people need not withstand anybody: a fifth of a second for each of them, in
# every test that has people, is spared. What guards passwords in service is read from the hasher.
ScryptPasswordHasher.encode = _quickly
ScryptPasswordHasher.must_update = lambda _self, _encoded: False


def _drop(self: DatabaseCreation, name: str, _verbosity: int) -> None:
    with self._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)} WITH (FORCE)")


# Playwright's event loop gives part of a test another context, and so another connection, which
# nobody can close any more; PostgreSQL drops no database while somebody is there.
DatabaseCreation._destroy_test_db = _drop

# What a test of the service's own database asks for, by itself or through another fixture.
USES_THE_DATABASE = {"db", "transactional_db", "django_db_setup"}


AS_LONG_AS = 40
"""A test that is marked as slow, or takes a browser, lasts about as long as so many others."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has been run already; begin with the files that take longest.

    A worker takes one file after another (``--dist=loadfile --no-loadscope-reorder``): were a long
    one the last, the other workers would wait for it.
    """
    _leave_out(config, items)
    if WORKER:
        weights: Counter[Path] = Counter()
        for item in items:
            slow = item.get_closest_marker("slow") or item.get_closest_marker("browser")
            weights[item.path] += AS_LONG_AS if slow else 1
        items.sort(key=lambda item: (-weights[item.path], item.path))


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run the tests that use the database; the others cannot tell the difference.

    Where a test starts sites of its own on both kinds of database (``database_url``), or on one
    that it names, the run on SQLite has done so; what is marked ``any_database`` was seen there.
    """
    if not django.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    here = {True: list[pytest.Item](), False: list[pytest.Item]()}
    for item in items:
        asked = USES_THE_DATABASE.intersection(getattr(item, "fixturenames", ()))
        uses = asked or item.get_closest_marker("django_db")
        here[bool(uses and not item.get_closest_marker("any_database"))].append(item)
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
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """On SQLite the tables are those of the last run, unless a migration changed since."""
    kept_tables.fill_the_next()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """They are kept for the next run before any test fills them."""
    with django_db_blocker.unblock():
        kept_tables.keep()


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

    from evenhand.ledger import kept
    from evenhand.ledger.log import guards
    from evenhand.ledger.log.tables import every

    def give_back() -> None:
        with connection.schema_editor() as editor:
            kept.guard(editor, kept.kept_tables())
            for log in every():
                guards.add(editor, log.name)

    with connection.schema_editor() as editor:
        kept.unguard(editor, kept.kept_tables())
        for log in every():
            guards.take_away(editor, log.name)
    guards_return.append(give_back)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    with served() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql(postgresql_server: str) -> Callable[[], str]:
    """Each call makes an empty database on a server and gives its address."""
    numbers = count(1)
    return lambda: new_database(postgresql_server, f"test{next(numbers)}")


def _migrated(url: str) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    settings = {"DJANGO_SETTINGS_MODULE": "evenhand.config.settings"}
    environment = {**os.environ, **settings, "EVENHAND_DATABASE_URL": url}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


@pytest.fixture(scope="session")
def tables_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table and no rows."""
    kept = kept_tables.where()
    if kept.exists():
        return kept
    folder = made_once(
        tmp_path_factory, "tables", lambda folder: _migrated(f"sqlite:///{folder / 'site.sqlite3'}")
    )
    return folder / "site.sqlite3"


@pytest.fixture(scope="session")
def tables_on_postgresql(postgresql_server: str) -> Callable[[], str]:
    """The same, with every table and no rows."""
    numbers = count(1)
    _migrated(new_database(postgresql_server, "tables"))
    return lambda: new_database(postgresql_server, f"site{next(numbers)}", like="tables")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind, without rows, for sites that run in processes of their own."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("tables_on_sqlite"), tmp_path / "site.sqlite3")
        return f"sqlite:///{file}"
    return str(request.getfixturevalue("tables_on_postgresql")())
