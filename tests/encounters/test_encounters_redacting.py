"""Words are taken out of a stop for good, marked; the rest, the log and the slip hold as before."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from encounters.phones import Phone, kept, officer
from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import Role
from evenhand.audit.models import Act, Entry
from evenhand.encounters import stop_log
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.editing.asking import FREE
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import Finding, Sealed, Stop, StopEntry, Version
from evenhand.encounters.receipts import proving, showing
from evenhand.encounters.rules.schema import schema
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.redacting import (
    WORDS_FOR,
    Text,
    marks,
    redact,
    redact_due,
    texts,
)
from evenhand.ledger.kept import REDACTED

pytestmark = pytest.mark.django_db
NOW = timezone.now
NAMED = "Looked for Mr Example of 12 Quay Road"
WHY = "Article 17, request 3 of 2026"


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture
def boss(db: None) -> Acting:
    return officer("boss", role=Role.SUPERVISOR)


def named(phone: Phone, **more: Any) -> Stop:
    return kept(phone, reason="other", reason_text=NAMED, **more)


def corrected(stop: Stop, by: Acting, why: str = "Mistyped", **changed: Any) -> Version:
    stop.refresh_from_db()
    record, _ = current(stop)
    return correct(
        stop=stop.pk,
        expected=stop.versions,
        record={**record, **changed},
        reason=why,
        by=by,
        now=NOW(),
    )


def take_out(stop: Stop, by: Acting, *chosen: str, why: str = WHY) -> int:
    return redact(stop=stop.pk, chosen=chosen or (NAMED,), why=why, by=by, now=NOW())


def everything() -> str:
    """All that the database holds of stops, as text."""
    with connection.cursor() as cursor:
        tables = [one for one in connection.introspection.table_names() if "encounters_" in one]
        rows = []
        for table in (*tables, "stops_entry"):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows)


def test_words_go_from_every_version_and_a_mark_says_when_why_and_by_which_role(
    phone: Phone, boss: Acting
) -> None:
    stop = named(phone)
    corrected(stop, phone.by, duration_minutes=9)
    corrected(stop, phone.by, reason_text="For a briefing", why=NAMED)
    assert [one.words for one in texts(stop)] == [NAMED, "Mistyped", "For a briefing"]

    assert take_out(stop, boss) == 3

    assert NAMED not in everything()
    said = [json.loads(one.record)["reason_text"] for one in stop.all_versions.all()]
    assert said == [REDACTED, REDACTED, "For a briefing"]
    third = stop.all_versions.get(number=3)
    assert third.changes == [{"field": "reason_text", "old": REDACTED, "new": "For a briefing"}]
    assert third.reason == REDACTED and third.by == phone.by.person
    (mark,) = marks(stop.all_versions.get(number=1))
    assert (mark["role"], mark["why"], mark["fields"]) == ("Supervisor", WHY, ["reason_text"])
    erased = Entry.objects.get(kind=Act.ERASURE, subject=f"stop/{stop.pk}")
    assert NAMED not in erased.body and WHY in erased.body


def test_everything_else_of_the_stop_stays_and_it_can_be_corrected(
    phone: Phone, boss: Acting
) -> None:
    stop = named(phone)
    before = current(stop)[0]

    take_out(stop, boss)

    assert current(stop)[0] == {**before, "reason_text": REDACTED}
    corrected(stop, phone.by, duration_minutes=9)
    with pytest.raises(NotNow):
        take_out(stop, boss)
    assert not list(disagreements())


def test_the_log_holds_and_is_emptied_of_what_could_confirm_a_guess(
    phone: Phone, boss: Acting
) -> None:
    stop = named(phone)
    corrected(stop, phone.by, duration_minutes=9)
    before = stop_log.about(stop.pk)
    assert not list(disagreements())

    take_out(stop, boss)

    for row in before:
        leaf = bytes(row.leaf)
        row.refresh_from_db()
        assert row.nonce is None and row.body == "" and bytes(row.leaf) == leaf
    assert [one.kind for one in stop_log.about(stop.pk)] == [stop_log.REDACTED] * 2
    assert not list(disagreements())
    corrected(stop, phone.by, duration_minutes=10)
    assert not list(disagreements())
    assert [stop_log.number_of(one) for one in stop_log.about(stop.pk)] == [2, 3, 4]


def test_words_that_are_put_back_or_taken_out_without_a_mark_are_found(
    phone: Phone, boss: Acting
) -> None:
    stop, other = named(phone), named(phone, duration_minutes=7)
    take_out(stop, boss)
    row = other.all_versions.get()
    record = json.loads(row.record)
    record["reason_text"] = REDACTED
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    Version.objects.redact(row, {"why": "secretly"}, {"record": text})

    found = list(disagreements())
    assert found and all(str(other.pk) in one.says for one in found)


@pytest.mark.parametrize(
    "change",
    [
        {"reason_text": "Something else"},
        {"duration_minutes": 60},
        {"duration_minutes": REDACTED},
        {"reason_text": None},
        {"added": "x"},
        {"people": []},
    ],
)
def test_the_database_lets_texts_be_taken_out_and_nothing_else_be_changed(
    phone: Phone, change: dict[str, Any]
) -> None:
    row = named(phone).all_versions.get()
    said = json.loads(row.record)
    whole = json.dumps({**said, "reason_text": REDACTED})

    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.redact(row, {"why": "x"}, {"record": json.dumps({**said, **change})})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE encounters_version SET record = %s", [whole])  # and no mark
    Version.objects.redact(row, {"why": "x"}, {"record": whole})


def test_what_a_redaction_refuses(phone: Phone, boss: Acting) -> None:
    stop = named(phone)

    for chosen, why in (("Nothing of that", WHY), (NAMED, " ")):
        with pytest.raises(NotNow):
            take_out(stop, boss, chosen, why=why)
    with pytest.raises(MayNot):
        take_out(stop, phone.by)
    with pytest.raises(NotHere):
        take_out(stop, officer("far", "kent", role=Role.SUPERVISOR))
    record = current(stop)[0]
    phone.send(phone.sealed({**record, "duration_minutes": 44}))
    assert Finding.objects.filter(sent__record=stop.pk).exists()
    with pytest.raises(NotNow):  # the second record may hold the same words
        take_out(stop, boss)
    assert Sealed.objects.count() == 2 and NAMED in everything()
    with pytest.raises(NotNow):
        corrected(stop, phone.by, reason_text=REDACTED)


def test_whoever_has_the_slip_still_proves_the_stop(phone: Phone, boss: Acting) -> None:
    stop = named(phone)
    secret = phone.secret
    told = showing.look(secret, now=NOW()).told

    take_out(stop, boss)
    corrected(stop, phone.by, duration_minutes=9)

    assert showing.look(secret, now=NOW()).told == {**told, "duration_minutes": 9}
    entries = proving.entries(secret, now=NOW())
    assert [(one.number, one.kind) for one in entries] == [
        (1, stop_log.REDACTED),
        (2, stop_log.CORRECTED),
    ]
    again = StopEntry.objects.get(kind=stop_log.REDACTED)
    first = showing.slip_of(stop.pk)
    assert first is not None
    assert bytes(again.nonce) == stop_log.nonce_of_entry(first.nonce, 1)


def test_words_go_by_themselves_once_their_last_day_has_passed(phone: Phone) -> None:
    stop, plain = named(phone), kept(phone)
    assert redact_due(now=NOW() + WORDS_FOR - timedelta(days=1)) == 0

    assert redact_due(now=NOW() + WORDS_FOR + timedelta(days=1)) == 1

    assert texts(stop) == [] and NAMED not in everything()
    (mark,) = marks(stop.all_versions.get())
    assert mark["role"] == "" and mark["fields"] == ["reason_text"]
    assert plain.all_versions.get().redacted == ""
    assert redact_due(now=NOW() + WORDS_FOR + timedelta(days=1)) == 0
    assert not list(disagreements())


def test_every_free_text_of_the_rules_can_be_taken_out() -> None:
    """A text of several words, as the rules have it, is one that this knows, and no code is."""
    found = set(_texts_of(schema()))

    assert found == {one for one in found if FREE.fullmatch(one)}
    assert {"reason_text", "late_reason", "outcome_text", "searches.0.grounds"} <= found
    assert not FREE.fullmatch("reason") and not FREE.fullmatch("vehicle.make")


def _texts_of(node: dict[str, Any], path: str = "") -> Any:
    """Fields of 300 letters and more: nothing shorter is prose."""
    whole = schema()
    if "$ref" in node:
        node = {**whole["$defs"][node["$ref"].rpartition("/")[2]], **node}
    if node.get("maxLength", 0) >= 300 and path:
        yield path
    for name, each in node.get("properties", {}).items():
        yield from _texts_of(each, f"{path}.{name}" if path else name)
    for each in node.get("anyOf", ()):
        if isinstance(each, dict) and ("$ref" in each or "maxLength" in each or "items" in each):
            yield from _texts_of(each, path)
    if isinstance(node.get("items"), dict):
        yield from _texts_of(node["items"], f"{path}.0")


def test_a_text_is_offered_once_with_all_the_places_where_it_stands(phone: Phone) -> None:
    stop = named(phone)
    corrected(stop, phone.by, why=NAMED, duration_minutes=9)

    assert texts(stop) == [
        Text(NAMED, ("Reason in the officer’s words", "Why it was corrected")),
    ]
