"""An outsider checks a kept log with plain Python and one short file."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenhand.ledger import services
from evenhand.ledger.log.exporting import lines
from evenhand.ledger.log.sequencing import rotate
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Checkpoint, Entry, Tile
from evenhand.ledger.tree import check_log
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Checkpoint as Statement
from evenhand.ledger.tree.notes import Note

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CHECK = Path(check_log.__file__)
Alone = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def alone(tmp_path: Path) -> Alone:
    """Run the stand-alone check as an outsider does: the one file, and nothing of ours."""
    copy = tmp_path / "elsewhere" / "check.py"
    copy.parent.mkdir()
    copy.write_bytes(CHECK.read_bytes())

    def check(*arguments: object) -> subprocess.CompletedProcess[str]:
        # -S: not even the packages that are installed; -I: nothing from the environment.
        command = [sys.executable, "-I", "-S", str(copy), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    return check


def exported(file: Path) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines(LEDGER, entries=True)), encoding="utf-8")
    return file


def test_the_stand_alone_check_is_short_and_needs_only_python() -> None:
    text = CHECK.read_text(encoding="utf-8")

    assert text.count("\n") < 100
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert imported <= sys.stdlib_module_names


def test_an_outsider_checks_the_log_against_an_export_and_a_checkpoint_that_they_kept(
    append, sign, alone, key, tmp_path
) -> None:
    for number in range(9):
        append(number, body={"words": '“Ŵ”\u2028\x7f\n\\ "quoted"'})
    (tmp_path / "kept.txt").write_text(sign().note, encoding="utf-8")
    kept = exported(tmp_path / "kept.jsonl")
    for number in range(9, 20):
        append(number)
    size = sign(days=1).size
    now = exported(tmp_path / "now.jsonl")

    for older in ([], [kept], [tmp_path / "kept.txt"], [kept, key.verifier]):
        done = alone(now, *older)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"site.example/ledger: {size} entries, root " in done.stdout


def test_the_stand_alone_check_follows_a_changed_key(append, sign, alone, key, tmp_path) -> None:
    append(1)
    sign()
    kept = exported(tmp_path / "kept.jsonl")
    new = SigningKey.new(key.name, Kind.LOG)
    rotate(LEDGER, old=key, new=new, why="yearly", now=NOW)
    append(2)
    sign(by=new)

    done = alone(exported(tmp_path / "now.jsonl"), kept, key.verifier)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_stand_alone_check_takes_a_lawful_erasure_and_no_other(
    append, sign, alone, tmp_path
) -> None:
    leaf = bytes(append(1).leaf).hex()
    append(2)
    sign()
    kept = exported(tmp_path / "kept.jsonl")
    services.erase(leaves=[leaf], why="asked", by="x", organisation="", now=NOW)
    sign(days=1)
    erased = exported(tmp_path / "erased.jsonl")
    assert "workstream" not in erased.read_text(encoding="utf-8").splitlines()[2]
    assert alone(erased, kept).returncode == 0

    rows = erased.read_text(encoding="utf-8").splitlines()
    torn = {"leaf": json.loads(rows[3])["leaf"]}
    rows[3] = json.dumps(torn)
    (tmp_path / "torn.jsonl").write_text("\n".join(rows), encoding="utf-8")

    done = alone(tmp_path / "torn.jsonl", kept)

    assert done.returncode == 1
    assert "Entry 2 was changed, or emptied and no entry says why." in done.stderr


def change_words(rows: list[dict]) -> None:
    rows[3]["entry"]["body"]["is"] = "2027-03-31"


def change_nonce(rows: list[dict]) -> None:
    rows[3]["nonce"] = rows[2]["nonce"]


def drop_last(rows: list[dict]) -> None:
    rows.pop()


def drop_middle(rows: list[dict]) -> None:
    rows.pop(3)


def swap(rows: list[dict]) -> None:
    rows[3], rows[4] = rows[4], rows[3]


def double(rows: list[dict]) -> None:
    rows.append(rows[3])


def change_size(rows: list[dict]) -> None:
    rows[0]["checkpoint"] = rows[0]["checkpoint"].replace("\n7\n", "\n6\n")


def change_signature(rows: list[dict]) -> None:
    note = rows[0]["checkpoint"]
    at = len(note) - 20
    rows[0]["checkpoint"] = note[:at] + ("A" if note[at] != "A" else "B") + note[at + 1 :]


def drop_signature(rows: list[dict]) -> None:
    rows[0]["checkpoint"] = rows[0]["checkpoint"].partition("—")[0]


def sign_with_another(rows: list[dict]) -> None:
    note = Note.parse(rows[0]["checkpoint"])
    rows[0]["checkpoint"] = str(
        Note(note.text).signed(SigningKey.new("site.example/ledger", Kind.LOG))
    )


def rename(rows: list[dict]) -> None:
    rows[0]["checkpoint"] = rows[0]["checkpoint"].replace("site.example", "fake.example")


def only_the_checkpoint(rows: list[dict]) -> None:
    del rows[1:]


@pytest.mark.parametrize(
    "tamper",
    [
        *(change_words, change_nonce, drop_last, drop_middle, swap, double, change_size),
        *(change_signature, drop_signature, sign_with_another, rename, only_the_checkpoint),
    ],
)
def test_the_stand_alone_check_refuses_an_export_that_was_tampered_with(
    append, sign, alone, tmp_path, tamper: Callable[[list[dict]], None]
) -> None:
    for number in range(6):
        append(number)
    sign()
    kept = exported(tmp_path / "kept.jsonl")
    rows = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    tamper(rows)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "now.jsonl").write_text(text, encoding="utf-8")

    done = alone(tmp_path / "now.jsonl", kept)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().endswith(".")


def test_the_stand_alone_check_notices_a_log_that_was_written_anew(
    append, sign, alone, tmp_path, unguarded
) -> None:
    append(1)
    sign()
    kept = exported(tmp_path / "kept.jsonl")
    with unguarded():
        for model in (Entry, Tile, Checkpoint):
            model._default_manager.all().delete()
    append(2)
    append(3)
    sign()

    done = alone(exported(tmp_path / "now.jsonl"), kept)

    assert done.returncode == 1
    assert "The log does not hold what you kept." in done.stderr


def test_signatures_checked_in_plain_python_are_those_of_the_library(key) -> None:
    note = Note(Statement(key.name, 3, bytes(32)).text).signed(key)
    text, public = str(note), str(key.verifier)
    (signature,) = note.signatures

    assert check_log.signed(text, public)
    for at in range(0, 64, 5):
        turned = signature.raw[:at] + bytes([signature.raw[at] ^ 1]) + signature.raw[at + 1 :]
        other = Note(note.text, (type(signature)(signature.name, signature.id, turned),))
        assert not check_log.signed(str(other), public)
