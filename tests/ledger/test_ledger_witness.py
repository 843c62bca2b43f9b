"""A witness signs a log that grows from cron, and refuses one that was rewritten."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from evenhand.cli import run
from evenhand.ledger.errors import BrokenLog, NotAHead
from evenhand.ledger.log.proving import piece
from evenhand.ledger.log.publishing import publish
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.witnessing import accept
from evenhand.ledger.models import Entry, Tile
from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.keys import Kind, SigningKey, VerifierKey
from evenhand.ledger.tree.notes import Checkpoint as Statement
from evenhand.ledger.tree.notes import Note, cosigned_at
from evenhand.ledger.tree.witness import Memory, Refused, witness

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def panel() -> SigningKey:
    return SigningKey.new("panel.example/witness", Kind.WITNESS)


def fetched(path: str) -> bytes:
    found = piece(LEDGER, path)
    assert found is not None, path
    return found


def test_a_witness_signs_a_log_that_grows_and_remembers_little(
    append, sign, key, panel, tmp_path
) -> None:
    memory = Memory(key.verifier)
    for day, until in enumerate([1, 300, 301, 900]):
        for number in range(Entry.objects.count(), until):
            append(number)
        size = sign(days=day).size
        memory = witness(memory, fetched, key=panel, now=NOW + timedelta(days=day))
        memory.write(tmp_path / "state.json")
        assert memory.last
        found = memory.last.verified(panel.verifier)
        assert found
        assert cosigned_at(found) == NOW + timedelta(days=day)
        assert Statement.parse(memory.last.text).size == size

    assert (tmp_path / "state.json").stat().st_size < 1000
    assert Memory.read(tmp_path / "state.json") == memory


def test_a_witness_that_looks_again_at_the_same_log_signs_again(append, sign, key, panel) -> None:
    append()
    sign()
    memory = witness(Memory(key.verifier), fetched, key=panel, now=NOW)

    later = witness(memory, fetched, key=panel, now=NOW + timedelta(days=1))

    assert later.last
    assert memory.last
    assert later.last.text == memory.last.text


def rewritten(key: SigningKey, size: int) -> Callable[[str], bytes]:
    """A whole log of other entries, truly signed, as somebody with the key could show it."""
    leaves = [merkle.leaf_hash(f"other {number}".encode()) for number in range(size)]
    kept = tiles.grow(lambda *_place: [], 0, leaves)
    root = merkle.root(merkle.over(leaves), size)
    note = str(Note(Statement(key.name, size, root).text).signed(key))

    def fetch(path: str) -> bytes:
        for (level, number), hashes in kept.items():
            if path == tiles.path(level, number, len(hashes)):
                return b"".join(hashes)
        return note.encode()

    return fetch


@pytest.mark.parametrize(
    "shown",
    [
        (20, "do not continue"),
        (400, "do not continue"),
        (10, "second version"),
        (9, "10 were signed before"),
    ],
)
def test_a_witness_refuses_another_past_and_shows_both(
    append, sign, key, panel, shown: tuple[int, str]
) -> None:
    size, says = shown
    for number in range(9):
        append(number)
    assert sign().size == 10
    memory = witness(Memory(key.verifier), fetched, key=panel, now=NOW)

    with pytest.raises(Refused, match=says) as refused:
        witness(memory, rewritten(key, size), key=panel, now=NOW)

    before, after = refused.value.evidence
    assert before.verified(key.verifier)
    assert after.verified(key.verifier)
    assert Statement.parse(before.text) != Statement.parse(after.text)


@pytest.mark.parametrize("size", [3, 10, 12])
def test_a_witness_refuses_a_log_that_showed_somebody_else_another_version(
    append, sign, key, panel, size: int
) -> None:
    for number in range(9):
        append(number)
    sign()
    theirs = Note.parse(rewritten(key, size)("checkpoint").decode())

    with pytest.raises(Refused, match="two versions") as refused:
        witness(Memory(key.verifier), fetched, key=panel, now=NOW, seen=[theirs])

    assert [one.verified(key.verifier) for one in refused.value.evidence]
    with pytest.raises(Refused, match="not signed by"):
        stranger = SigningKey.new(key.name, Kind.LOG)
        strange = Note.parse(rewritten(stranger, 3)("checkpoint").decode())
        witness(Memory(key.verifier), fetched, key=panel, now=NOW, seen=[strange])


def test_what_others_were_shown_of_the_same_log_is_no_reason_to_refuse(
    append, sign, key, panel
) -> None:
    append(0)
    sign()
    older = Note.parse(fetched("checkpoint").decode())
    append(1)
    sign()
    newest = Note.parse(fetched("checkpoint").decode())

    memory = witness(Memory(key.verifier), fetched, key=panel, now=NOW, seen=[older, newest])

    assert memory.last
    assert memory.last.text == newest.text


def test_a_witness_refuses_tiles_that_do_not_belong_to_the_checkpoint(
    append, sign, key, panel
) -> None:
    append(0)
    sign()
    memory = witness(Memory(key.verifier), fetched, key=panel, now=NOW)
    append(1)
    sign()

    for wrong in (b"", bytes(32), bytes(96)):

        def fetch(path: str, wrong: bytes = wrong) -> bytes:
            return fetched(path) if path == "checkpoint" else wrong

        with pytest.raises(Refused, match="rewritten"):
            witness(memory, fetch, key=panel, now=NOW)


def test_a_witness_refuses_what_the_log_did_not_sign(append, sign, key, panel) -> None:
    append()
    sign()
    thief = SigningKey.new(key.name, Kind.LOG)

    with pytest.raises(Refused, match="not signed with the key"):
        witness(Memory(thief.verifier), fetched, key=panel, now=NOW)
    with pytest.raises(Refused, match="no checkpoint that can be read"):
        witness(Memory(key.verifier), lambda _path: b"\xff", key=panel, now=NOW)


def test_a_witness_signature_stands_beside_ours_once(append, sign, key, panel) -> None:
    append()
    sign()
    seen = witness(Memory(key.verifier), fetched, key=panel, now=NOW)
    text = str(seen.last)

    assert accept(LEDGER, text, panel.verifier, now=NOW)
    assert not accept(LEDGER, text, panel.verifier, now=NOW)
    shown = Note.parse(fetched("checkpoint").decode())
    assert shown.verified(panel.verifier)
    assert shown.verified(key.verifier)


def test_a_signature_that_is_no_witness_of_ours_is_not_kept(append, sign, key, panel) -> None:
    append()
    note = Note.parse(sign().note)
    other = SigningKey.new("panel.example/witness", Kind.WITNESS)
    elsewhere = Note(Statement(key.name, 9, bytes(32)).text).signed(panel, NOW)

    for text, by in (
        (str(note.signed(other, NOW)), panel.verifier),
        (str(note), key.verifier),
        (str(elsewhere), panel.verifier),
        ("nothing", panel.verifier),
    ):
        with pytest.raises(NotAHead):
            accept(LEDGER, text, by, now=NOW)


def test_files_of_a_log_are_enough_and_only_new_ones_are_written(
    append, sign, key, panel, tmp_path
) -> None:
    for number in range(300):
        append(number)
    sign()
    folder = tmp_path / "log"
    assert publish(LEDGER, folder) == 6
    memory = witness(Memory(key.verifier), from_files(folder), key=panel, now=NOW)
    append(300)
    sign()

    assert publish(LEDGER, folder) == 3  # a longer tile, its bundle, the checkpoint
    memory = witness(memory, from_files(folder), key=panel, now=NOW)
    assert memory.last
    assert Statement.parse(memory.last.text).size == 302
    bundle = (folder / "tile/entries/000").read_bytes()
    assert len(bundle) == 256 * (2 + 33)
    assert merkle.leaf_hash(bundle[2:35]) == (folder / "tile/0/000").read_bytes()[:32]


def from_files(folder: Path) -> Callable[[str], bytes]:
    return lambda path: (folder / path).read_bytes()


def test_a_log_that_lost_a_tile_is_not_written_as_files(append, sign, unguarded, tmp_path) -> None:
    append()
    sign()
    with unguarded():
        Tile.objects.all().delete()

    with pytest.raises(BrokenLog, match="lacks tile/0/000"):
        publish(LEDGER, tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        *("", "tile", "tile/0/1", "tile/0/001", "tile/0/000.p/9", "tile/0/000.p/02", "tile/9/000"),
        *("tile/00/000.p/2", "../checkpoint", "tile/entries/000", "tile/0/x000/000.p/2"),
    ],
)
def test_nothing_stands_at_other_paths(append, sign, path: str) -> None:
    append()
    sign()

    assert piece(LEDGER, "tile/0/000.p/2")
    assert piece(LEDGER, "tile/entries/000.p/2")
    assert piece(LEDGER, path) is None


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A web server that shows the files of a folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_said: object) -> None:
            """Nothing: tests look at what the command says."""

    (tmp_path / "log").mkdir()
    handler = partial(Quiet, directory=tmp_path / "log")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def shown(append, sign, tmp_path, monkeypatch) -> Callable[[], None]:
    """Write one more entry, and show the log in the folder that the web server serves."""
    monkeypatch.chdir(tmp_path)

    def one_more() -> None:
        append()
        sign()
        publish(LEDGER, tmp_path / "log")

    return one_more


def test_the_command_witnesses_a_site_from_cron_and_refuses_a_rewrite(
    shown, key, address, tmp_path, capsys
) -> None:
    shown()

    assert run(["witness", address]) == 2
    assert "Give --name" in capsys.readouterr().err
    assert run(["witness", address, "--name", "panel.example/witness"]) == 2
    assert "--log-key" in capsys.readouterr().err
    assert run(["witness", address, "--log-key", str(key.verifier)]) == 0
    first = Note.parse(capsys.readouterr().out)
    secret = SigningKey.parse((tmp_path / "witness-secret.key").read_text(encoding="utf-8"))
    assert first.verified(secret.verifier)
    assert (tmp_path / "witness-secret.key").stat().st_mode & 0o077 == 0

    shown()
    assert run(["witness", address]) == 0
    assert (tmp_path / "witness.json").stat().st_size < 1000
    capsys.readouterr()

    other = tmp_path / "shown-to-others.txt"
    other.write_bytes(rewritten(key, 2)("checkpoint"))
    assert run(["witness", address, "--seen", str(other)]) == 1
    assert "two versions" in capsys.readouterr().err

    kept = (tmp_path / "witness.json").read_bytes()
    (tmp_path / "log" / "checkpoint").write_bytes(rewritten(key, 3)("checkpoint"))
    assert run(["witness", address]) == 1
    said = capsys.readouterr()
    assert "second version" in said.err
    assert said.out.count("site.example/ledger\n3\n") == 2
    assert (tmp_path / "witness.json").read_bytes() == kept


def test_a_site_that_does_not_answer_is_a_failure_of_the_network(
    key, address, tmp_path, capsys, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)

    options = ["--name", "panel.example/witness", "--log-key", str(key.verifier)]
    assert run(["witness", f"{address}/nowhere", *options]) == 3
    assert "404" in capsys.readouterr().err


def test_a_key_is_read_as_it_is_shown(panel: SigningKey) -> None:
    assert VerifierKey.parse(str(panel.verifier)) == panel.verifier
