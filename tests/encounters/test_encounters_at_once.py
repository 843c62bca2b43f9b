"""The same record sent by two requests at the same moment: one row, one answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from encounters.phones import Phone, officer, states
from evenhand.accounts.acting import Acting
from evenhand.encounters.models import Device, Finding, Odd, Sent, Stop, StopEntry, ToMend
from evenhand.encounters.services import receiving

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all of them at the same moment, each on a connection of its own."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        ready.wait(timeout=30)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def held_by_nobody(device: UUID, *, by: Acting) -> Device:
    """The device as it stands, without waiting for others that look at it."""
    del by
    return Device.objects.get(pk=device)


@pytest.fixture
def phone(transactional_db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.mark.parametrize("minutes", [6, -6])
def test_two_same_posts_at_once_are_one_record_and_one_answer(phone: Phone, minutes: int) -> None:
    sealed = [phone.sealed(phone.stop(duration_minutes=minutes)) for _ in range(5)]

    answers = at_once(*[lambda: phone.send(*sealed)] * 4)

    assert len({tuple(states(one)) for one in answers}) == 1
    assert set(states(answers[0])) == {"kept" if minutes > 0 else "to_mend"}
    assert Sent.objects.count() == 5
    assert Stop.objects.count() + ToMend.objects.count() == 5
    assert StopEntry.objects.count() == Stop.objects.count()


def test_the_database_decides_where_no_lock_helps(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody holds the device here, and everybody has looked before anybody wrote."""
    monkeypatch.setattr(receiving, "locked", held_by_nobody)
    carriers = [officer(f"carrier{number}") for number in range(3)]
    sealed = [phone.sealed(phone.stop()) for _ in range(3)]
    looked, look, here = Barrier(3), receiving._kept_before, local()

    def looking(entries: Any) -> Any:
        found = look(entries)
        if not getattr(here, "looked", False):
            here.looked = True
            looked.wait(timeout=30)
        return found

    monkeypatch.setattr(receiving, "_kept_before", looking)
    answers = at_once(*[lambda one=one: phone.send(*sealed, by=one) for one in carriers])

    assert [states(one) for one in answers] == [["kept"] * 3] * 3
    assert (Sent.objects.count(), Stop.objects.count()) == (3, 3)
    assert not Finding.objects.filter(odd=Odd.CONFLICT).exists()


def test_two_bodies_of_one_id_at_once_are_one_stop_and_one_conflict(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "locked", held_by_nobody)
    carriers = [officer(f"carrier{number}") for number in range(3)]
    record = phone.stop()
    bodies = [phone.sealed(record) for _ in range(3)]

    answers = at_once(
        *[
            lambda one=one, by=by: phone.send(one, by=by)
            for one, by in zip(bodies, carriers, strict=True)
        ]
    )

    assert sorted(states(one)[0] for one in answers) == ["conflict", "conflict", "kept"]
    assert (Sent.objects.count(), Stop.objects.count(), Finding.objects.count()) == (3, 1, 2)


def test_two_officers_carrying_the_same_records_in_another_order_do_not_block_each_other(
    phone: Phone,
) -> None:
    mate = officer("mate")
    sealed = [phone.sealed(phone.stop()) for _ in range(10)]

    answers = at_once(lambda: phone.send(*sealed), lambda: phone.send(*reversed(sealed), by=mate))

    assert [states(one) for one in answers] == [["kept"] * 10] * 2
    assert Sent.objects.count() == 10


def test_what_is_answered_is_on_disk_when_the_server_says_so(phone: Phone) -> None:
    """A 201 promises that a power cut loses nothing; PostgreSQL keeps that with this setting."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
