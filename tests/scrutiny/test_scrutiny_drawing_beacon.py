"""A round is believed only with its network's signature; dice need nothing."""

import sys
from dataclasses import replace

import pytest
from bench.rounds import ROUNDS

from evenhand.scrutiny.drawing.beacon import Round, signed
from evenhand.scrutiny.drawing.chains import DEFAULT, QUICKNET
from evenhand.scrutiny.drawing.errors import BadBeacon, CannotCheck

PUBLISHED = [
    "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
    "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
    "8b676484b5fb1f37f9ec5c413d7d29883504e5b669f604a1ce68b3388e9ae3d9",
    "647c07b2abbf7ff2afb4d670214f565e5cd9f9c91bfdcecb59a21f3c78d73920",
]
"""The randomness of those rounds, as their network served it."""


@pytest.mark.parametrize(("told", "randomness"), list(zip(ROUNDS, PUBLISHED, strict=True)))
def test_a_published_round_is_signed_and_gives_its_published_randomness(
    told: Round, randomness: str
) -> None:
    assert signed(told)
    assert told.randomness == randomness


@pytest.mark.parametrize("told", ROUNDS)
def test_a_signature_of_another_round_is_none(told: Round) -> None:
    assert not signed(replace(told, number=told.number + 1))


@pytest.mark.parametrize("told", ROUNDS)
def test_not_one_bit_of_a_signature_can_be_changed(told: Round) -> None:
    for at in range(0, len(told.signature), 5):
        turned = bytearray(told.signature)
        turned[at] ^= 1
        assert not signed(replace(told, signature=bytes(turned)))


def test_the_point_that_would_fit_every_key_is_refused() -> None:
    # The point at infinity: its pairing is that of every other with itself.
    infinity = bytes([0xC0]) + bytes(47)
    assert not signed(Round(QUICKNET.hash, 1000, infinity))
    assert not signed(replace(ROUNDS[2], signature=bytes([0xC0]) + bytes(95)))


def test_a_chained_round_needs_the_right_one_before() -> None:
    told = ROUNDS[2]
    turned = bytes([told.previous[0], told.previous[1] ^ 1, *told.previous[2:]])
    assert not signed(replace(told, previous=turned))
    with pytest.raises(BadBeacon, match="another length"):
        signed(replace(told, previous=b""))
    with pytest.raises(BadBeacon, match="another length"):
        signed(replace(ROUNDS[0], previous=told.previous))


def test_a_round_of_one_network_is_none_of_another() -> None:
    with pytest.raises(BadBeacon, match="another length"):
        signed(replace(ROUNDS[0], chain=DEFAULT.hash))
    with pytest.raises(BadBeacon, match="no chain"):
        signed(replace(ROUNDS[0], chain="af8b6fc9"))
    with pytest.raises(BadBeacon, match="no round"):
        signed(replace(ROUNDS[0], number=0))


def test_without_the_extra_it_says_what_was_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_arkworks_bls12381", None)
    with pytest.raises(CannotCheck, match=r"evenhand\[beacon\]"):
        signed(ROUNDS[0])
