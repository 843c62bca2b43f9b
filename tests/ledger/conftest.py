"""A log with something in it, and what people do with it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from evenhand.ledger import services
from evenhand.ledger.log import guards
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Checkpoint, Entry
from evenhand.ledger.tree.keys import Kind, SigningKey

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
Append = Callable[..., Entry]
Sign = Callable[..., Checkpoint]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.new("site.example/ledger", Kind.LOG)


@pytest.fixture
def append(db: None) -> Append:
    """Write an entry, as a service would."""

    def write(number: int = 0, *, now: datetime = NOW, **said: object) -> Entry:
        entry = {
            "kind": "promise-moved",
            "subject": f"plan/demoshire/action/{number}",
            "body": {"was": "2026-03-31", "is": "2026-06-30", "number": number},
            "by": "role/workstream-lead",
            "organisation": "force/demoshire",
        }
        with transaction.atomic():
            return services.append(now=now, **(entry | said))

    return write


@pytest.fixture
def sign(key: SigningKey) -> Sign:
    """Let the sequencer come round, once or day after day."""

    def go_round(*, days: int = 0, by: SigningKey = key) -> Checkpoint:
        signed = sequence(LEDGER, key=by, now=NOW + timedelta(days=days))
        assert isinstance(signed, Checkpoint)
        return signed

    return go_round


@pytest.fixture
def unguarded(db: None) -> Callable[[], AbstractContextManager[None]]:
    """What somebody with full rights on the database can do: take the guards away, and back."""

    @contextmanager
    def away() -> Iterator[None]:
        statements = Statements()
        guards.take_away(statements, "ledger")
        yield
        guards.add(statements, "ledger")

    return away


class Statements:
    """Runs what a migration would, inside a test's own transaction."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
