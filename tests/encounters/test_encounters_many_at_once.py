"""What comes in batches is read, written and kept together, as if each record came alone."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from encounters.phones import Phone, Record, officer, states
from evenhand.audit.models import Entry
from evenhand.audit.services import entry
from evenhand.config import server
from evenhand.encounters import rules
from evenhand.encounters.arriving import batches
from evenhand.encounters.arriving.columns import likeness, said
from evenhand.encounters.arriving.splitting import part, whole
from evenhand.encounters.keys import keyed
from evenhand.encounters.models import Receipt, Sealed, Sent, Stop, StopEntry, Version
from evenhand.encounters.receipts import slips
from evenhand.ledger.adding import add, numbers
from evenhand.ledger.log.writing import committed, content
from evenhand.ledger.tree.entries import NotCanonical, canonical

HARD = 'Quay \\ Road \\N \\. “ö” {1,2} "東" \U0001f697'
DEEP = [{"a": [{"a": [{"a": [{"a": [{"a": [{"a": one}]}]}]}]}]} for one in ([], [1], 1, {"a": 1})]


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def sealed(phone: Phone, count: int, **changed: Any) -> list[Record]:
    """New records, each with a slip of its own."""
    return [phone.sealed(phone.stop(**changed)) for _ in range(count)]


def statements(phone: Phone, count: int) -> list[str]:
    """The statements that a batch of so many records takes."""
    sent, seen = sealed(phone, count), []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert states(phone.send(*sent)) == ["kept"] * count
    return seen


def test_fifty_records_take_as_many_statements_as_two(phone: Phone) -> None:
    phone.send(*sealed(phone, 1))  # what a process asks once is asked
    few, many = statements(phone, 2), statements(phone, 50)

    assert len(many) == len(few)
    assert len(many) <= 30
    assert StopEntry.objects.count() == Receipt.objects.count() == Sealed.objects.count() == 53


def test_what_is_written_together_says_what_was_sent(phone: Phone) -> None:
    text = f"{HARD}\n\tand\r\n\\N\n\\."
    record = phone.stop(reason_text=text)
    record["place"] = {**record["place"], "name": HARD}
    first = phone.sealed(record)

    assert states(phone.send(first, *sealed(phone, 3))) == ["kept"] * 4

    stop = Stop.objects.get(pk=record["stop_id"])
    version = Version.objects.get(stop=stop)
    opened = json.loads(version.record)
    place = version.restricted.place or {}
    assert (opened["reason_text"], place["name"]) == (text, HARD)
    assert (stop.outcomes, stop.mended, stop.reviewed) == (["no_action"], False, "waiting")
    assert (version.number, version.changes, version.redacted) == (1, [], "")
    assert stop.started_at == datetime.fromisoformat(record["started_at"])
    row = Sent.objects.get(record=stop.pk)
    assert bytes(row.sealed.content) == batches._bytes(first["sealed"])
    assert (row.stop, row.device_id, row.size) == (stop, phone.id, len(row.sealed.content))


def test_what_a_model_would_have_saved_is_what_is_added(phone: Phone) -> None:
    phone.send(*sealed(phone, 2))
    stop = Stop.objects.first()
    assert stop
    values = {one.attname: getattr(stop, one.attname) for one in Stop._meta.concrete_fields}

    number = Sent.objects.create(
        record=stop.pk,
        device_id=phone.id,
        sequence=9,
        sha256="0" * 64,
        size=1,
        key="k",
        received_at=timezone.now(),
        carried_by=phone.by.person,
        state="conflict",
    ).pk
    other = phone.stop()["stop_id"]
    add(Stop, [{**values, "id": other, "sent_id": number}])

    again = Stop.objects.get(pk=other)
    same = {one.attname: getattr(again, one.attname) for one in Stop._meta.concrete_fields}
    assert {**same, "id": stop.pk, "sent_id": stop.sent_id} == values


def test_a_row_that_breaks_a_rule_leaves_none_of_those_beside_it(phone: Phone) -> None:
    rows = [
        {"secret_digest": f"{one:064x}", "record": phone.id, "nonce": b"0" * 16} for one in (1, 2)
    ]
    for row in rows:
        row["works_until"] = timezone.localdate()

    with pytest.raises(IntegrityError), transaction.atomic():
        add(Receipt, rows)

    assert not Receipt.objects.exists()


def test_numbers_that_were_taken_are_given_to_nobody_else(phone: Phone) -> None:
    phone.send(*sealed(phone, 1))
    taken = [number for (number,) in numbers(3, Sent)]

    assert len(set(taken)) == 3
    assert min(taken) > Sent.objects.latest("pk").pk
    if connection.vendor == "postgresql":
        phone.send(*sealed(phone, 1))
        assert Sent.objects.latest("pk").pk > max(taken)


def test_a_slip_that_is_known_costs_no_record_and_opens_what_it_opened(phone: Phone) -> None:
    first, known = phone.stop(), phone.secret
    phone.send(phone.sealed(first))
    taken_over = phone.stop()
    phone.secret = known
    sent = [phone.sealed(taken_over), *sealed(phone, 2)]

    assert states(phone.send(*sent)) == ["kept"] * 3

    opens = Receipt.objects.get(secret_digest=slips.of(known).secret_digest)
    assert str(opens.record) == first["stop_id"]
    assert (Receipt.objects.count(), Stop.objects.count()) == (3, 4)


values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text() | some.floats(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=12,
)


def read(raw: object) -> Any:
    """What is read, or the code of what is wrong."""
    try:
        return rules.read(raw)
    except rules.Unreadable as error:
        return error.code


@given(values)
def test_json_is_read_as_the_values_that_it_spells(value: object) -> None:
    text = json.dumps([value])
    read_before = read([value])

    if "NaN" in text or "Infinity" in text:
        return  # which of several things is wrong is not said in the same order
    again = read(text.encode())
    assert again == read_before
    assert json.dumps(again) == json.dumps(read_before)


@pytest.mark.parametrize("inner", DEEP)
def test_json_is_too_deep_where_its_values_are(inner: Any) -> None:
    for value in (inner, [inner], [[inner]], [[[inner]]]):
        assert read(json.dumps(value).encode()) == read(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (r'{"a": "\ud800"}', "half_a_character"),
        (r'{"a": ["\uDC00x"]}', "half_a_character"),
        (r'{"\uDBFF": 1}', "half_a_character"),
        ('{"a": 1e999}', "number_too_large"),
        ('{"a": ' + "9" * 30 + "}", "number_too_long"),
        ('{"a": {"b": 1, "b": 1}}', "name_twice"),
    ],
)
def test_what_was_not_looked_through_twice_is_refused_all_the_same(text: str, code: str) -> None:
    assert read(text.encode()) == code


def test_a_whole_character_in_two_halves_is_read() -> None:
    assert read(rb'{"a": "\ud83d\ude97", "b": 3.0, "c": -0.0}') == {
        "a": "\U0001f697",
        "b": 3,
        "c": 0,
    }


@given(some.text(), some.text(), some.dictionaries(some.sampled_from("abc"), some.text()))
def test_an_entry_is_committed_to_in_its_only_form(by: str, subject: str, said: Any) -> None:
    try:
        made = entry(
            act="collection",
            by=by,
            organisation="force/kent",
            subject=subject,
            now=datetime(2026, 11, 22, 12, 30, 0, 7, tzinfo=UTC),
            details=said,
        )
    except NotCanonical:
        return
    assert committed(made) == canonical(content(made))


def test_an_entry_that_somebody_changed_is_not_committed_to() -> None:
    made = Entry(kind="a", subject="b", by="c", at=timezone.now(), body='{"b":1, "a":2}')

    with pytest.raises(NotCanonical):
        committed(made)


def test_what_a_record_says_is_told_by_the_digests_of_before(phone: Phone) -> None:
    """They stand beside stops that were kept, and are compared with new ones."""
    checked = rules.check(phone.stop(), context=rules.Context(timezone.now(), phone.force))
    assert checked.stop
    record = checked.stop.model_dump(mode="json")
    parted = part(record)
    opened, apart = parted.opened, parted.apart
    sent = {"stop_id", "device_id", "sequence", "recorded_at", "seconds", "receipt_digest"}
    same = {name: value for name, value in opened.items() if name not in {*sent, "late_reason"}}

    alike = canonical([same, apart.registration, dict(apart.place)]).decode()
    all_of_it = canonical([opened, apart.registration, dict(apart.place), apart.officer]).decode()
    assert likeness(opened, apart) == keyed.mac(phone.force, keyed.LIKENESS, alike)
    assert said(opened, apart) == keyed.mac(phone.force, keyed.SAID, all_of_it)
    assert said(opened, apart, parted.text) == said(opened, apart)
    assert whole(opened, apart) == record


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("QUI", b"AB"),
        ("QUI=", b"AB"),
        ("-_8", b"\xfb\xff"),
        ("+/8", b""),
        ("QU I", b""),
        ("QUI\n", b""),
        ("Q=UI", b""),
        ("é", b""),
        ("A", b""),
        ("", b""),
        (7, b""),
    ],
)
def test_sealed_bytes_are_read_from_base64url_alone(text: object, raw: bytes) -> None:
    assert batches._bytes(text) == raw


def test_several_processes_answer_where_the_database_lets_several_write(db: None) -> None:
    assert server.workers() in ((1, 2) if connection.vendor == "postgresql" else (1,))
