"""Pages about stops that something must have happened for: axe and a ruler, without JavaScript."""

import os
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Route

from accounts.cast import signed_in
from browser.roadside import TYPES
from browser.test_browser_workspace import look
from encounters.phones import Phone, kept, officer, waiting
from evenhand.accounts.roles import Role
from evenhand.encounters.models import Device, Finding, Step
from evenhand.encounters.services.reviewing import review

pytestmark = [
    *(pytest.mark.browser, pytest.mark.slow),
    *(pytest.mark.django_db, pytest.mark.any_database),
]

SITE = "http://desk.example"
STATIC = Path(str(files("evenhand.govuk") / "static" / "govuk"))
TEXT = "Said that Mr Example of 12 Quay Road, whom everybody calls by another name, drives it often"


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def pages(phone: Phone) -> Iterator[tuple[str, str, str]]:
    """Every page with somebody who sees it: its name, its address and what it holds."""
    supervisor = officer("boss", role=Role.SUPERVISOR)
    boss, ada = signed_in(supervisor.person), signed_in(phone.by.person)
    empty = {"queue, none": (boss, "stops-queue"), "own, none": (ada, "my-stops")}
    for name, (client, view) in empty.items():
        yield page(name, client, reverse(view))
    stop = kept(phone, reason="other", reason_text=TEXT)
    record = phone.stop()
    phone.send(phone.sealed(record), phone.sealed({**record, "duration_minutes": 8}))
    again = {**phone.stop(), "started_at": record["started_at"]}
    phone.number += 3
    phone.send(phone.sealed(again), phone.sealed(phone.stop(duration_minutes=2)), unsent=9)
    wrong = waiting(phone, reason="because", people=[], outcomes=[])
    now = timezone.now()
    review(stop=stop.pk, step=Step.ASKED, words="Why?", expected=1, by=supervisor, now=now)
    Device.objects.update(
        unsent=3,
        last_seen=timezone.now() - timedelta(days=3),
        registered_at=timezone.now() - timedelta(days=9),
    )
    correct = reverse("stop-correct", args=[stop.pk])
    mend = reverse("stop-mend", args=[wrong.pk])
    shown = {
        "queue": (boss, reverse("stops-queue")),
        "own": (ada, reverse("my-stops")),
        "findings": (boss, reverse("stops-findings")),
        "phone": (boss, reverse("stop-device", args=[phone.id])),
        "stop": (boss, reverse("stop", args=[stop.pk])),
        "take words out": (boss, reverse("stop-redact", args=[stop.pk])),
        "correct": (ada, f"{correct}?field=duration_minutes&field=place"),
        "add a search": (ada, f"{correct}?add=searches"),
        "add force": (ada, f"{correct}?add=force_used"),
        "take out": (ada, f"{correct}?add=people&remove=people.0"),
        "mend": (ada, mend),
        "mend, add": (ada, f"{mend}?add=people"),
        "mend, others": (boss, mend),
        "aside": (boss, reverse("stop-aside", args=[wrong.pk])),
        **{
            f"{one.odd}, {name}": (client, reverse("stop-finding", args=[one.pk]))
            for one in Finding.objects.all()
            for name, client in (("supervisor", boss), ("officer", ada))
        },
    }
    for name, (client, address) in shown.items():
        yield page(name, client, address)
    for name, (client, address) in shown.items():
        if name in {"correct", "mend", "take words out", "conflict, supervisor"}:
            sent = {"asked": "duration_minutes", "duration_minutes": "x", "expected": "1"}
            yield page(f"{name}, wrong", client, address, sent)


def page(
    name: str, client: Client, address: str, sent: dict[str, str] | None = None
) -> tuple[str, str, str]:
    answer = client.get(address) if sent is None else client.post(address, sent)
    assert answer.status_code == (200 if sent is None else 400), (name, answer.status_code)
    return name, address, answer.content.decode()


def test_axe_and_a_ruler_find_nothing_on_pages_about_stops_that_went_wrong(
    phone: Phone, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    made = list(pages(phone))
    context = browser.new_context(base_url=SITE, bypass_csp=True)
    now: dict[str, str] = {}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        file = STATIC / path.removeprefix("/static/govuk/")
        if path.startswith("/static/govuk/") and file.is_file():
            kind = TYPES.get(file.suffix, "application/octet-stream")
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.fulfill(body=now["page"], content_type="text/html; charset=utf-8")

    context.route("**/*", answer)
    tab, wrong = context.new_page(), []
    for name, address, html in made:
        now["page"] = html
        tab.goto(address)
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        wrong += [f"{name}: {one}" for one in look(tab)]
        if folder := os.environ.get("EVENHAND_LOOK"):
            for width in (360, 1280):
                tab.set_viewport_size({"width": width, "height": 800})
                tab.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    context.close()
    assert len(made) >= 20
    assert not wrong, "\n".join(wrong)
