"""The slip alone shows that a stop is in the log: the program says yes to that, else no."""

import base64
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

import evenhand.roadside
from encounters.phones import Phone, officer
from evenhand.encounters import stop_log
from evenhand.encounters.receipts import proving, slips
from evenhand.encounters.receipts import showing as receipts
from evenhand.encounters.stop_log import STOPS
from evenhand.ledger.log.publishing import publish
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.tree.entries import canonical
from evenhand.ledger.tree.keys import Kind, SigningKey

PROGRAM = Path(evenhand.roadside.__file__).parent / "check_receipt.py"
pytestmark = pytest.mark.django_db


def run(*given: object) -> tuple[int, str]:
    """What the program says, with nothing of ours around it."""
    command = [sys.executable, "-I", "-S", str(PROGRAM), *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def slip(tmp_path: Path) -> SimpleNamespace:
    """Stops that came hours ago, the second one's slip, its proof, and a copy of the log."""
    phone = Phone(officer("ada")).registered()
    phone.send(phone.sealed(phone.stop()))
    phone.send(phone.sealed(phone.stop()))
    secret = phone.secret
    phone.send(phone.sealed(phone.stop()))
    now = timezone.now()
    sequence(STOPS, key=signing_key(STOPS), now=now - timedelta(hours=2))
    text = proving.proof(secret, 0, now=now)
    assert text is not None
    (tmp_path / "proof.txt").write_text(text, encoding="utf-8")
    publish(STOPS, tmp_path / "log")
    return SimpleNamespace(
        secret=secret,
        code=slips.spelled(slips.code(secret)),
        proof=tmp_path / "proof.txt",
        folder=tmp_path / "log",
        key=str(signing_key(STOPS).verifier),
        now=now,
        phone=phone,
    )


def test_it_is_short_and_needs_nothing_but_python() -> None:
    text = PROGRAM.read_text(encoding="utf-8")

    assert text.count("\n") < 100
    asked = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert asked <= set(sys.stdlib_module_names)


def test_it_is_given_out_at_a_public_address(client) -> None:
    answer = client.get("/r/check_receipt.py")

    assert answer.content == PROGRAM.read_bytes()
    assert "attachment" in answer["Content-Disposition"]


def test_the_slip_and_the_proof_say_yes_and_what_was_told(slip: SimpleNamespace) -> None:
    status, said = run(slip.code, slip.proof, slip.key)

    assert (status, said.splitlines()[-1]) == (0, "Yes.")
    assert '"reason":"routine_check_no_specific_reason"' in said
    assert '"kind":"stop-kept"' in said


def test_the_slip_alone_finds_the_stop_in_anybodys_copy(slip: SimpleNamespace) -> None:
    assert run(slip.code, slip.folder, slip.key)[0] == 0
    assert run(slip.code.lower(), slip.proof, slip.folder)[0] == 0


def test_another_slip_opens_nothing(slip: SimpleNamespace) -> None:
    other = slips.code(b"sixteen bytes ..")

    assert run(other, slip.proof)[0] == 1
    status, said = run(other, slip.folder, slip.key)
    assert (status, said) == (1, "No. It is not there.\n")


def test_a_typing_mistake_is_told(slip: SimpleNamespace) -> None:
    wrong = slip.code[:-1] + ("0" if slip.code[-1] != "0" else "1")

    assert run(wrong, slip.proof) == (1, "No. A typing mistake.\n")
    assert run(slip.code)[0] == 1
    assert run(slip.code, "nowhere.txt")[0] == 1
    assert run(slip.code, slip.folder)[0] == 1  # whose signature should it be?


def test_another_key_is_refused(slip: SimpleNamespace) -> None:
    name, number, _ = slip.key.split("+", 2)
    other = str(SigningKey.new(name, Kind.LOG).verifier)
    assert run(slip.code, slip.proof, other) == (1, "No. The log did not sign this.\n")
    assert number not in other


def tampered(text: str) -> dict[str, str]:
    """One change to each kind of byte that a proof holds."""
    head, _, note = text.partition("\n\n")
    version, extra, index, *path = head.split("\n")
    origin, size, root, blank, line = note.rstrip("\n").split("\n")

    def put(**new: str) -> str:
        said = {"extra": extra, "index": index, "path": "\n".join(path), "origin": origin}
        said |= {"size": size, "root": root, "line": line} | new
        top = "\n".join([version, said["extra"], said["index"], said["path"]])
        signed = "\n".join([said["origin"], said["size"], said["root"], blank, said["line"]])
        return f"{top}\n\n{signed}\n"

    def inside(**new: str) -> str:
        said = json.loads(base64.b64decode(extra.removeprefix("extra "))) | new
        return put(extra=f"extra {base64.b64encode(canonical(said)).decode()}")

    said = json.loads(base64.b64decode(extra.removeprefix("extra ")))
    return {
        "what was told": inside(told=said["told"].replace('"black"', '"white"')),
        "nothing was told": inside(told=""),
        "the entry's time": inside(entry=said["entry"].replace('"at":"2', '"at":"3')),
        "the entry's stop": inside(entry=said["entry"].replace("stop/0", "stop/1")),
        "the entry's record": inside(entry=said["entry"].replace('"record":"', '"record":"0')),
        "the log's key": inside(key=said["key"][:-6] + flipped(said["key"][-6:])),
        "the place": put(index=f"index {int(index[6:]) + 1}"),
        "the path": put(path="\n".join([flip(path[0]), *path[1:]])),
        "a hash left out": put(path="\n".join(path[:-1])),
        "a hash too many": put(path="\n".join([*path, path[0]])),
        "the origin": put(origin=f"x{origin}"),
        "the size": put(size=str(int(size) + 1)),
        "the root": put(root=flip(root)),
        "the signature": put(line=line[:-20] + flipped(line[-20:])),
        "the signer": put(line=line.replace("/stops", "/audit")),
        "nothing left": "",
    }


def flip(text: str) -> str:
    """The same hash with one bit changed."""
    raw = bytearray(base64.b64decode(text))
    raw[0] ^= 1
    return base64.b64encode(raw).decode()


def flipped(text: str) -> str:
    """The same text with its first letter changed for another of its kind."""
    return ("B" if text[0] == "A" else "A") + text[1:]


def test_every_kind_of_byte_that_is_changed_says_no(slip: SimpleNamespace) -> None:
    for what, text in tampered(slip.proof.read_text(encoding="utf-8")).items():
        slip.proof.write_text(text, encoding="utf-8")
        assert run(slip.code, slip.proof)[0] == 1, what


@pytest.mark.parametrize("file", ["checkpoint", "tile/entries/000.p/4"])
def test_a_copy_of_the_log_that_was_changed_says_no(slip: SimpleNamespace, file: str) -> None:
    raw = (slip.folder / file).read_bytes()
    for place in range(20, len(raw), 23):
        changed = bytearray(raw)
        changed[place] ^= 1
        (slip.folder / file).write_bytes(changed)
        assert run(slip.code, slip.folder, slip.key)[0] == 1, place


def test_an_older_copy_of_the_log_is_not_taken_for_it(
    slip: SimpleNamespace, tmp_path: Path
) -> None:
    slip.phone.send(slip.phone.sealed(slip.phone.stop()))
    sequence(STOPS, key=signing_key(STOPS), now=slip.now - timedelta(hours=1))
    slip.proof.write_text(proving.proof(slip.secret, 0, now=slip.now) or "", encoding="utf-8")

    assert run(slip.code, slip.proof, slip.folder)[0] == 1
    publish(STOPS, slip.folder)
    assert run(slip.code, slip.proof, slip.folder)[0] == 0


def test_a_force_that_denies_the_stop_is_shown_by_the_copy(slip: SimpleNamespace, client) -> None:
    receipts.Receipt.objects.all().delete()

    assert b"no record has come" in client.get(f"/r/{slip.code}/").content
    assert run(slip.code, slip.folder, slip.key)[0] == 0


def test_what_they_said_themselves_has_a_proof_of_its_own(slip: SimpleNamespace) -> None:
    then = slip.now - timedelta(minutes=90)
    receipts.say_ethnicity(slip.secret, "M1", now=then)
    sequence(STOPS, key=signing_key(STOPS), now=then)
    slip.proof.write_text(proving.proof(slip.secret, 1, now=slip.now) or "", encoding="utf-8")

    status, said = run(slip.code, slip.proof)
    assert (status, '"kind":"own-words"' in said) == (0, True)
    assert proving.proof(slip.secret, 2, now=slip.now) is None


def test_the_page_gives_the_proof_once_the_hour_is_full(
    slip: SimpleNamespace, client, tmp_path: Path
) -> None:
    page = client.get(f"/r/{slip.code}/").content.decode()
    assert "Your stop is in the public log." in page
    file = client.get(f"/r/{slip.code}/proof/0/")
    assert "no-store" in file["Cache-Control"]
    slip.proof.write_bytes(file.content)
    assert run(slip.code, slip.proof)[0] == 0

    slip.phone.send(slip.phone.sealed(slip.phone.stop()))
    late = slips.code(slip.phone.secret)
    assert client.get(f"/r/{late}/proof/0/").status_code == 404


def test_a_stop_is_in_the_log_by_the_hour_that_the_page_says(slip: SimpleNamespace) -> None:
    slip.phone.send(slip.phone.sealed(slip.phone.stop()))
    secret, now = slip.phone.secret, slip.now.replace(minute=20)
    (waits,) = proving.entries(secret, now=now)
    sequence(STOPS, key=signing_key(STOPS), now=now + timedelta(seconds=2))

    assert waits.there_by is not None
    assert (waits.kind, waits.there_by.minute, waits.there_by > now) == (stop_log.KEPT, 0, True)
    (still,) = proving.entries(secret, now=now + timedelta(seconds=3))
    assert still.there_by == waits.there_by
    (there,) = proving.entries(secret, now=waits.there_by)
    assert there.there_by is None
