"""Blind tokens: the RFCs' own answers, what is refused, and that a signer cannot know its own."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicNumbers,
)
from cryptography.hazmat.primitives.hashes import SHA384
from hypothesis import given
from hypothesis import strategies as st

from encounters import devices
from encounters.vectors.blind_rsa import A3, TYPE_2
from evenhand.encounters.answering import tokens
from evenhand.encounters.answering.tokens import NotAToken, Token

KEY = tokens.new_key()
WRITTEN = tokens.public_bytes(KEY.public_key())
E = 65537
ASKED = devices.prepare(WRITTEN)
SIGNED = ASKED.finish(tokens.sign_blind(KEY, ASKED.blinded))


def number(text: str) -> int:
    return int(text, 16)


def raw(text: str) -> bytes:
    return bytes.fromhex(text)


@pytest.fixture(scope="module")
def published() -> RSAPrivateKey:
    """The key of RFC 9474, appendix A."""
    p, q = number(A3["p"]), number(A3["q"])
    d = pow(E, -1, (p - 1) * (q - 1))
    of_p, of_q, back = d % (p - 1), d % (q - 1), pow(q, -1, p)
    return RSAPrivateNumbers(
        p=p, q=q, d=d, dmp1=of_p, dmq1=of_q, iqmp=back, public_numbers=RSAPublicNumbers(E, p * q)
    ).private_key()


@pytest.fixture
def token() -> Token:
    waiting = devices.prepare(WRITTEN)
    return waiting.finish(tokens.sign_blind(KEY, waiting.blinded))


def test_signing_blind_gives_the_answer_of_rfc_9474(published: RSAPrivateKey) -> None:
    assert tokens.sign_blind(published, raw(A3["blinded"])).hex() == A3["signed"]


def test_what_is_signed_blind_opens_to_the_signature_of_rfc_9474(published: RSAPrivateKey) -> None:
    n = published.public_key().public_numbers().n
    opened = number(A3["signed"]) * number(A3["inverse"]) % n

    assert opened == number(A3["signature"])
    published.public_key().verify(
        raw(A3["signature"]), raw(A3["message"]), PSS(MGF1(SHA384()), 48), SHA384()
    )


def test_the_device_of_these_tests_blinds_as_rfc_9474_does(published: RSAPrivateKey) -> None:
    n = published.public_key().public_numbers().n
    r = pow(number(A3["inverse"]), -1, n)

    blinded = devices.blind(n, E, raw(A3["message"]), raw(A3["salt"]), r)

    assert blinded.hex() == A3["blinded"]


def test_keys_and_tokens_are_written_as_in_rfc_9578() -> None:
    written, whole = raw(TYPE_2["public"]), raw(TYPE_2["token"])
    key, name = tokens.public_key(written), tokens.key_id(written)
    digest = sha256(raw(TYPE_2["challenge"])).digest()

    message = tokens.message(raw(TYPE_2["nonce"]), name, digest)

    assert tokens.public_bytes(key) == written
    assert whole == message + whole[-tokens.BYTES :]
    assert raw(TYPE_2["request"])[:3] == tokens.TYPE + name[-1:]
    key.verify(whole[-tokens.BYTES :], message, tokens.PADDING, SHA384())
    numbers = key.public_numbers()
    blinded = devices.blind(
        numbers.n, numbers.e, message, raw(TYPE_2["salt"]), number(TYPE_2["blind"])
    )
    assert blinded == raw(TYPE_2["request"])[3:]
    assert pow(number(TYPE_2["response"]), numbers.e, numbers.n) == int.from_bytes(blinded)


def test_a_token_is_checked_by_whoever_has_the_public_key(token: Token) -> None:
    assert tokens.check(token, WRITTEN)
    assert tokens.check(Token.parse(str(token)), WRITTEN)
    assert len(str(token)) == 390


def test_another_key_did_not_sign_it(token: Token) -> None:
    other = tokens.public_bytes(tokens.new_key().public_key())
    posing = Token(tokens.key_id(other)[: tokens.SHORT_ID], token.nonce, token.signature)

    assert not tokens.check(token, other)
    assert not tokens.check(posing, other)


@given(st.integers(0, 4 + 32 + 256 - 1), st.integers(1, 255))
def test_not_one_byte_of_a_token_can_be_changed(place: int, by: int) -> None:
    changed = bytearray(SIGNED.key + SIGNED.nonce + SIGNED.signature)
    changed[place] ^= by

    assert not tokens.check(
        Token(bytes(changed[:4]), bytes(changed[4:36]), bytes(changed[36:])), WRITTEN
    )


@given(st.text(max_size=500))
def test_no_address_of_a_stranger_is_a_token(text: str) -> None:
    with pytest.raises(NotAToken):
        Token.parse(text)


@pytest.mark.parametrize("change", [lambda t: t + "=", lambda t: t[:-1], lambda t: f" {t}"])
def test_a_token_is_written_in_one_way(token: Token, change) -> None:
    with pytest.raises(NotAToken):
        Token.parse(change(str(token)))


def test_two_spellings_of_one_token_are_not_two_tokens() -> None:
    # 292 bytes leave bits of the last letter unused: a lenient reader would take more spellings.
    text = str(SIGNED)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others = [text[:-1] + letter for letter in letters if letter != text[-1]]

    read = 0
    for other in others:
        try:
            read += tokens.check(Token.parse(other), WRITTEN)
        except NotAToken:
            continue
    assert read == 0


def test_the_same_token_cannot_be_counted_twice_by_a_changed_signature() -> None:
    again = Token(SIGNED.key, SIGNED.nonce, bytes(256))

    assert again.digest == SIGNED.digest


@pytest.mark.parametrize("blinded", [b"", bytes(255), bytes(257), b"\xff" * 256])
def test_what_is_no_blinded_token_is_not_signed(blinded: bytes) -> None:
    with pytest.raises(NotAToken):
        tokens.sign_blind(KEY, blinded)


def test_every_signature_could_belong_to_every_request() -> None:
    """Perfect blindness: for any token and any request there is one blinding that joins them."""
    numbers = KEY.public_key().public_numbers()
    n, e = numbers.n, numbers.e
    made = [devices.prepare(WRITTEN) for _ in range(3)]
    finished = [one.finish(tokens.sign_blind(KEY, one.blinded)) for one in made]
    signed = [int.from_bytes(tokens.sign_blind(KEY, one.blinded)) for one in made]

    for token in finished:
        for request, answer in zip(made, signed, strict=True):
            signature = int.from_bytes(token.signature)
            r = answer * pow(signature, -1, n) % n  # the blinding that would explain the pair
            assert pow(signature, e, n) * pow(r, e, n) % n == int.from_bytes(request.blinded)
