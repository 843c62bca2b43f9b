"""The log in the database: what is written gets its place, once, and stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from evenhand.ledger import selectors, services
from evenhand.ledger.errors import BrokenLog, CannotErase, NoKey
from evenhand.ledger.log import sequencing
from evenhand.ledger.log.heads import parse
from evenhand.ledger.log.sequencing import rotate, sequence
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import Checked, verify
from evenhand.ledger.models import Checkpoint, Entry, Tile
from evenhand.ledger.tree import merkle
from evenhand.ledger.tree.entries import NotCanonical, canonical, commit
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Checkpoint as Statement
from evenhand.ledger.tree.notes import Note, decoded


def checked(**given: Any) -> Checked:
    return verify(LEDGER, **given)


def test_what_was_written_gets_places_in_order_after_the_log_has_named_its_key(
    append, sign, key
) -> None:
    written = [append(number) for number in range(5)]
    checkpoint = sign()

    rows = list(Entry.objects.order_by("position"))
    assert [row.position for row in rows] == [0, 1, 2, 3, 4, 5]
    assert [row.kind for row in rows[:2]] == ["log-key", "promise-moved"]
    assert [row.pk for row in rows[1:]] == [row.pk for row in written]
    assert checkpoint.size == 6
    assert Note.parse(checkpoint.note).verified(key.verifier)
    assert checked(key=key.verifier).faults == ()


def test_a_log_without_entries_is_not_signed_and_holds(db, key, now) -> None:
    assert sequence(LEDGER, key=key, now=now) is None
    assert checked().faults == ()
    assert selectors.checkpoint() is None


def test_going_round_again_with_nothing_new_changes_nothing(append, sign) -> None:
    append()
    first, again = sign(), sign(days=1)

    assert first == again
    assert Checkpoint.objects.count() == 1


def test_many_entries_take_several_rounds_and_none_is_left(append, sign, monkeypatch) -> None:
    monkeypatch.setattr(sequencing, "MOST", 100)
    for number in range(350):
        append(number)

    assert sign().size == 351
    assert list(Checkpoint.objects.values_list("size", flat=True)) == [101, 201, 301, 351]
    assert not Entry.objects.filter(position=None).exists()
    assert checked().faults == ()


def test_an_entry_belongs_in_a_transaction(transactional_db, now) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        services.append(kind="k", subject="s", body={}, by="b", organisation="", now=now)


def test_an_entry_goes_with_the_transaction_that_did_not_happen(append, sign) -> None:
    append(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append(2)
        raise ZeroDivisionError
    assert sign().size == 2
    assert [each.content["body"]["number"] for each in selectors.history(SUBJECT.format(1))] == [1]
    assert selectors.history(SUBJECT.format(2)) == []


SUBJECT = "plan/demoshire/action/{}"


def test_the_history_of_a_thing_is_told_in_order_with_what_waits_last(append, sign) -> None:
    append(7)
    sign()
    append(7, body={"is": "2026-09-30"})

    first, last = selectors.history(SUBJECT.format(7))

    assert first.position is not None
    assert last.position is None
    assert last.content
    assert last.content["body"] == {"is": "2026-09-30"}
    assert last.content["by"] == "role/workstream-lead"


def test_a_proof_of_an_entry_can_be_checked_by_itself(append, sign, key) -> None:
    for number in range(300):
        append(number)
    entry = append(300)
    assert selectors.proof(301) is None
    sign()

    text = selectors.proof(301)
    assert text
    lines, _blank, note = text.partition("\n\n")
    first, _extra, index, *hashes = lines.split("\n")
    statement = Statement.parse(Note.parse(note).text)

    assert first == "c2sp.org/tlog-proof@v1"
    assert Note.parse(note).verified(key.verifier)
    assert merkle.includes(
        [decoded(each, 32) for each in hashes],
        position=int(index.removeprefix("index ")),
        size=statement.size,
        leaf=merkle.leaf_hash(bytes(entry.leaf)),
        root=statement.root,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET body = '{}' WHERE position = 2",
        "UPDATE ledger_entry SET position = 99 WHERE position = 2",
        "UPDATE ledger_entry SET position = NULL WHERE position = 2",
        "UPDATE ledger_entry SET nonce = NULL, body = '' WHERE position = 2",
        "UPDATE ledger_entry SET leaf = nonce WHERE position = 2",
        "DELETE FROM ledger_entry WHERE position = 2",
        "DELETE FROM ledger_entry WHERE position IS NULL",
        "UPDATE ledger_entry SET at = NULL WHERE position IS NULL",
        "UPDATE ledger_tile SET hashes = substr(hashes, 1, 32)",
        "UPDATE ledger_tile SET hashes = substr(hashes, 33)",
        "UPDATE ledger_tile SET number = 7",
        "DELETE FROM ledger_tile",
        "UPDATE ledger_checkpoint SET signed_at = NULL",
        "UPDATE ledger_checkpoint SET size = 999",
        "DELETE FROM ledger_checkpoint",
    ],
)
def test_the_database_itself_refuses_to_change_a_log(append, sign, statement: str) -> None:
    for number in range(4):
        append(number)
    sign()
    append(4)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert checked().faults == ()


def test_an_entry_cannot_be_placed_twice(append, sign) -> None:
    append()
    sign()
    late = append(1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=late.pk).update(position=0)


@pytest.mark.parametrize("name", ["kind", "subject", "by", "organisation", "body", "at", "nonce"])
def test_an_entry_that_was_changed_while_it_waited_is_not_signed(
    append, sign, unguarded, name: str
) -> None:
    append(1)
    sign()
    changed = append(2)
    values = {"at": changed.at + timedelta(days=1), "body": '{"number":3}', "nonce": bytes(16)}
    with unguarded():
        Entry.objects.filter(pk=changed.pk).update(**{name: values.get(name, "other")})

    with pytest.raises(BrokenLog, match="was changed"):
        sign(days=1)
    assert Checkpoint.objects.count() == 1
    assert Entry.objects.get(pk=changed.pk).position is None


def test_no_flipped_bit_of_a_tile_reaches_a_signature(append, sign, unguarded) -> None:
    for number in range(300):
        append(number)
    sign()
    for tile in Tile.objects.filter(number=tile_at_the_end()):
        kept = bytes(tile.hashes)
        for at in range(0, len(kept), 7):
            flipped = kept[:at] + bytes([kept[at] ^ 4]) + kept[at + 1 :]
            with unguarded():
                Tile.objects.filter(pk=tile.pk).update(hashes=flipped)
            append(1)
            with pytest.raises(BrokenLog):
                sign(days=1)
        with unguarded():
            Tile.objects.filter(pk=tile.pk).update(hashes=kept)
    assert sign(days=1).size > 301


def tile_at_the_end() -> int:
    last = Tile.objects.filter(level=0).order_by("number").last()
    assert last
    return last.number


def test_a_bit_that_flips_between_writing_and_reading_is_not_signed(
    append, sign, monkeypatch
) -> None:
    append(1)
    sign()
    append(2)
    right = sequencing.tile

    def wrong(log: Any, level: int, number: int) -> list[bytes]:
        *others, last = right(log, level, number)
        return [*others, last[:-1] + bytes([last[-1] ^ 1])] if len(others) > 1 else [*others, last]

    monkeypatch.setattr(sequencing, "tile", wrong)
    with pytest.raises(BrokenLog, match="a moment ago"):
        sign(days=1)


def test_the_log_is_not_signed_with_a_key_that_it_does_not_name(append, sign) -> None:
    append(1)
    sign()
    append(2)

    with pytest.raises(NoKey, match="not signed with the key at hand"):
        sign(by=SigningKey.new("site.example/ledger", Kind.LOG))


def test_a_changed_key_is_named_in_the_log_and_both_keys_sign_that(append, sign, key, now) -> None:
    new = SigningKey.new(key.name, Kind.LOG)
    append(1)
    before = parse(sign().note)
    append(2)
    rotate(LEDGER, old=key, new=new, why="A laptop was stolen.", now=now)
    append(3)
    after = sign(by=new)

    assert checked(heads=before, key=new.verifier).faults == ()
    bridge = Note.parse(Checkpoint.objects.order_by("size").reverse()[1].note)
    assert bridge.verified(key.verifier)
    assert bridge.verified(new.verifier)
    assert not Note.parse(after.note).verified(key.verifier)
    named = Entry.objects.filter(kind="log-key").order_by("position").last()
    assert named
    assert "A laptop was stolen." in named.body
    with pytest.raises(NoKey):
        sign(by=key)


def test_a_log_does_not_change_to_the_key_of_another_name(append, sign, key, now) -> None:
    append(1)
    sign()
    other = SigningKey.new("other.example/ledger", Kind.LOG)

    with pytest.raises(NoKey, match="named site"):
        rotate(LEDGER, old=key, new=other, why="", now=now)


def test_what_is_erased_is_gone_and_the_log_holds(append, sign, now) -> None:
    for number in range(5):
        append(number)
    kept = parse(sign().note)
    leaf = bytes(Entry.objects.get(subject=SUBJECT.format(3)).leaf)
    services.erase(
        leaves=[leaf.hex()],
        why="It named a person.",
        by="role/administrator",
        organisation="force/demoshire",
        now=now,
    )
    sign(days=1)

    erased = Entry.objects.get(leaf=leaf)
    said = selectors.said(erased)
    assert (erased.nonce, erased.at, erased.body, erased.subject, erased.by) == (
        None,
        None,
        *[""] * 3,
    )
    assert (said.content, said.erased_why) == (None, "It named a person.")
    found = checked(heads=kept)
    assert (found.faults, found.erased) == ((), 1)
    assert erased.position is not None
    assert "extra" not in (selectors.proof(erased.position) or "extra")


def test_a_dictionary_of_everything_it_could_have_said_does_not_open_an_erased_entry(
    append, sign, now
) -> None:
    entry = append(1, body={"ethnicity": "B1"})
    opened = {"log": "ledger", "kind": entry.kind, "subject": entry.subject, "by": entry.by}
    opened |= {"organisation": entry.organisation, "at": "2026-11-22T09:30:00.000000+00:00"}
    codes = ["A1", "B1", "M1", "O9", "W1", "NS"]
    right = [code for code in codes if guess(entry.nonce, opened, code) == bytes(entry.leaf)]
    assert right == ["B1"]  # with the nonce, the guess would do
    sign()
    services.erase(leaves=[bytes(entry.leaf).hex()], why="asked", by="x", organisation="", now=now)

    left = Entry.objects.get(pk=entry.pk)
    stored = [bytes(value) for value in Entry.objects.values_list("leaf", flat=True)]
    nonces = [bytes(16), *(value[:16] for value in stored), *(value[1:17] for value in stored)]
    nonces += [bytes(value) for value in Entry.objects.values_list("nonce", flat=True) if value]
    assert not any(
        guess(nonce, opened, code) == bytes(left.leaf) for nonce in nonces for code in codes
    )


def guess(nonce: bytes | None, opened: dict[str, Any], code: str) -> bytes:
    assert nonce is not None
    return commit(bytes(nonce), opened | {"body": {"ethnicity": code}})


def test_an_entry_can_be_erased_while_it_waits(append, sign, now) -> None:
    leaf = bytes(append(1).leaf).hex()
    services.erase(leaves=[leaf], why="asked", by="x", organisation="", now=now)

    assert sign().size == 3
    assert checked().faults == ()


@pytest.mark.parametrize(
    ("leaf", "why", "says"),
    [("00" * 33, "asked", "no such entry"), ("xyz", "asked", "not the leaf"), (None, " ", "why")],
)
def test_what_cannot_be_erased_is_refused(append, now, leaf, why: str, says: str) -> None:
    there = bytes(append().leaf).hex()
    with pytest.raises(CannotErase, match=says):
        services.erase(leaves=[leaf or there], why=why, by="x", organisation="", now=now)


def test_an_entry_is_erased_once_and_what_says_so_stays(append, sign, now) -> None:
    leaf = bytes(append().leaf).hex()
    said = services.erase(leaves=[leaf], why="asked", by="x", organisation="", now=now)
    sign()
    key_entry = Entry.objects.get(kind="log-key")

    for other in (leaf, bytes(said.leaf).hex(), bytes(key_entry.leaf).hex()):
        with pytest.raises(CannotErase):
            services.erase(leaves=[other], why="asked", by="x", organisation="", now=now)


def test_a_clock_that_went_back_a_little_does_no_harm(append, sign, now: datetime) -> None:
    append(1)
    sign()
    append(2, now=now - timedelta(hours=3))
    sign()

    assert checked().faults == ()


# Text, whole numbers, and all that can be made of them.
simple = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
names = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8)
bodies = st.dictionaries(
    names,
    st.recursive(
        simple,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    ),
    max_size=4,
)


@given(bodies)
def test_whatever_is_written_has_one_form_that_reads_back_as_itself(body: dict[str, Any]) -> None:
    import json

    text = canonical(body)

    assert json.loads(text) == body
    assert canonical(json.loads(text)) == text
    assert canonical(dict(reversed(body.items()))) == text


@pytest.mark.parametrize(
    "value", [0.1, 1.0, float("nan"), 2**53, {"é": 1}, {1: 2}, b"x", "\ud800", {"x": [{"y": 0.5}]}]
)
def test_what_has_more_than_one_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical({"value": value})


def test_two_ways_to_write_a_letter_are_two_entries_and_each_stays_as_typed(append, sign) -> None:
    composed, combined = "\u00e9", "e\u0301"
    append(1, body={"words": composed})
    append(2, body={"words": combined})
    sign()

    (one,), (other,) = (selectors.history(SUBJECT.format(number)) for number in (1, 2))
    assert one.content
    assert other.content
    assert (one.content["body"]["words"], other.content["body"]["words"]) == (composed, combined)
    assert checked().faults == ()
