"""The stock of slips on a device: fetched blind, given once, and never from a key of its own."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from browser.recorder_parts import ADDRESS, loaded
from evenhand.encounters.answering import tokens
from evenhand.encounters.answering.tokens import Token

pytestmark = pytest.mark.browser
SETTING = """
window.kept = {};
window.shelf = {
    about: async (name) => structuredClone(window.kept[name]),
    note: async (name, value) => { window.kept[name] = structuredClone(value); },
};
window.call = (path, body) =>
    fetch("/api/" + path, body && { method: "POST", body: JSON.stringify(body) });
"""
RESTOCK = """(team) => part.restock(call, shelf, "device-1", team).then(() => "", String)"""
TAKE = """([reason, team]) => part.takeSlip(shelf, "https://site.example", reason, team)"""


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


class Server:
    """Signs blind; remembers what it was asked."""

    def __init__(self) -> None:
        self.private = {scope: tokens.new_key() for scope in ("reason:routine", "team:Roads")}
        self.public = {
            scope: tokens.public_bytes(key.public_key()) for scope, key in self.private.items()
        }
        self.asked: list[dict[str, Any]] = []
        self.cookies: list[str | None] = []
        self.given = self.everybody = [
            {
                "id": tokens.key_id(written).hex(),
                "force": "demoshire",
                "quarter": "2026-Q4",
                "scope": scope,
                "reasons": ["routine"] if scope.startswith("reason") else [],
                "public": text(written),
            }
            for scope, written in self.public.items()
        ]
        self.up = True

    def answer(self, route: Route) -> None:
        """Play the service."""
        request = route.request
        path = request.url.removeprefix(ADDRESS)
        if not self.up:
            route.abort()
        elif path == "f/keys.json":
            self.cookies.append(request.headers.get("cookie"))
            route.fulfill(json={"keys": self.everybody})
        elif request.method == "GET":
            route.fulfill(json={"keys": self.given})
        else:
            said = json.loads(request.post_data or "")
            self.asked.append(said)
            by_id = {tokens.key_id(self.public[one]).hex(): one for one in self.private}
            results = [
                {
                    "key": one["key"],
                    "signed": [
                        text(tokens.sign_blind(self.private[by_id[one["key"]]], raw(blinded)))
                        for blinded in one["blinded"]
                    ],
                }
                for one in said["requests"]
            ]
            route.fulfill(status=201, json={"results": results})


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def device(browser: Browser, server: Server) -> Iterator[Page]:
    with loaded(browser, "stock") as page:
        page.context.add_cookies([{"name": "who", "value": "officer-1", "url": ADDRESS}])
        page.context.route(f"{ADDRESS}api/**", server.answer)
        page.context.route(f"{ADDRESS}f/**", server.answer)
        page.evaluate(SETTING)
        yield page


def slips(device: Page) -> list[dict[str, str]]:
    return device.evaluate("() => kept.slips?.slips ?? []")


def test_a_device_fetches_a_stock_and_gives_each_slip_once(device: Page, server: Server) -> None:
    assert device.evaluate(RESTOCK, "Roads") == ""
    assert len(slips(device)) == 16

    taken = [device.evaluate(TAKE, ["routine", "Roads"]) for _ in range(16)]

    assert len(set(taken)) == 16
    assert device.evaluate(TAKE, ["routine", "Roads"]) is None
    for address in taken:
        token = Token.parse(address.removeprefix("https://site.example/f/").rstrip("/"))
        assert any(tokens.check(token, written) for written in server.public.values())


def test_the_server_was_never_shown_a_slip(device: Page, server: Server) -> None:
    device.evaluate(RESTOCK, "Roads")

    asked = json.dumps(server.asked)

    for one in slips(device):
        token = Token.parse(one["text"])
        assert one["text"] not in asked
        assert text(token.nonce) not in asked
        assert text(token.signature) not in asked


def test_a_full_stock_asks_for_nothing(device: Page, server: Server) -> None:
    device.evaluate(RESTOCK, "Roads")
    device.evaluate(TAKE, ["routine", ""])
    device.evaluate(RESTOCK, "Roads")

    assert len(server.asked) == 1


def test_a_stop_for_which_there_is_no_slip_goes_without(device: Page) -> None:
    device.evaluate(RESTOCK, "Roads")

    assert device.evaluate(TAKE, ["welfare", "North"]) is None
    assert device.evaluate(TAKE, ["welfare", "Roads"]).startswith("https://site.example/f/")


def test_without_a_connection_the_stock_stays(device: Page, server: Server) -> None:
    device.evaluate(RESTOCK, "Roads")
    server.up = False

    assert device.evaluate(RESTOCK, "Roads") != ""
    assert len(slips(device)) == 16
    assert device.evaluate(TAKE, ["routine", "Roads"])


def test_the_list_for_everybody_is_asked_for_without_saying_who_asks(
    device: Page, server: Server
) -> None:
    device.evaluate(RESTOCK, "Roads")

    assert server.cookies == [None]


def test_a_key_that_only_this_device_was_given_is_never_used(device: Page, server: Server) -> None:
    marked = tokens.public_bytes(tokens.new_key().public_key())
    own = {**server.given[0], "id": tokens.key_id(marked).hex(), "public": text(marked)}
    server.given = [own, server.given[1]]

    device.evaluate(RESTOCK, "Roads")

    assert {one["scope"] for one in slips(device)} == {"team:Roads"}


def test_slips_of_a_key_that_is_over_go(device: Page, server: Server) -> None:
    device.evaluate(RESTOCK, "Roads")
    server.given = server.everybody = server.given[:1]

    device.evaluate(RESTOCK, "Roads")

    assert {one["scope"] for one in slips(device)} == {"reason:routine"}


def test_two_tabs_never_give_the_same_slip(device: Page) -> None:
    device.evaluate(RESTOCK, "Roads")

    both = device.evaluate(
        """() => Promise.all(Array.from({ length: 16 }, () =>
            part.takeSlip(shelf, "", "routine", "Roads")))"""
    )

    assert len(set(both)) == 16
