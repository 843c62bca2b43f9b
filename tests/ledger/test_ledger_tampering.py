"""A drill: somebody with full rights on the database tampers, and `verify` notices.

The outsider kept a checkpoint of forty entries. Some of the attackers have the signing key too.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from evenhand.ledger import services
from evenhand.ledger.log.heads import Head, parse
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import Checked, verify
from evenhand.ledger.log.witnessing import accept
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Checkpoint, Entry, Tile
from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.entries import canonical, commit, new_nonce
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Checkpoint as Statement
from evenhand.ledger.tree.notes import Note

FIRST, KEPT, TOTAL = 20, 40, 60
"""Entries under each checkpoint; the outsider kept the second."""


@dataclass
class Site:
    """A log of sixty entries, its key, and what the attacker does to it."""

    key: SigningKey
    now: Any
    kept: list[Head]

    def entry(self, position: int) -> Entry:
        return Entry.objects.get(position=position)

    def change(self, at_position: int, /, **values: Any) -> None:
        Entry.objects.filter(position=at_position).update(**values)

    def commit_again(self, position: int) -> None:
        """Make an entry's leaf agree with what it says now."""
        entry = self.entry(position)
        assert entry.nonce
        self.change(position, leaf=commit(bytes(entry.nonce), content(entry)))

    def build_again(self, *, sign: SigningKey | None = None) -> None:
        """Make tiles, and with a key checkpoints, agree with the entries."""
        rows = Entry.objects.exclude(position=None).order_by("position")
        leaves = [merkle.leaf_hash(bytes(row.leaf)) for row in rows]
        Tile.objects.all().delete()
        for (level, number), hashes in tiles.grow(lambda *_: [], 0, leaves).items():
            Tile.objects.create(level=level, number=number, hashes=b"".join(hashes))
        if sign is None:
            return
        sizes = list(Checkpoint.objects.values_list("size", flat=True))
        signed = dict(Checkpoint.objects.values_list("size", "signed_at"))
        Checkpoint.objects.all().delete()
        for size in {min(size, len(leaves)) for size in sizes}:
            root = merkle.root(merkle.over(leaves), size)
            note = Note(Statement(sign.name, size, root).text).signed(sign)
            when = signed.get(size, self.now)
            Checkpoint.objects.create(size=size, root=root, signed_at=when, note=str(note))

    def verified(self, **given: Any) -> Checked:
        return verify(LEDGER, heads=self.kept, key=self.key.verifier, **given)


@pytest.fixture
def site(append, sign, key, now, unguarded) -> Iterator[Site]:
    for number in range(1, FIRST):
        append(number)
    sign()
    for number in range(FIRST, KEPT):
        append(number)
    kept = parse(sign().note)
    for number in range(KEPT, TOTAL):
        append(number, now=now + timedelta(days=30))
    sign(days=30)
    whole = Site(key, now, kept)
    assert whole.verified().faults == ()
    with unguarded():
        yield whole


def edit_a_row(site: Site) -> None:
    site.change(17, body='{"is":"2026-12-31","number":17,"was":"2026-03-31"}')


def edit_a_row_and_its_leaf(site: Site) -> None:
    edit_a_row(site)
    site.commit_again(17)


def edit_a_row_its_leaf_and_the_tiles(site: Site) -> None:
    edit_a_row_and_its_leaf(site)
    site.build_again()


def rewrite_all_with_the_stolen_key(site: Site) -> None:
    edit_a_row_and_its_leaf(site)
    site.build_again(sign=site.key)


def rewrite_all_with_another_key(site: Site) -> None:
    edit_a_row_and_its_leaf(site)
    other = SigningKey.new(site.key.name, Kind.LOG)
    body = {"key": str(other.verifier), "replaces": "", "why": ""}
    site.change(0, body=canonical(body).decode())
    site.commit_again(0)
    site.build_again(sign=other)


def delete_the_last_row(site: Site) -> None:
    Entry.objects.filter(position=TOTAL - 1).delete()


def delete_the_last_row_and_sign_again(site: Site) -> None:
    for position in range(KEPT - 1, TOTAL):
        Entry.objects.filter(position=position).delete()
    site.build_again(sign=site.key)


def delete_a_row_in_the_middle(site: Site) -> None:
    Entry.objects.filter(position=17).delete()


def delete_a_row_and_close_the_gap(site: Site) -> None:
    Entry.objects.filter(position=17).delete()
    for position in range(18, TOTAL):
        site.change(position, position=position - 1)
    site.build_again(sign=site.key)


def delete_everything(site: Site) -> None:
    for model in (Entry, Tile, Checkpoint):
        model._default_manager.all().delete()


def swap_two_rows(site: Site) -> None:
    site.change(17, position=1000)
    site.change(18, position=17)
    site.change(1000, position=18)


def swap_two_rows_and_sign_again(site: Site) -> None:
    swap_two_rows(site)
    site.build_again(sign=site.key)


def swap_two_nonces(site: Site) -> None:
    one, other = site.entry(17).nonce, site.entry(18).nonce
    site.change(17, nonce=other)
    site.change(18, nonce=one)


def take_a_nonce_away_unsaid(site: Site) -> None:
    """Empty an entry as a lawful erasure would, but without the entry that says so."""
    emptied = dict.fromkeys(("kind", "subject", "by", "organisation", "body"), "")
    marks = {"erased_at": site.now, "erased_by": "role/administrator", "erased_why": "asked"}
    site.change(17, **emptied, **marks, at=None, nonce=None)


def write_a_row_twice(site: Site) -> None:
    twin = site.entry(17)
    twin.pk, twin.position = None, TOTAL
    twin.save(force_insert=True)


def write_a_row_twice_and_sign_again(site: Site) -> None:
    for position in range(TOTAL - 1, 17, -1):
        site.change(position, position=position + 1)
    twin = site.entry(17)
    twin.pk, twin.position = None, 18
    twin.save(force_insert=True)
    site.build_again(sign=site.key)


def slip_in_a_row_of_an_earlier_day(site: Site) -> None:
    """A promise that was never made, dated before the outsider's checkpoint, and truly signed."""
    site.change(TOTAL - 1, at=site.now - timedelta(days=60))
    site.commit_again(TOTAL - 1)
    site.build_again(sign=site.key)


def change_a_date(site: Site) -> None:
    site.change(17, at=site.now - timedelta(days=365))


def change_who(site: Site) -> None:
    site.change(17, by="role/somebody-else")


def flip_a_bit_of_a_leaf(site: Site) -> None:
    leaf = bytes(site.entry(17).leaf)
    site.change(17, leaf=leaf[:-1] + bytes([leaf[-1] ^ 1]))


def flip_a_bit_of_a_tile(site: Site) -> None:
    tile = Tile.objects.get(level=0, number=0)
    hashes = bytes(tile.hashes)
    at = 17 * 32 + 5
    tile.hashes = hashes[:at] + bytes([hashes[at] ^ 8]) + hashes[at + 1 :]
    tile.save()


def cut_a_tile_short(site: Site) -> None:
    tile = Tile.objects.get(level=0, number=0)
    tile.hashes = bytes(tile.hashes)[: 17 * 32]
    tile.save()


def delete_the_tiles(site: Site) -> None:
    Tile.objects.all().delete()


def put_an_old_checkpoint_back(site: Site) -> None:
    """What putting back a backup from before the outsider's checkpoint would do."""
    Checkpoint.objects.filter(size__gt=FIRST).delete()
    Entry.objects.filter(position__gte=FIRST).update(position=None)
    site.build_again()


def restore_and_go_another_way(site: Site) -> None:
    """A fork: restored to before what the outsider kept, other entries written, truly signed."""
    Checkpoint.objects.all().delete()
    Tile.objects.all().delete()
    Entry.objects.filter(position__gte=KEPT - 5).delete()
    Entry.objects.exclude(position=0).update(position=None)
    Entry.objects.filter(position=0).delete()
    sequence(LEDGER, key=site.key, now=site.now)
    for number in range(30):
        services.append(
            kind="k", subject="s", body={"n": number}, by="b", organisation="", now=site.now
        )
    sequence(LEDGER, key=site.key, now=site.now)


def forge_a_checkpoint(site: Site) -> None:
    other = SigningKey.new(site.key.name, Kind.LOG)
    row = Checkpoint.objects.order_by("size").last()
    assert row
    Checkpoint.objects.filter(pk=row.pk).update(
        note=str(Note(Note.parse(row.note).text).signed(other))
    )


def change_the_root_of_a_checkpoint(site: Site) -> None:
    Checkpoint.objects.filter(size=KEPT).update(root=bytes(32))


def move_a_row_to_this_log_from_another(site: Site) -> None:
    """A true entry of the private log, nonce and all, in place of one of ours."""
    entry = site.entry(17)
    nonce = new_nonce()
    leaf = commit(nonce, content(entry) | {"log": "audit"})
    site.change(17, nonce=nonce, leaf=leaf)


def spoil_the_form_of_a_body(site: Site) -> None:
    """Other bytes that say the same: no second form may pass for the first."""
    site.change(17, body=json.dumps(json.loads(site.entry(17).body), indent=1))


def place_a_row_without_signing(site: Site) -> None:
    services.append(kind="k", subject="s", body={}, by="b", organisation="", now=site.now)
    Entry.objects.filter(position=None).update(position=TOTAL)


TAMPERINGS: list[tuple[Callable[[Site], None], int | None]] = [
    # what is done, and the entry that is named first, where one can be
    (edit_a_row, 17),
    (edit_a_row_and_its_leaf, 17),
    (edit_a_row_its_leaf_and_the_tiles, 0),  # between the start and the first checkpoint
    (rewrite_all_with_the_stolen_key, None),
    (rewrite_all_with_another_key, None),
    (delete_the_last_row, TOTAL - 1),
    (delete_the_last_row_and_sign_again, KEPT - 1),
    (delete_a_row_in_the_middle, 17),
    (delete_a_row_and_close_the_gap, None),
    (delete_everything, 0),
    (swap_two_rows, 17),
    (swap_two_rows_and_sign_again, None),
    (swap_two_nonces, 17),
    (take_a_nonce_away_unsaid, 17),
    (write_a_row_twice, TOTAL),
    (write_a_row_twice_and_sign_again, TOTAL),
    (slip_in_a_row_of_an_earlier_day, TOTAL - 1),
    (change_a_date, 17),
    (change_who, 17),
    (flip_a_bit_of_a_leaf, 17),
    (flip_a_bit_of_a_tile, 17),
    (cut_a_tile_short, 17),
    (delete_the_tiles, 0),
    (put_an_old_checkpoint_back, FIRST),
    (restore_and_go_another_way, None),
    (forge_a_checkpoint, None),
    (change_the_root_of_a_checkpoint, None),
    (move_a_row_to_this_log_from_another, 17),
    (spoil_the_form_of_a_body, 17),
    (place_a_row_without_signing, TOTAL),
]


@pytest.mark.parametrize(
    ("tamper", "named"), TAMPERINGS, ids=[tamper.__name__ for tamper, _named in TAMPERINGS]
)
def test_whoever_tampers_is_noticed_by_somebody_who_kept_a_checkpoint(
    site: Site, tamper: Callable[[Site], None], named: int | None
) -> None:
    tamper(site)

    faults = [fault for fault in site.verified().faults if "guard" not in fault.says]

    assert faults
    assert faults[0].entry == named, faults


def test_guards_that_were_taken_away_are_missed(site: Site) -> None:
    assert any("lost its guard" in fault.says for fault in site.verified().faults)


def test_guards_that_are_only_switched_off_are_missed(append, sign) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can switch a trigger off")
    append()
    sign()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")

    assert [fault.says for fault in verify(LEDGER).faults] == [
        f"The database lost its guard ledger_entry_{what}."
        for what in ("changes", "deletes", "truncates")
    ]


@pytest.mark.parametrize(
    "tamper", [rewrite_all_with_the_stolen_key, restore_and_go_another_way, swap_two_rows]
)
def test_a_witness_notices_what_the_key_alone_cannot_show(
    site: Site, now, tamper: Callable[[Site], None]
) -> None:
    """Nobody kept a checkpoint here; the witness's signature stands beside ours."""
    witness = SigningKey.new("panel.example/witness", Kind.WITNESS)
    row = Checkpoint.objects.get(size=KEPT)
    accept(LEDGER, str(Note.parse(row.note).signed(witness, now)), witness.verifier, now=now)
    site.kept = []
    assert not [
        fault
        for fault in site.verified(witnesses=[witness.verifier]).faults
        if "guard" not in fault.says
    ]

    tamper(site)

    faults = site.verified(witnesses=[witness.verifier]).faults
    assert any("panel.example/witness saw" in f.says for f in faults) or tamper is swap_two_rows
    assert any("guard" not in fault.says for fault in faults)


def test_an_outsider_with_an_export_learns_which_entry_was_replaced(site: Site) -> None:
    from evenhand.ledger.log.exporting import lines

    kept = parse("\n".join(lines(LEDGER, entries=True)))
    rewrite_all_with_the_stolen_key(site)

    faults = verify(LEDGER, heads=kept).faults

    assert faults[0].entry == 17
    assert faults[0].says == "Entry 17 is not the one that you kept."
