"""A database that can keep nothing says nothing of a record: whoever sent it sends it again."""

from typing import Any

import pytest
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from django.utils import timezone

from accounts.cast import signed_in
from encounters.known_tables import system
from encounters.phones import Phone, officer, states
from evenhand.encounters import stop_log
from evenhand.encounters.models import Call, Sent, Stop
from evenhand.encounters.services import taking_in
from evenhand.roadside.api import device
from evenhand.roadside.api.gates import Gate

pytestmark = pytest.mark.django_db
AWAY = [OperationalError, InterfaceError, InternalError, ProgrammingError, DatabaseError]
OWN = [IntegrityError, DataError, ValueError]
KEPT = stop_log.kept


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def failing(monkeypatch: pytest.MonkeyPatch, record: Any, error: type[Exception]) -> None:
    """Let one record, and none beside it, meet a fault."""

    def kept(**said: Any) -> Any:
        if str(said["stop_id"]) == record["stop_id"]:
            raise error("as the database said it")
        return KEPT(**said)

    monkeypatch.setattr(stop_log, "kept", kept)


@pytest.mark.parametrize("error", AWAY)
def test_a_fault_of_the_database_fails_the_whole_batch_and_calls_no_record_refused(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    records = [phone.stop() for _ in range(3)]
    sealed = [phone.sealed(one) for one in records]
    failing(monkeypatch, records[1], error)

    with pytest.raises(error):
        phone.send(*sealed)

    assert not Sent.objects.exists() and not Stop.objects.exists()
    monkeypatch.undo()
    assert states(phone.send(*sealed)) == ["kept"] * 3


def test_a_fault_that_comes_when_a_record_is_tried_alone_fails_the_whole_batch_too(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, faults = [phone.stop() for _ in range(2)], [IntegrityError, InternalError]

    def kept(**said: Any) -> Any:
        raise faults.pop(0)("together, and then alone")

    monkeypatch.setattr(stop_log, "kept", kept)
    with pytest.raises(InternalError):
        phone.send(*map(phone.sealed, records))
    assert not faults and not Sent.objects.exists()


@pytest.mark.parametrize("error", OWN)
def test_a_fault_of_one_record_costs_none_beside_it(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    records = [phone.stop() for _ in range(3)]
    failing(monkeypatch, records[1], error)

    assert states(phone.send(*map(phone.sealed, records))) == ["kept", "refused", "kept"]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, InternalError])
def test_a_phone_is_told_503_and_when_to_come_back(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(device, "GATE", Gate())
    record = phone.stop()
    sealed = phone.sealed(record)
    failing(monkeypatch, record, error)

    answer = signed_in(phone.by.person).post(
        "/workspace/roadside/api/records", phone.batch(sealed), content_type="application/json"
    )

    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    assert not Sent.objects.exists()


@pytest.mark.parametrize("error", AWAY)
def test_a_system_keeps_its_records_too_and_may_send_the_same_call_again(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    record, there = phone.stop(), system()
    call = {"system": there, "idempotency_key": "one", "sha256": "0" * 64}
    failing(monkeypatch, record, error)

    with pytest.raises(error):
        taking_in.take_in([record], now=timezone.now(), **call)

    assert not Call.objects.exists(), "nothing was answered under its key"
    monkeypatch.undo()
    assert taking_in.take_in([record], now=timezone.now(), **call)[0] == 201
