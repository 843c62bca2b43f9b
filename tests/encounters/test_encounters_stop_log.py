"""Every stop stands in a log that shows nothing, and that nothing can be taken out of unseen."""

import hmac
import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from encounters.phones import Phone, officer
from evenhand.audit.sequencer import sequence_all
from evenhand.encounters import stop_log
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.models import StopCheckpoint, StopEntry, StopTile, Version
from evenhand.encounters.receipts.slips import of
from evenhand.encounters.stop_log import STOPS, told, write, write_more
from evenhand.ledger import kept as kept_rows
from evenhand.ledger.log import guards
from evenhand.ledger.log.heads import parse
from evenhand.ledger.log.proving import piece
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.services import append
from evenhand.ledger.tree.entries import canonical
from evenhand.ledger.tree.merkle import leaf_hash
from evenhand.ledger.tree.notes import Checkpoint

pytestmark = pytest.mark.django_db
SECRET = bytes(range(16))
NOW = datetime(2026, 11, 22, 21, 14, tzinfo=UTC)
STOP = UUID("019aa9d5-3c40-7b2e-9f51-6f0c2d3a4b51")


def record(**changed: object) -> str:
    said = {
        "stop_id": str(STOP),
        "force_id": "bedfordshire",
        "started_at": "2026-11-21T21:14:00+00:00",
        "reason": "moving_offence",
        "people": [{"number": 1, "role": "driver", "perceived": "black", "sde": "B1"}],
        **changed,
    }
    return canonical(said).decode()


def kept(stop: UUID = STOP, *, now: datetime = NOW, secret: bytes | None = SECRET) -> StopEntry:
    nonce = of(secret).nonce if secret else None
    return write(stop_id=stop, force_id="bedfordshire", record=record(), now=now, nonce=nonce)


def several(count: int, *, now: datetime = NOW) -> None:
    for number in range(count):
        kept(UUID(int=number), now=now, secret=None)
    sequence(STOPS, key=signing_key(STOPS), now=now)


class Statements:
    """Runs what a migration would, inside a test's own transaction."""

    connection = connection

    def execute(self, statement: str, params: object = None) -> None:
        del params
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def unguarded() -> Iterator[None]:
    """What somebody with full rights on the database can do: take the guards away, and back."""
    guards.take_away(Statements(), "stops")
    kept_rows.unguard(Statements(), ["encounters_version"])
    yield
    guards.add(Statements(), "stops")
    kept_rows.guard(Statements(), ["encounters_version"])


def says() -> list[str]:
    return [fault.says for fault in verify(STOPS).faults if "lost its guard" not in fault.says]


def test_an_entry_belongs_in_the_transaction_that_keeps_the_stop(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        kept()


def test_an_entry_holds_digests_and_nothing_that_could_be_guessed() -> None:
    entry = kept()

    body = json.loads(entry.body)
    assert body.keys() == {"number", "record", "told"}
    assert (entry.by, entry.organisation, entry.subject) == (
        "roadside",
        "force/bedfordshire",
        f"stop/{STOP}",
    )
    for word in ("moving", "black", "B1"):
        assert word not in entry.body
    again = write(stop_id=STOP, force_id="bedfordshire", record=record(), now=NOW)
    assert json.loads(again.body)["record"] != body["record"]


def test_the_slip_alone_makes_the_mark_by_which_its_leaf_is_found() -> None:
    entry, other = kept(), kept(UUID(int=7), secret=None)

    assert len(bytes(entry.leaf)) == 49
    mark = bytes.fromhex("568a475349fce40aa849d69eb202408e")  # the nonce of this secret's vector

    expected = hmac.digest(mark, b"evenhand receipt v1 mark", "sha256")[:16]
    assert bytes(entry.leaf).endswith(expected)
    assert not bytes(other.leaf).endswith(expected)


def test_a_correction_is_a_further_entry_that_nobody_can_join_to_the_first() -> None:
    first = kept()
    more = write_more(
        kind=stop_log.CORRECTED,
        stop_id=STOP,
        force_id="bedfordshire",
        record=record(reason="vehicle_defect"),
        now=NOW,
    )

    assert more is not None
    assert json.loads(more.body)["number"] == 1
    assert bytes(more.nonce or b"") != bytes(first.nonce or b"")
    assert bytes(more.leaf)[33:] != bytes(first.leaf)[33:]
    assert (
        write_more(
            kind=stop_log.CORRECTED, stop_id=UUID(int=9), force_id="x", record=record(), now=NOW
        )
        is None
    )


def test_what_version_1_tells_never_changes() -> None:
    assert told(record(searches=[{"of": 1}], force_used=[{"person": 2}], video={"on": True})) == {
        "version": 1,
        "stop": str(STOP),
        "force": "bedfordshire",
        "started_at": "2026-11-21T21:14:00+00:00",
        "power": None,
        "reason": "moving_offence",
        "more_reasons": [],
        "reason_told": None,
        "seen_before": None,
        "perceived_before": None,
        "perceived": "black",
        "ethnicity": "B1",
        "not_stated": None,
        "outcomes": [],
        "searched": True,
        "vehicle_searched": False,
        "force_used": False,
        "duration_minutes": None,
        "video_on": True,
    }


def test_it_is_signed_with_the_other_logs_and_holds() -> None:
    several(3)

    assert sequence_all()["stops"] == 4
    found = verify(STOPS, key=signing_key(STOPS).verifier)
    assert (found.log, found.size, found.waiting, found.faults) == ("stops", 4, 0, ())


def test_it_is_given_out_as_it_was_at_the_full_hour() -> None:
    several(1, now=NOW)
    several(2, now=NOW + timedelta(minutes=20))

    def size(now: datetime) -> int | None:
        found = piece(STOPS, "checkpoint", now=now)
        return Checkpoint.parse(found.decode().rpartition("\n\n")[0] + "\n").size if found else None

    assert size(NOW + timedelta(minutes=40)) is None
    assert size(datetime(2026, 11, 22, 22, tzinfo=UTC)) == 4
    several(1, now=NOW + timedelta(minutes=50))
    later = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)
    assert size(later) == 4
    assert piece(STOPS, "tile/0/000.p/4", now=later)
    assert piece(STOPS, "tile/0/000.p/5", now=later) is None
    assert piece(STOPS, "tile/entries/000.p/5", now=later) is None


def test_the_public_address_shows_no_more_than_that(client) -> None:
    several(2, now=timezone.now() - timedelta(hours=2))
    several(1, now=timezone.now())

    shown = client.get("/log/stops/checkpoint")
    assert shown.status_code == 200
    assert b"tests.example/stops\n3\n" in shown.content
    assert client.get("/log/stops/tile/entries/000.p/3").status_code == 200
    assert client.get("/log/stops/tile/entries/000.p/4").status_code == 404
    assert str(STOP) not in shown.content.decode()


def test_the_page_of_the_logs_names_the_key_once_something_is_given_out(client) -> None:
    append(kind="said", subject="x", body={}, by="x", organisation="", now=NOW)
    sequence_all()
    assert "The log of stops" not in client.get("/log/").content.decode()

    several(1, now=timezone.now() - timedelta(hours=2))
    assert str(signing_key(STOPS).verifier) in html.unescape(client.get("/log/").content.decode())


def test_the_database_refuses_to_change_or_remove_an_entry() -> None:
    several(1)
    for statement in ("UPDATE stops_entry SET body = '{}'", "DELETE FROM stops_entry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_edited_entry_is_found() -> None:
    several(4)
    with unguarded():
        StopEntry.objects.filter(position=2).update(organisation="force/other")

    assert says()[0].startswith("Entry 2 was changed")


def test_a_removed_last_entry_is_found() -> None:
    several(4)
    with unguarded():
        StopEntry.objects.filter(position=4).delete()

    assert any("4" in one for one in says())


def test_a_flipped_bit_in_a_leaf_a_tile_or_a_root_is_found() -> None:
    several(4)
    leaf, tile = StopEntry.objects.get(position=3), StopTile.objects.get(level=0)
    checkpoint = StopCheckpoint.objects.latest("size")
    for row, name in ((leaf, "leaf"), (tile, "hashes"), (checkpoint, "root")):
        raw = bytearray(getattr(row, name))
        raw[-1] ^= 1
        with unguarded(), transaction.atomic():
            point = transaction.savepoint()
            type(row)._default_manager.filter(pk=row.pk).update(**{name: bytes(raw)})
            assert says(), name
            transaction.savepoint_rollback(point)
    assert says() == []


def test_a_log_that_was_written_anew_does_not_hold_what_somebody_kept() -> None:
    several(4)
    own = parse(StopCheckpoint.objects.latest("size").note)
    with unguarded():
        for table in (StopCheckpoint, StopTile, StopEntry):
            table.objects.all().delete()
    several(5)

    assert says() == []  # it holds by itself; whoever kept a checkpoint sees more
    found = verify(STOPS, heads=own)
    assert any(fault.head for fault in found.faults)


def test_two_versions_of_the_log_are_found_by_whoever_kept_the_other() -> None:
    several(2)
    point = transaction.savepoint()
    several(1)
    one = parse(StopCheckpoint.objects.latest("size").note)
    transaction.savepoint_rollback(point)
    kept(UUID(int=99))
    sequence(STOPS, key=signing_key(STOPS), now=NOW)

    assert [fault.head for fault in verify(STOPS, heads=one).faults] == [True]


@pytest.fixture
def phone() -> Phone:
    return Phone(officer("ada")).registered()


def test_a_stop_that_came_is_what_the_log_holds_of_it(phone: Phone) -> None:
    phone.send(phone.sealed(phone.stop()), phone.sealed(phone.stop()))

    assert StopEntry.objects.filter(kind=stop_log.KEPT).count() == 2
    assert list(disagreements()) == []


def test_a_stop_that_was_changed_beside_the_log_is_found(phone: Phone) -> None:
    phone.send(phone.sealed(phone.stop()))
    text = Version.objects.get().record.replace('"black"', '"white"')

    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE encounters_version SET record = %s", [text])

    (found,) = disagreements()
    assert "is not what the log holds of it" in found.says


def test_a_stop_that_was_unmade_is_found() -> None:
    several(1)

    (found,) = disagreements()
    assert (found.position, found.says) == (1, "A stop that the log holds is no longer kept.")


def test_a_leaf_with_a_mark_opens_like_any_other() -> None:
    entry = kept()
    sequence(STOPS, key=signing_key(STOPS), now=NOW)

    entry.refresh_from_db()
    tile = StopTile.objects.get(level=0)
    assert bytes(tile.hashes)[32:64] == leaf_hash(bytes(entry.leaf))
