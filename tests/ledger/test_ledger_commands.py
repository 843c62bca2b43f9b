"""The commands that check, export and sign the logs, as people type them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from evenhand.audit import services as audit
from evenhand.audit.sequencer import sequence_all
from evenhand.cli import run
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Checkpoint, Entry
from evenhand.ledger.tree.keys import Kind, SigningKey, VerifierKey
from evenhand.ledger.tree.notes import Note

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def evenhand(capsys: pytest.CaptureFixture[str]) -> Said:
    """Run the command; its status, what it answered, and what it said."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


@pytest.fixture
def site(append, settings, tmp_path) -> Path:
    """A site with keys of its own, and an entry in each log."""
    settings.LEDGER_KEY = str(tmp_path / "ledger.key")
    settings.LEDGER_KEY_MAY_BE_MADE = True
    append(1, now=timezone.now())
    audit.record(
        act="consultation", by="person/1", organisation="", subject="x", now=timezone.now()
    )
    return Path(tmp_path)


def test_signing_exporting_and_checking_a_site(site: Path, evenhand: Said) -> None:
    status, out, _ = evenhand("ledger", "sequence", "--json")
    assert (status, json.loads(out)) == (0, {"ledger": 2, "audit": 2, "stops": 0})
    said = evenhand("ledger", "export", site / "kept.jsonl")
    assert (said[0], said[2]) == (0, f"{site / 'kept.jsonl'}: 2 entries and their checkpoint.\n")
    note = evenhand("ledger", "checkpoint")[1]
    (site / "kept.txt").write_text(note, encoding="utf-8")

    status, out, err = evenhand(
        "verify", "--head", site / "kept.jsonl", "--head", site / "kept.txt"
    )

    assert (status, err) == (0, "Every log holds, and continues what you kept.\n")
    assert out.startswith("ledger: 2 entries, 0 erased, 0 waiting, root ")
    status, out, _ = evenhand("verify", "--json")
    said = json.loads(out)
    assert (status, said["holds"], said["faults"]) == (0, True, [])
    names = ["ledger", "audit", "stops", "plans", "kept stops", "releases", "draws", "alerts"]
    assert [log["log"] for log in said["logs"]] == [*names, "recommendations"]


def test_the_private_log_s_checkpoint_is_kept_outside_too(site: Path, evenhand: Said) -> None:
    evenhand("ledger", "sequence")
    kept = site / "audit.txt"
    kept.write_text(evenhand("ledger", "checkpoint", "--log", "audit")[1], encoding="utf-8")

    assert kept.read_text(encoding="utf-8") != evenhand("ledger", "checkpoint")[1]
    assert evenhand("verify", "--head", kept)[0] == 0
    assert kept.read_text(encoding="utf-8").splitlines()[0].endswith("/audit")
    status, _, err = evenhand("ledger", "checkpoint", "--log", "diary")
    assert (status, "There is no log “diary”" in err) == (2, True)


def test_a_broken_entry_is_named_and_the_status_is_1(site: Path, evenhand: Said, unguarded) -> None:
    evenhand("ledger", "sequence")
    with unguarded():
        Entry.objects.filter(position=1).update(by="role/somebody-else")

    status, _out, err = evenhand("verify")
    assert status == 1
    assert err == ("evenhand: ledger: Entry 1 was changed: it does not say what was written.\n")
    status, out, _err = evenhand("verify", "--json")
    said = json.loads(out)
    assert (status, said["holds"]) == (1, False)
    assert said["faults"][0]["entry"] == 1
    assert said["faults"][0]["log"] == "ledger"


def test_what_is_no_head_is_refused_in_a_sentence(site: Path, evenhand: Said) -> None:
    evenhand("ledger", "sequence")
    (site / "other.txt").write_text("not a checkpoint", encoding="utf-8")
    key = SigningKey.new("site.example/elsewhere", Kind.LOG)
    note = str(Note(f"{key.name}\n1\n{'A' * 43}=\n").signed(key))
    (site / "elsewhere.txt").write_text(note, encoding="utf-8")

    status, _out, err = evenhand("verify", "--head", site / "other.txt")
    assert (status, "neither a checkpoint nor an export" in err) == (2, True)
    status, _out, err = evenhand("verify", "--head", site / "elsewhere.txt")
    assert (status, "no log “site.example/elsewhere”" in err) == (2, True)
    status, _out, err = evenhand("verify", "--head", site / "missing.txt")
    assert (status, "There is no" in err) == (2, True)
    status, _out, err = evenhand("verify", "--witness", "nobody")
    assert (status, "not a key" in err) == (2, True)


def test_a_site_in_service_makes_no_key_by_itself(site: Path, evenhand: Said, settings) -> None:
    settings.LEDGER_KEY_MAY_BE_MADE = False

    status, _out, err = evenhand("ledger", "sequence")

    assert status == 2
    assert "evenhand ledger key" in err
    assert not (site / "ledger.key").exists()


def test_keys_are_made_once_for_their_owner_alone(site: Path, evenhand: Said, settings) -> None:
    file = site / "made.key"
    status, out, err = evenhand("ledger", "key", file, "--origin", "plan.example")

    assert status == 0
    assert [VerifierKey.parse(line).name for line in out.split()] == [
        "plan.example/ledger",
        "plan.example/audit",
        "plan.example/stops",
    ]
    secret = file.read_text(encoding="utf-8")
    assert secret.split()[0].rpartition("+")[2] not in out + err
    assert file.stat().st_mode & 0o077 == 0
    assert evenhand("ledger", "key", file, "--origin", "plan.example")[0] == 2
    assert file.read_text(encoding="utf-8") == secret
    settings.LEDGER_KEY = secret
    assert evenhand("ledger", "sequence")[0] == 0


def test_keys_change_in_the_logs_and_in_the_file(site: Path, evenhand: Said, append) -> None:
    evenhand("ledger", "sequence")
    evenhand("ledger", "export", site / "kept.jsonl")
    status, out, _err = evenhand("ledger", "rotate", "--why", "A laptop was stolen.")

    assert status == 0
    assert len(out.split()) == 2
    assert len((site / "ledger.key").read_text(encoding="utf-8").split()) == 5
    append(2, now=timezone.now())
    assert sequence_all()["ledger"] == 4
    latest = Checkpoint.objects.latest("size")
    assert Note.parse(latest.note).verified(VerifierKey.parse(out.split()[0]))
    assert evenhand("verify", "--head", site / "kept.jsonl")[0] == 0


def test_a_witness_s_signature_is_kept_from_a_file(site: Path, evenhand: Said) -> None:
    evenhand("ledger", "sequence")
    panel = SigningKey.new("panel.example/witness", Kind.WITNESS)
    note = Note.parse(evenhand("ledger", "checkpoint")[1]).signed(panel, timezone.now())
    (site / "signed.txt").write_text(str(note), encoding="utf-8")

    assert evenhand("ledger", "cosign", site / "signed.txt", "--witness", panel.verifier)[0] == 0

    assert "panel.example/witness" in evenhand("ledger", "checkpoint")[1]
    assert evenhand("verify", "--witness", panel.verifier)[0] == 0
    stranger = SigningKey.new("other.example/witness", Kind.WITNESS)
    assert evenhand("verify", "--witness", stranger.verifier)[0] == 1
    assert LEDGER.cosignatures._default_manager.count() == 1


def test_both_logs_are_written_as_files(site: Path, evenhand: Said) -> None:
    evenhand("ledger", "sequence")

    assert evenhand("ledger", "tiles", site / "log")[0] == 0

    for name in ("ledger", "audit"):
        assert (site / "log" / name / "checkpoint").read_text(encoding="utf-8")
        assert (site / "log" / name / "tile/0/000.p/2").stat().st_size == 64


def test_nothing_to_export_is_said(db: None, evenhand: Said, tmp_path: Path) -> None:
    status, _out, err = evenhand("ledger", "export", tmp_path / "none.jsonl")

    assert status == 2
    assert "holds nothing that is signed" in err
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_holds_everything_cannot_admit_a_loss(site: Path, evenhand: Said) -> None:
    evenhand("ledger", "sequence")
    evenhand("ledger", "export", site / "kept.jsonl")

    status, _out, err = evenhand("ledger", "restored", site / "kept.jsonl", "--why", "a test")

    assert status == 2
    assert "nothing of it was lost" in err
