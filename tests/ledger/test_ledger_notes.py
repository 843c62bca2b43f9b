"""Notes, checkpoints and cosignatures are those that others write and read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.ledger.tree.keys import Kind, NotAKey, SigningKey, VerifierKey
from evenhand.ledger.tree.notes import Checkpoint, NotANote, Note, cosigned_at

VECTORS = Path(__file__).parent / "vectors"
# The example of golang.org/x/mod/sumdb/note. Ed25519 gives the same signature every time.
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (VECTORS / "go-note.txt").read_text(encoding="utf-8")
# A checkpoint of a test log of Certificate Transparency, as given out with its witnesses.
CHECKPOINT = (VECTORS / "ct-checkpoint.txt").read_text(encoding="utf-8")
LOG_KEY = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
WITNESSES = [
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_we_sign_what_go_signs() -> None:
    key = SigningKey.parse(PRIVATE)

    assert str(key.verifier) == PUBLIC
    assert key.secret_text() == PRIVATE
    assert str(Note(Note.parse(NOTE).text).signed(key)) == NOTE


def test_we_believe_what_go_signed_and_nothing_else() -> None:
    key = VerifierKey.parse(PUBLIC)

    assert Note.parse(NOTE).verified(key)
    assert not Note.parse(NOTE.replace("answer", "Answer")).verified(key)
    assert not Note.parse(NOTE).verified(VerifierKey.parse(LOG_KEY))


def test_a_checkpoint_of_somebody_elses_log_and_its_witnesses_is_believed() -> None:
    note = Note.parse(CHECKPOINT)

    assert str(note) == CHECKPOINT
    assert note.verified(VerifierKey.parse(LOG_KEY))
    assert Checkpoint.parse(note.text).size == 1432088532
    assert Checkpoint.parse(note.text).text == note.text
    for witness in WITNESSES:
        found = note.verified(VerifierKey.parse(witness))
        assert found
        assert cosigned_at(found).date().isoformat() == "2026-05-23"


def test_a_checkpoint_of_another_size_is_not_believed() -> None:
    note = Note.parse(CHECKPOINT.replace("1432088532", "1432088533"))

    for key in (LOG_KEY, *WITNESSES):
        assert not note.verified(VerifierKey.parse(key))


def test_a_witness_signs_the_time_too() -> None:
    key = SigningKey.new("panel.example/witness", Kind.WITNESS)
    note = Note(Checkpoint("site.example/ledger", 3, bytes(32)).text).signed(key, NOW)
    found = Note.parse(str(note)).verified(key.verifier)

    assert found
    assert cosigned_at(found) == NOW
    later = found.raw[:7] + bytes([found.raw[7] ^ 1]) + found.raw[8:]
    assert not Note(note.text, (type(found)(found.name, found.id, later),)).verified(key.verifier)
    with pytest.raises(ValueError, match="says when"):
        note.signed(key)


def test_signing_again_replaces_the_signature() -> None:
    key = SigningKey.new("site.example/ledger", Kind.LOG)
    note = Note("text\n").signed(key).signed(key)

    assert len(note.signatures) == 1


@given(st.integers(0, len(PUBLIC) - 1), st.sampled_from("abcXYZ019+/ "))
def test_a_mistyped_key_is_refused_or_is_a_key_of_another_name(at: int, letter: str) -> None:
    typed = PUBLIC[:at] + letter + PUBLIC[at + 1 :]
    try:
        key = VerifierKey.parse(typed)
    except NotAKey:
        return
    assert str(key) == PUBLIC


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+", "PRIVATE+KEY+a+b+c", PUBLIC, PRIVATE[:-4]])
def test_what_is_no_secret_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotAKey) as refused:
        SigningKey.parse(text)
    assert len(text) < 20 or text[20:40] not in str(refused.value)


def test_a_secret_key_does_not_show_itself() -> None:
    key = SigningKey.parse(PRIVATE)

    assert repr(key.seed) not in repr(key)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak"])
def test_a_name_that_would_break_a_line_cannot_name_a_key(name: str) -> None:
    with pytest.raises(NotAKey):
        SigningKey.new(name, Kind.LOG)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no signatures\n\n",
        "text\n\n— name\n",
        "text\n\n— name !!!\n",
        "text\n\nname AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "te\x00xt\n\n— name AAAAAAAA\n",
        "text\n\n" + "— name AAAAAAAA\n" * 65,
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        Note.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n3\n",
        f"origin\n03\n{'A' * 43}=\n",
        f"origin\n-3\n{'A' * 43}=\n",
        f"origin\n٣\n{'A' * 43}=\n",
        f"\n3\n{'A' * 43}=\n",
        "origin\n3\nAAAA\n",
        f"origin\n3\n{'A' * 42}B=\n",
        f"origin\n3\n{'A' * 43}=\n\n",
        f"origin\n3\n{'A' * 43}=",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        Checkpoint.parse(text)


def test_what_a_log_adds_after_the_root_is_no_part_of_its_state() -> None:
    text = f"origin\n3\n{'A' * 43}=\nsomething else\n"

    assert Checkpoint.parse(text) == Checkpoint("origin", 3, bytes(32))
