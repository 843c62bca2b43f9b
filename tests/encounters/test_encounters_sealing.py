"""Records sealed to a force: RFC 9180's own answers, keys that change, and what must not open."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from evenhand.encounters.keys import files as key_files
from evenhand.encounters.keys import sealing
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.encounters.keys.sealing import CannotUnseal

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
ABOUT = b"01936f0e-0000-7000-8000-000000000001|2f6a|17"
# RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode.
PRIVATE = ec.derive_private_key(
    0xF3CE7FDAE57E1A310D87F1EBBDE6F328BE0A99CDBCADF4D6589CF29DE4B8FFD2, ec.SECP256R1()
)
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
ENC = bytes.fromhex(
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
    "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
)
SEALED = bytes.fromhex(
    "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.KEYS = tmp_path / "keys"
    return Path(settings.KEYS)


def test_the_suite_is_the_one_of_appendix_a_3() -> None:
    # The vector has associated data, which the library opens in its own tests alone.
    opened = openssl.hpke._decrypt_with_aad(sealing.SUITE, ENC + SEALED, PRIVATE, INFO, b"Count-0")

    assert opened == b"Beauty is truth, truth beauty"


def test_what_a_device_seals_its_force_opens() -> None:
    key = sealing.new_key("demoshire", now=NOW)

    sealed = sealing.seal(key.jwk, b"a stop", aad=ABOUT)

    private = sealing.private_key("demoshire", key.id)
    assert sealing.unseal(private, sealed, aad=ABOUT) == b"a stop"
    assert len(sealed) == 65 + len(b"a stop") + 16


def test_the_same_record_never_looks_the_same_twice() -> None:
    key = sealing.new_key("demoshire", now=NOW)

    assert sealing.seal(key.jwk, b"x", aad=ABOUT) != sealing.seal(key.jwk, b"x", aad=ABOUT)


@given(st.integers(0, 65 + 6 + 16 - 1), st.integers(1, 255))
def test_not_one_byte_can_be_changed(place: int, by: int) -> None:
    jwk = sealing._public(PRIVATE).jwk
    sealed = bytearray(sealing.seal(jwk, b"a stop", aad=ABOUT))
    sealed[place] ^= by

    with pytest.raises(CannotUnseal):
        sealing.unseal(PRIVATE, bytes(sealed), aad=ABOUT)


@given(st.binary(max_size=200))
def test_no_bytes_of_a_stranger_do_more_than_not_open(sent: bytes) -> None:
    with pytest.raises(CannotUnseal):
        sealing.unseal(PRIVATE, sent, aad=ABOUT)


@pytest.mark.parametrize("said", [b"", ABOUT + b"0", ABOUT.replace(b"|17", b"|18")])
def test_a_record_cannot_be_passed_off_as_another(said: bytes) -> None:
    sealed = sealing.seal(sealing._public(PRIVATE).jwk, b"a stop", aad=ABOUT)

    with pytest.raises(CannotUnseal):
        sealing.unseal(PRIVATE, sealed, aad=said)


def test_another_forces_key_does_not_open_it() -> None:
    ours = sealing.new_key("demoshire", now=NOW)
    theirs = sealing.new_key("fictional-valley", now=NOW)
    sealed = sealing.seal(ours.jwk, b"a stop", aad=ABOUT)

    with pytest.raises(CannotUnseal):
        sealing.unseal(sealing.private_key("fictional-valley", theirs.id), sealed, aad=ABOUT)
    with pytest.raises(NoSuchKey):
        sealing.private_key("fictional-valley", ours.id)


def test_after_a_change_of_key_what_waited_still_opens() -> None:
    old = sealing.new_key("demoshire", now=NOW)
    waiting = sealing.seal(old.jwk, b"sealed before", aad=ABOUT)

    new = sealing.new_key("demoshire", now=NOW + timedelta(seconds=1))

    assert sealing.public_key("demoshire", now=NOW).id == new.id != old.id
    private = sealing.private_key("demoshire", old.id)
    assert sealing.unseal(private, waiting, aad=ABOUT) == b"sealed before"


def test_a_key_is_in_a_file_that_only_the_service_reads(folder: Path) -> None:
    key = sealing.new_key("demoshire", now=NOW)

    (file,) = folder.rglob("*.pem")
    assert file.parent == folder / "stops" / "demoshire"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.stem == f"20261122T183000000000Z-{key.id}"


def test_the_id_is_the_thumbprint_of_the_public_key() -> None:
    # RFC 7638: SHA-256 of the members in alphabetical order, without spaces. The point is A.3.1's.
    x = "_owZzgkFGR68KYqSRXklMfJvDOziRgY56Lw5y39waoI"
    y = "anebTPlpuKDlOcf2L7PTCtaqj4DjDx0Siq_WiiznLqA"
    members = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'

    key = sealing._public(PRIVATE)

    assert (key.jwk["x"], key.jwk["y"]) == (x, y)
    assert key.id == sha256(members.encode()).hexdigest()[:16]


def test_a_local_site_makes_its_first_key_once() -> None:
    first = sealing.public_key("demoshire", now=NOW)

    assert sealing.public_key("demoshire", now=NOW + timedelta(days=1)) == first


def test_a_site_in_service_never_makes_one_by_itself(settings, folder: Path) -> None:
    settings.KEYS_MAY_BE_MADE = False

    with pytest.raises(NoSuchKey, match="evenhand roadside keys FORCE"):
        sealing.public_key("demoshire", now=NOW)

    assert not folder.exists()


@pytest.mark.parametrize("force", ["../ledger", "", "Demoshire", "a/b", "demoshire\n"])
def test_a_force_cannot_name_another_folder(force: str) -> None:
    with pytest.raises(NoSuchKey):
        sealing.public_key(force, now=NOW)


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden"])
def test_a_name_cannot_leave_the_folder(name: str) -> None:
    with pytest.raises(NoSuchKey):
        key_files.load("stops", "demoshire", name)


def test_a_key_is_never_written_over() -> None:
    key_files.add("stops", "demoshire", "one", PRIVATE)

    with pytest.raises(FileExistsError):
        key_files.add("stops", "demoshire", "one", ec.generate_private_key(ec.SECP256R1()))

    assert key_files.load("stops", "demoshire", "one").private_numbers() == (
        PRIVATE.private_numbers()
    )


def test_a_key_of_another_kind_is_refused(folder: Path) -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    key_files.add("stops", "demoshire", "20260101T000000000000Z-aaaa", other)

    with pytest.raises(NoSuchKey, match="not one that opens records"):
        sealing.public_key("demoshire", now=NOW)
