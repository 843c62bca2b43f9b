"""A limit holds for a sender whichever process it comes to, and says nothing of who was stopped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection

from evenhand.accounts.models import Came
from evenhand.accounts.services import limits
from evenhand.roadside.api.gates import Gate, TooMuch

postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite one process serves a site"
)
EACH_PROCESS = """
import sys, django
django.setup()
from evenhand.accounts.services import limits
print(*(limits.count("system/7", minute=29_000_000) for _ in range(int(sys.argv[1]))))
"""


@pytest.mark.django_db
def test_each_time_is_counted_once_and_a_minute_begins_anew() -> None:
    assert [limits.count("a", minute=5) for _ in range(3)] == [1, 2, 3]
    assert limits.count("b", minute=5) == 1
    assert [limits.times(one, minute=5) for one in ("a", "a", "nobody")] == [3, 3, 0]
    assert limits.times("a", minute=6) == 0
    assert [limits.count("a", minute=6) for _ in range(2)] == [1, 2]
    assert Came.objects.count() == 2, "a sender has one row"


@pytest.mark.django_db
def test_who_has_not_come_for_an_hour_is_forgotten() -> None:
    limits.count("early", minute=5)
    limits.count("late", minute=100)

    assert limits.forget(minute=101) == 1
    assert Came.objects.get().sender == "late"


@pytest.mark.django_db
def test_a_second_process_of_the_site_knows_what_came_to_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two gates stand for two processes: they share nothing but the database."""
    monkeypatch.setattr(limits, "shared", lambda: True)
    monkeypatch.setattr("evenhand.roadside.api.gates.time.time", lambda: 1_800_000_015.0)
    one, other = Gate(each_minute=3), Gate(each_minute=3)
    for gate in (one, other, one):
        with gate.passed("a"):
            pass

    with pytest.raises(TooMuch) as slowed, other.passed("a"):
        pass
    assert slowed.value.seconds == 45, "until the minute is over"
    with other.passed("b"):
        pass
    monkeypatch.setattr("evenhand.roadside.api.gates.time.time", lambda: 1_800_000_060.0)
    with other.passed("a"):
        pass


@pytest.mark.django_db
def test_one_process_counts_in_memory_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "shared", lambda: False)
    gate = Gate(each_minute=1)
    with gate.passed("a"):
        pass

    with pytest.raises(TooMuch), gate.passed("a"):
        pass
    assert not Came.objects.exists()


@postgresql
@pytest.mark.django_db(transaction=True)
def test_two_real_processes_at_once_count_every_time_once() -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", EACH_PROCESS, "100"],
            env={**os.environ, **dict(_database())},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    counted = [int(one) for each in running for one in each.communicate(timeout=120)[0].split()]

    assert sorted(counted) == list(range(1, 201))


@postgresql
@pytest.mark.django_db
def test_what_is_counted_is_in_no_write_ahead_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'accounts_came'")
        assert cursor.fetchone() == ("u",)


def test_no_slip_and_no_network_is_a_sender() -> None:
    """Every name under which somebody is counted stands in the sources, and is one of these."""
    import re
    from pathlib import Path

    from evenhand import roadside

    sources = Path(roadside.__file__ or "").parent.rglob("*.py")
    named = {one for file in sources for one in re.findall(r"\.passed\((.+?)\)", file.read_text())}

    assert named == {
        'f"system/{system.pk}"',
        'f"person/{request.user.pk}"',
        '"codes"',
        '"unknown slips"',
    }


def _database() -> Iterator[tuple[str, str]]:
    """How another process reaches the database of this test."""
    whole = urlsplit(os.environ["EVENHAND_DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    yield "EVENHAND_DATABASE_URL", whole._replace(path=f"/{name}").geturl()
    yield "DJANGO_SETTINGS_MODULE", "evenhand.config.settings"
