"""What the public log gives out of a frame's entry is what a redraw follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from small_frames import draw, frame

from evenhand.ledger import services
from evenhand.ledger.log.proving import proof
from evenhand.ledger.log.reading import tree
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Entry
from evenhand.ledger.tree import merkle
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Note
from evenhand.scrutiny.drawing.document import check, read, write
from evenhand.scrutiny.drawing.frame import Frame
from evenhand.scrutiny.drawing.proof import Proof, own_checkpoint

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
KEY = SigningKey.new("site.example/ledger", Kind.LOG)
BEFORE, AFTER = 5, 7


def told(one: Frame, number: int = 0) -> Entry:
    with transaction.atomic():
        return services.append(
            kind="frame-frozen",
            subject=f"scrutiny/demoshire-panel/draw/{number}",
            body={"fingerprint": one.fingerprint(), "words": "“Ŵ”"},
            by="role/panel-chair",
            organisation="panel/demoshire",
            now=NOW,
        )


@pytest.mark.django_db
def test_the_logs_own_proof_shows_the_frame_and_the_checkpoint_of_its_seed() -> None:
    one = frame()
    others = [replace(one, name=f"other-{number}") for number in range(BEFORE + AFTER)]
    for number, other in enumerate(others[:BEFORE]):
        told(other, number)
    entry = told(one, BEFORE)
    sequence(LEDGER, key=KEY, now=NOW)
    for number, other in enumerate(others[BEFORE:]):
        told(other, BEFORE + 1 + number)
        sequence(LEDGER, key=KEY, now=NOW + timedelta(minutes=number + 1))

    entry.refresh_from_db()
    assert entry.position is not None
    root = merkle.root(tree(LEDGER), entry.position + 1)
    checkpoint = own_checkpoint(KEY.name, entry.position, root)
    text = proof(LEDGER, entry)
    assert text is not None
    given = Proof.read(text)

    assert given.holds()
    assert given.checkpoint == checkpoint
    assert Note.parse(given.note).verified(KEY.verifier)
    right = replace(draw(), checkpoint=checkpoint, proof=text)
    assert check(read(write(right))).disagreements == ()
    wrong = replace(right, frame=others[0])
    assert [found.part for found in check(read(write(wrong))).disagreements] == ["proof"]


@pytest.mark.django_db
def test_the_checkpoint_of_a_seed_does_not_change_as_the_log_grows() -> None:
    entry = told(frame())
    seen = set()
    for number in range(9):
        told(replace(frame(), name=f"later-{number}"), number)
        sequence(LEDGER, key=KEY, now=NOW + timedelta(minutes=number))
        entry.refresh_from_db()
        text = proof(LEDGER, entry)
        assert text is not None
        seen.add(Proof.read(text).checkpoint)
    assert len(seen) == 1
