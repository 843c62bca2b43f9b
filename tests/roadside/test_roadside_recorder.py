"""The recorder's page, worker and manifest: the same for everybody, and complete offline."""

import base64
import hashlib
import json
import re
from importlib.resources import files

import pytest
from django.test import Client
from django.urls import reverse

from evenhand.encounters.rules.codes import lists
from evenhand.govuk.assets import NAMES

HOME = "/workspace/roadside/"
NEEDED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"|script)[^>]*(?:href|src)="([^"]+)')
BLOCK = re.compile(r'<script type="application/json" id="recorder-data">(.*?)</script>', re.DOTALL)
built = pytest.mark.skipif(not NAMES, reason="the front end has not been built")


def test_the_page_is_the_same_for_everybody_and_sets_no_cookie(client: Client) -> None:
    first, second = client.get(HOME), client.get(HOME)
    assert first.status_code == 200
    assert first.content == second.content
    assert not first.cookies
    assert b"csrf" not in first.content
    assert "no-store" in first.headers["Cache-Control"]


def test_the_page_lets_nothing_run_that_is_not_a_file_of_ours(client: Client) -> None:
    answer = client.get(HOME)
    policy = answer.headers["Content-Security-Policy"]
    for rule in ("script-src 'self'", "style-src 'self'", "default-src 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    runs = re.findall(r"<script(?![^>]*application/json)([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert [body for _, body in runs] == [""]
    assert not re.search(r"\sstyle=|\son\w+=|<style", page)


def test_only_the_place_may_be_asked_of_the_phone(client: Client) -> None:
    policy = client.get(HOME).headers["Permissions-Policy"]
    allowed = [one for one in policy.split(", ") if not one.endswith("=()")]
    assert allowed == ["geolocation=(self)"]


def test_the_page_brings_every_code_with_its_label(client: Client) -> None:
    (block,) = BLOCK.findall(client.get(HOME).content.decode())
    assert "<" not in block
    assert json.loads(block)["sign_out"] == reverse("account_logout")
    brought = json.loads(block)["codes"]
    assert brought.keys() == lists().keys()
    for name, entries in lists().items():
        labels = [(one["code"], one["label"]) for one in brought[name]]
        assert labels == [(one.code, one.label) for one in entries.values()]


@built
def test_the_worker_keeps_all_that_the_page_asks_for_by_its_digest(client: Client) -> None:
    answer = client.get(f"{HOME}worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    first = answer.content.decode().partition(";\n")[0].removeprefix("const precache = ")
    kept = json.loads(first)["files"]

    page = client.get(HOME).content
    own = {HOME: page}
    for address in kept.keys() - {HOME}:
        path = files("evenhand.govuk") / address.removeprefix("/")
        own[address] = path.read_bytes()
    for address, content in own.items():
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert kept[address] == f"sha256-{digest}"
    needed = NEEDED.findall(page.decode())
    assert set(needed) <= kept.keys()


@built
def test_a_phone_can_install_it(client: Client) -> None:
    answer = client.get(f"{HOME}manifest.webmanifest")
    manifest = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (manifest["display"], manifest["scope"], manifest["start_url"]) == (
        "standalone",
        HOME,
        HOME,
    )
    for icon in manifest["icons"]:
        assert (files("evenhand.govuk") / icon["src"].removeprefix("/")).is_file()


@built
def test_the_recorder_stays_small_enough_for_a_slow_phone() -> None:
    budget = {"recorder.js": 31_000, "recorder.css": 8_000, "recorder-worker.js": 1_000}
    for name, most in budget.items():
        packed = files("evenhand.govuk") / "static" / "govuk" / f"{NAMES[name]}.br"
        assert len(packed.read_bytes()) <= most, name
