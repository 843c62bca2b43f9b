"""One network cannot silence all others, and nothing is kept of where a message came from."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from evenhand.accounts.models import Came
from evenhand.accounts.services import limits
from evenhand.config.database import database
from evenhand.voices import networks, selectors, services
from evenhand.voices.errors import TooMany
from evenhand.voices.models import Feedback
from evenhand.voices.networks import Recent, network

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_came_yet() -> Iterator[None]:
    services.RECENT.clear()
    yield
    services.RECENT.clear()


def send(from_: str | None, *, now: datetime = NOW, times: int = 1) -> None:
    for _ in range(times):
        services.receive(
            form=uuid4(),
            path="/",
            figure="",
            doing="",
            wrong="It is wrong.",
            satisfaction="",
            now=now,
            network=from_,
        )


@pytest.mark.django_db
def test_one_network_is_told_to_wait_and_all_others_are_still_heard() -> None:
    send("flooder", times=services.FROM_ONE)
    with pytest.raises(TooMany) as refused:
        send("flooder")

    assert refused.value.from_here
    send("somebody else")
    send(None)
    send("flooder", now=NOW + services.WITHIN)


@pytest.mark.django_db
def test_when_many_messages_arrive_a_network_that_sent_none_is_still_heard() -> None:
    for number in range(services.MOST):
        send(f"network {number}")
    with pytest.raises(TooMany) as refused:
        send("network 1")
    with pytest.raises(TooMany):
        send(None)

    assert not refused.value.from_here
    send("a reader")


@pytest.mark.django_db
def test_a_flood_from_everywhere_cannot_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "FLOOD", 5)
    for number in range(5):
        send(f"network {number}")
    with pytest.raises(TooMany):
        send("a reader")


@pytest.mark.django_db
def test_a_message_that_was_refused_does_not_make_the_wait_longer() -> None:
    send("flooder", times=services.FROM_ONE)
    for minutes in range(9):
        with pytest.raises(TooMany):
            send("flooder", now=NOW + timedelta(minutes=minutes))

    send("flooder", now=NOW + services.WITHIN)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.112.7", "203.0.112.7", True),
        ("203.0.112.7", "203.0.112.8", False),
        ("203.0.112.7:4711", "::ffff:203.0.112.7", True),
        ("2a00:1450:4009:81f::1", "2a00:1450:4009:ffff::2", True),
        ("2a00:1450:4009::1", "2a00:1450:400a::1", False),
        ("[2a00:1450:4009::1]", "2a00:1450:4009::1", True),
    ],
)
def test_a_network_is_one_address_or_what_a_site_is_given_of_the_new_ones(
    one: str, other: str, same: bool
) -> None:
    assert network(one) is not None
    assert (network(one) == network(other)) is same


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "::1", "fe80::1%eth0", "", "<script>"]
)
def test_a_proxy_of_ours_or_nonsense_is_nobodys_network(address: str) -> None:
    assert network(address) is None


def test_what_is_counted_is_no_address_and_is_forgotten() -> None:
    recent = Recent(services.WITHIN)
    recent.add("203.0.112.7/32", NOW)

    assert "203.0.112" not in repr(vars(recent))
    assert Recent(services.WITHIN)._name("a") != recent._name("a")  # another process, another key
    assert recent.count("203.0.112.7/32", NOW) == 1
    assert recent.count("203.0.112.7/32", NOW + services.WITHIN) == 0
    assert not recent._came


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where `evenhand serve` has started several processes on PostgreSQL."""
    monkeypatch.setenv(networks.KEY, "")  # so that it goes again afterwards
    del os.environ[networks.KEY]
    networks.make_key()
    monkeypatch.setattr(limits, "shared", lambda: True)


@pytest.mark.django_db
def test_processes_that_share_a_name_and_a_key_count_together(several: None) -> None:
    """Two of them stand for two processes: they share nothing but the database and the key."""
    one, other = (Recent(services.WITHIN, shared_as="follow") for _ in range(2))

    assert [each.add("203.0.112.7/32", NOW) for each in (one, other, one)] == [1, 2, 3]
    assert [each.count("203.0.112.7/32", NOW) for each in (one, other)] == [3, 3]
    assert other.count("198.51.100.1/32", NOW) == 0
    assert Recent(services.WITHIN, shared_as="cosignatures").count("203.0.112.7/32", NOW) == 0
    assert one.count("203.0.112.7/32", NOW + services.WITHIN) == 0, "a while is over"
    assert one.add("203.0.112.7/32", NOW + services.WITHIN) == 1
    assert not one._came


@pytest.mark.django_db
def test_what_processes_share_is_no_address_and_goes_within_the_hour(several: None) -> None:
    recent = Recent(services.WITHIN, shared_as="follow")
    recent.add("203.0.112.7/32", NOW)

    (row,) = Came.objects.all()
    assert row.sender.startswith("follow/")
    assert "203.0.112.7" not in row.sender
    before = row.sender
    os.environ[networks.KEY] = "00" * 32
    recent.add("203.0.112.7/32", NOW)
    assert Came.objects.exclude(pk=before).count() == 1, "the site was started anew: another name"
    assert limits.forget(minute=int(NOW.timestamp()) // 60 + 71) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("lacks", ["name", "key", "second process"])
def test_without_a_name_a_key_or_a_second_process_each_counts_in_memory(
    several: None, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    if lacks == "key":
        monkeypatch.delenv(networks.KEY)
    if lacks == "second process":
        monkeypatch.setattr(limits, "shared", lambda: False)
    one, other = (
        Recent(services.WITHIN, shared_as="" if lacks == "name" else "follow") for _ in range(2)
    )

    assert [one.add("a", NOW), one.add("a", NOW), other.add("a", NOW)] == [1, 2, 1]
    assert not Came.objects.exists()


@pytest.mark.django_db
def test_a_message_is_erased_by_its_number_and_the_others_stay() -> None:
    send(None, times=3)
    first, second, third = (one.pk for one in selectors.feedback())

    assert services.delete([second, 999_999], now=NOW) == [second]
    assert [one.pk for one in selectors.feedback()] == [first, third]


@pytest.mark.django_db
def test_what_is_older_than_two_years_goes_when_the_next_message_comes() -> None:
    send(None, now=NOW - services.KEPT_FOR - timedelta(seconds=1))
    send(None, now=NOW - services.KEPT_FOR)
    send(None)

    assert [one.received_at for one in selectors.feedback()] == [NOW, NOW - services.KEPT_FOR]


@pytest.mark.django_db
def test_messages_before_a_day_are_erased_and_counted() -> None:
    send(None, now=NOW - timedelta(days=40), times=2)
    send(None)

    assert services.delete_older(NOW - timedelta(days=30), now=NOW) == 2
    assert Feedback.objects.count() == 1


def test_erased_words_are_not_left_in_the_database_file(tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite3"
    settings = database(f"sqlite:///{file}")
    connection = sqlite3.connect(settings["NAME"])
    connection.executescript(settings["OPTIONS"]["init_command"])
    connection.executescript("CREATE TABLE said (words); INSERT INTO said VALUES ('my neighbour')")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"my neighbour" in file.read_bytes()
    connection.execute("DELETE FROM said")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert b"my neighbour" not in file.read_bytes()
