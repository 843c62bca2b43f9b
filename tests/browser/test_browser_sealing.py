"""What a browser seals its force opens: RFC 9180's own answer, and both ways of writing it."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.recorder_parts import loaded
from evenhand.encounters.keys import sealing
from evenhand.encounters.keys.sealing import CannotUnseal

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
ABOUT = "01936f0e-0000-7000-8000-000000000001|7e6f|17"
# RFC 9180, appendix A.3.1, base mode, first encryption.
SENDER = "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb"
SENDERS_POINT = (
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
    "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
)
RECEIVERS_POINT = (
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
    "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
INFO = "4f6465206f6e2061204772656369616e2055726e"
SEALED = (
    "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
)
SEAL_WITH = """async ([secret, theirs, info, aad, text]) => {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const bytes = (hex) => Uint8Array.from(hex.match(/../g), (one) => parseInt(one, 16));
    const { d: _, ...open } = secret;
    const own = {
        privateKey: await crypto.subtle.importKey("jwk", secret, curve, true, ["deriveBits"]),
        publicKey: await crypto.subtle.importKey("jwk", open, curve, true, []),
    };
    const encode = (words) => new TextEncoder().encode(words);
    return [...await part.sealWith(own, theirs, bytes(info), encode(aad), encode(text))];
}"""
SEAL = """async ([key, aad, text]) =>
    [...await part.seal(key, aad, new TextEncoder().encode(text))]"""


@pytest.fixture(scope="module")
def device(browser: Browser) -> Iterator[Page]:
    with loaded(browser, "seal") as page:
        yield page


def jwk(point: str, secret: str = "") -> dict[str, Any]:
    """A point of the curve, as browsers take it."""
    raw = bytes.fromhex(point)
    parts = {"x": raw[1:33], "y": raw[33:], **({"d": bytes.fromhex(secret)} if secret else {})}
    written = {name: base64.urlsafe_b64encode(part).decode()[:43] for name, part in parts.items()}
    return {"kty": "EC", "crv": "P-256", **written}


def test_the_browser_gives_the_answer_of_the_standard(device: Page) -> None:
    given = [jwk(SENDERS_POINT, SENDER), jwk(RECEIVERS_POINT), INFO, "Count-0"]

    sealed = device.evaluate(SEAL_WITH, [*given, "Beauty is truth, truth beauty"])

    assert bytes(sealed).hex() == SENDERS_POINT + SEALED


@pytest.mark.parametrize(
    "text", ["", "{}", json.dumps({"stop": {"place": "Stryd y Frenhines – Θ 🚗"}}), "x" * 200_000]
)
def test_the_force_opens_what_the_browser_sealed(
    device: Page, settings: Any, tmp_path: Any, text: str
) -> None:
    settings.KEYS = tmp_path
    key = sealing.new_key("demoshire", now=NOW)

    sealed = bytes(device.evaluate(SEAL, [dict(key.jwk), ABOUT, text]))

    private = sealing.private_key("demoshire", key.id)
    assert sealing.unseal(private, sealed, aad=ABOUT.encode()).decode() == text
    with pytest.raises(CannotUnseal):
        sealing.unseal(private, sealed, aad=ABOUT.replace("|17", "|18").encode())


def test_every_record_has_a_key_of_its_own(device: Page, settings: Any, tmp_path: Any) -> None:
    settings.KEYS = tmp_path
    key = sealing.new_key("demoshire", now=NOW)

    first, second = (device.evaluate(SEAL, [dict(key.jwk), ABOUT, "same"]) for _ in range(2))

    assert first[:65] != second[:65]
    assert first[65:] != second[65:]


def test_what_is_no_key_seals_nothing(device: Page) -> None:
    off_the_curve = jwk(RECEIVERS_POINT[:-2] + "a1")

    refused = device.evaluate(
        "(key) => part.seal(key, '', new Uint8Array(1)).then(() => '', (error) => error.name)",
        off_the_curve,
    )

    assert refused == "DataError"
