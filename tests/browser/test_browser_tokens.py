"""Slips as a browser makes them: the RFCs' own answers, and signed by the server's code."""

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.recorder_parts import loaded
from encounters.vectors.blind_rsa import A3, TYPE_2
from evenhand.encounters.answering import tokens
from evenhand.encounters.answering.tokens import Token

pytestmark = pytest.mark.browser
BYTES = "const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));"
HEX = 'const hex = (raw) => [...raw].map((one) => one.toString(16).padStart(2, "0")).join("");'
BLIND = f"""async ([p, q, message, salt, inverse]) => {{
    {BYTES} {HEX}
    const [n, inv] = [BigInt("0x" + p) * BigInt("0x" + q), BigInt("0x" + inverse)];
    const invert = (value) => {{
        let [a, b, x, y] = [value, n, 1n, 0n];
        while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
        return ((x % n) + n) % n;
    }};
    const made = await part.blind(n, 65537n, bytes(message), bytes(salt), invert(inv));
    return [hex(made.blinded), made.inverse === inv];
}}"""
FINALIZE = f"""async ([p, q, message, signed, inverse]) => {{
    {BYTES} {HEX}
    const n = BigInt("0x" + p) * BigInt("0x" + q);
    const inv = BigInt("0x" + inverse);
    return hex(await part.finalize(n, 65537n, bytes(message), bytes(signed), inv));
}}"""
REFUSED = "(error) => error.message"


@pytest.fixture(scope="module")
def device(browser: Browser) -> Iterator[Page]:
    with loaded(browser, "tokens") as page:
        yield page


@pytest.fixture(scope="module")
def key() -> tuple[object, dict[str, str]]:
    """A key that signs, and how the server lists it."""
    private = tokens.new_key()
    written = tokens.public_bytes(private.public_key())
    return private, {"id": tokens.key_id(written).hex(), "public": text(written)}


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


def test_blinding_gives_the_answer_of_rfc_9474(device: Page) -> None:
    given = [A3[name] for name in ("p", "q", "message", "salt", "inverse")]

    assert device.evaluate(BLIND, given) == [A3["blinded"], True]


def test_opening_gives_the_signature_of_rfc_9474(device: Page) -> None:
    given = [A3[name] for name in ("p", "q", "message", "signed", "inverse")]

    assert device.evaluate(FINALIZE, given) == A3["signature"]


@pytest.mark.parametrize("changed", ["message", "signed", "inverse"])
def test_an_answer_that_does_not_fit_is_not_used(device: Page, changed: str) -> None:
    given = dict(A3)
    given[changed] = f"{int(given[changed], 16) ^ 1:0{len(given[changed])}x}"

    said = device.evaluate(
        f"(given) => ({FINALIZE})(given).catch({REFUSED})",
        [given[name] for name in ("p", "q", "message", "signed", "inverse")],
    )

    assert said == "The signature is not right."


def test_a_slip_made_in_the_browser_is_one_for_the_server(device: Page, key) -> None:
    private, listed = key
    made = [device.evaluate("(key) => part.prepare(key)", listed) for _ in range(2)]

    signed = [text(tokens.sign_blind(private, raw(one["blinded"]))) for one in made]
    slips = [
        device.evaluate("([one, given]) => part.finish(one, given)", [one["waiting"], given])
        for one, given in zip(made, signed, strict=True)
    ]

    assert len(set(slips)) == 2
    for slip in slips:
        assert tokens.check(Token.parse(slip), raw(listed["public"]))
    assert signed[0] not in slips[0]


def test_a_key_that_is_not_what_it_is_called_makes_no_slip(device: Page, key) -> None:
    said = device.evaluate(
        f"(key) => part.prepare(key).catch({REFUSED})", {**key[1], "id": "0" * 64}
    )

    assert said == "The key is not the one that it is called."


def test_a_signature_of_another_key_makes_no_slip(device: Page, key) -> None:
    made = device.evaluate("(key) => part.prepare(key)", key[1])
    other = text(bytes(255) + b"\x07")

    said = device.evaluate(
        f"([one, given]) => part.finish(one, given).catch({REFUSED})", [made["waiting"], other]
    )

    assert said == "The signature is not right."


def test_keys_are_read_as_rfc_9578_writes_them(device: Page) -> None:
    written = bytes.fromhex(TYPE_2["public"])
    listed = {"id": tokens.key_id(written).hex(), "public": text(written)}

    made = device.evaluate("(key) => part.prepare(key)", listed)

    assert len(raw(made["blinded"])) == tokens.BYTES
    assert raw(made["waiting"]["prepared"])[-32:] == tokens.key_id(written)


def test_only_keys_that_everybody_is_shown_are_used(device: Page, key) -> None:
    listed = {**key[1], "scope": "reason:routine", "quarter": "2026-Q4", "force": "demoshire"}
    marked = {**listed, "id": "f" * 64}

    assert device.evaluate("([a, b]) => part.shown(a, b)", [[listed], [listed]]) == [listed]
    assert device.evaluate("([a, b]) => part.shown(a, b)", [[marked, listed], [listed]]) == [listed]
    twice = [listed, marked]
    assert device.evaluate("([a, b]) => part.shown(a, b)", [[marked], twice]) == []
