"""What is kept outside counts only if this log signed it."""

import pytest

from evenhand.ledger.errors import NotAHead
from evenhand.ledger.log.heads import Head, parse
from evenhand.ledger.log.restoring import admit
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.models import Checkpoint, Entry, Tile
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Checkpoint as Statement
from evenhand.ledger.tree.notes import Note


@pytest.fixture
def signed(append, sign) -> Checkpoint:
    append()
    return sign()


def test_a_checkpoint_of_another_log_is_not_taken_for_ours(signed) -> None:
    other = SigningKey.new("other.example/ledger", Kind.LOG)
    note = Note(Statement(other.name, 3, bytes(32)).text).signed(other)

    (fault, *_) = verify(LEDGER, heads=parse(str(note))).faults

    assert fault.says == "The checkpoint you kept is of other.example/ledger, not of this log."


def test_a_true_root_that_nobody_signed_proves_nothing(signed) -> None:
    text = Note.parse(signed.note).text
    forged = Note(text).signed(SigningKey.new("site.example/ledger", Kind.LOG))

    (fault, *_) = verify(LEDGER, heads=parse(str(forged))).faults

    assert "is not signed by the log" in fault.says


def test_a_witness_that_signed_nothing_is_missed(append, sign) -> None:
    append()
    sign()
    witness = SigningKey.new("panel.example/witness", Kind.WITNESS)

    (fault,) = verify(LEDGER, witnesses=[witness.verifier]).faults

    assert fault.says == "panel.example/witness has signed none of the 1 checkpoints."


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"leaf": "00"}', "[1]", '{"checkpoint": 3}'])
def test_what_holds_no_checkpoint_is_no_head(text: str) -> None:
    with pytest.raises(NotAHead):
        parse(text)


@pytest.fixture
def after_a_backup(append, sign, unguarded, key) -> Head:
    """A log of two entries was signed with five; what outsiders kept of those."""
    append()
    sign()
    for number in range(3):
        append(number)
    (kept,) = parse(sign().note)
    with unguarded():
        Checkpoint.objects.filter(size=5).delete()
        Entry.objects.filter(position__gte=2).delete()
        first = Tile.objects.get(level=0)
        first.hashes = bytes(first.hashes)[:64]
        first.save()
    append(9)
    sign()
    return kept


def test_a_backup_that_was_put_back_is_admitted_and_stays_a_fault(
    after_a_backup: Head, sign, key, now
) -> None:
    admit(LEDGER, after_a_backup, key=key.verifier, why="The disk failed.", by="root", now=now)
    sign()

    (fault,) = verify(LEDGER, heads=[after_a_backup], key=key.verifier).faults

    assert fault.entry == 4
    assert fault.says.endswith("it was put back from a backup: The disk failed.")
    assert verify(LEDGER, key=key.verifier).faults == ()


def test_only_what_was_signed_and_lost_can_be_admitted(
    after_a_backup: Head, signed: Checkpoint, key, now
) -> None:
    thief = SigningKey.new(key.name, Kind.LOG)
    (held,) = parse(signed.note)

    for head, by in ((after_a_backup, thief), (held, key)):
        with pytest.raises(NotAHead):
            admit(LEDGER, head, key=by.verifier, why="x", by="root", now=now)
