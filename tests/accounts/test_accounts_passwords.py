"""Passwords: length, and no thief's list. Nothing about symbols."""

import hashlib
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.cast import PASSWORD
from evenhand.accounts.models import Person
from evenhand.accounts.passwords.common import is_common
from evenhand.accounts.passwords.packed import NotAList, Packed, pack

PERSON = Person(email="imogen.okafor@demoshire.example", name="Imogen Okafor")


@pytest.mark.parametrize(
    "good",
    [
        PASSWORD,
        "ironmarmaladebicycle",
        "correct horse battery staple",
        "ñandú río cañón 山",
        "x9$Lq!vR2#pZ",
        " spaces at both ends count ",
        "w" + "ordy sentence " * 10,
    ],
)
def test_length_is_enough_and_every_letter_counts(good: str) -> None:
    validate_password(good, PERSON)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("Xy7$kQ!2", "12 characters"),
        ("password1234", "lists"),
        ("Passw0rd!2024", "lists"),
        ("P@55word2026!!", "lists"),
        ("passwordpassword", "lists"),
        ("letmeinletmein", "lists"),
        ("111111111111", "lists"),
        ("qwertyuiop12", "lists"),
        ("imogenokafor1", "mostly your name"),
        ("evenhandpolice", "mostly your name"),
        ("a1" * 501, "1000 characters or fewer"),
    ],
)
def test_what_thieves_try_first_is_refused(bad: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        validate_password(bad, PERSON)


@given(st.sets(st.text(min_size=1).filter(lambda text: text.strip() == text), max_size=60))
def test_a_packed_list_finds_what_it_holds_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, words: set[str]
) -> None:
    plain = {one for one in words if "\n" not in one and "\r" not in one}
    path = tmp_path_factory.mktemp("packed") / "list"

    kept = pack(
        [f"{word}\n".encode("utf-8", "surrogatepass") for word in plain if _utf8(word)], path
    )

    found = Packed(path)
    assert len(found) == kept
    assert all(word in found for word in plain if _utf8(word))
    assert "certainly not on it" not in found


def _utf8(word: str) -> bool:
    return not any(0xD800 <= ord(letter) < 0xE000 for letter in word)


def test_a_published_list_of_digests_is_packed_as_it_is(tmp_path: Path) -> None:
    sha1 = hashlib.sha1(b"violet anchor teapot", usedforsecurity=False).hexdigest().upper()

    assert pack([f"{sha1}:37\r\n".encode(), b"\n"], tmp_path / "list") == 1
    assert PASSWORD in Packed(tmp_path / "list")


@pytest.mark.parametrize("bytes_", [b"not a list at all", b"evenhand passwords 1\nabc"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "list").write_bytes(bytes_)

    with pytest.raises(NotAList):
        Packed(tmp_path / "list")


def test_a_site_refuses_what_is_on_the_list_it_was_given(
    tmp_path: Path, settings: LazySettings
) -> None:
    pack([PASSWORD.encode()], tmp_path / "list")
    settings.BREACHED_PASSWORDS = tmp_path / "list"

    with pytest.raises(ValidationError, match="lists"):
        validate_password(PASSWORD, PERSON)
    validate_password("ironmarmaladebicycle", PERSON)


def test_an_uncommon_password_is_not_taken_for_a_common_one() -> None:
    assert not is_common("ironmarmaladebicycle")
    assert is_common("dragon")
