"""Pages about alerts at somebody's desk: axe and a ruler, without JavaScript."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Route

from accounts.cast import Cast, signed_in
from accounts.conftest import cast as cast  # noqa: PLC0414  (pytest finds it by name)
from browser.roadside import TYPES
from browser.test_browser_workspace import look
from evenhand.accounts.roles import Role
from evenhand.measures.watch.found import Finding, Looks, Series
from evenhand.monitoring.services import reviewing, watching
from evenhand.publications.charts import alert as charts
from monitoring.made_alerts import Reviewed, watched
from workspace.alert_writes import (
    ALERTS,
    FORCE,
    REVIEW,
    alert,
    commented,
    concluded,
    day,
    explained,
    explaining,
    raised,
    settled,
)
from workspace.plan_writes import FORCE_ID, newcomer, stops

pytestmark = [
    *(pytest.mark.browser, pytest.mark.slow),
    *(pytest.mark.django_db, pytest.mark.any_database),
]

SITE = "http://desk.example"
STATIC = Path(str(files("evenhand.govuk") / "static" / "govuk"))
LONG = "Superintendent for neighbourhood policing, response and criminal justice, northern area"
PARTS = {
    "by": "object",
    "power": "stop-and-search",
    "unit": "times",
    "before": {"first": "2023-04", "last": "2025-12", "observed": 33},
    "after": {"first": "2026-01", "last": "2026-04", "observed": 4},
    "rows": [
        {
            "part": name,
            "before": {"events": 50, "reference_events": 100, "value": 3.1, "adds": 2.0},
            "after": {"events": 95, "reference_events": 105, "value": None, "adds": 4.0},
        }
        for name in ("Anything to threaten or harm anyone", "(rest)")
    ],
    "sentence": "Taken apart by what was looked for: the ratio was 3.0 times before and 5.5 after.",
    "caution": "This takes a number apart; it does not say why.",
}


def whole() -> Reviewed:
    """A review with a chart, problems of the data and some steps."""
    finding = Finding("unknown", ("2026-02",), "In February 2026, 31 of every 100 were unknown.")
    related = Series(FORCE_ID, "stop-and-search", "search-rate", Looks.RATE, "Black")
    at = timezone.now() - timedelta(days=9)
    run = watched(
        alert(findings=(finding,), related=(related,), smallest=1.4), examined={FORCE_ID: 240}
    )
    made = watching.record(run, by="the watch", now=at, draw=charts.draw, tell=lambda one: one)
    review = Reviewed(made.raised[0].review)
    review.step("name_owner", day(6), FORCE, role=LONG, words="They lead the teams.")
    commented(review)
    reviewing.analyse(
        review=review.review,
        expected=review.number,
        now=review.moment(day(5)),
        name="object",
        result=PARTS,
        words="Was it one thing?",
        **FORCE,
    )
    explained(review)
    return review


def pages(cast: Cast) -> Iterator[tuple[str, str, str]]:
    """Every page with somebody who sees it: its name, its address and what it holds."""
    manager = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))
    chief = signed_in(newcomer("chief", cast.force, Role.CHIEF_OFFICER))
    analyst = signed_in(newcomer("judge", cast.other_force, Role.ANALYST))
    yield page("list, none", manager, ALERTS)
    whole()
    stops()
    others = {
        "late": raised(50, replace(alert(key="late"), sentence=f"{LONG}. " * 4)),
        "reform": raised(60, alert(key="reform")),
        "sign": raised(30, alert(key="sign")),
    }
    settled(others["reform"])
    concluded(others["sign"])
    at = {name: f"{ALERTS}{FORCE_ID}/{one.review.alert.number}/" for name, one in others.items()}
    for name, (client, address) in {
        "list": (manager, ALERTS),
        "desk": (manager, REVIEW),
        "desk, judge": (analyst, REVIEW),
        "desk, late": (manager, at["late"]),
        **{step: (manager, f"{REVIEW}{step}/") for step in ("owner", "analyse", "explain")},
        **{step: (manager, f"{REVIEW}{step}/") for step in ("conclude", "answer", "extend")},
        "extend, open": (manager, f"{at['late']}owner/"),
        "reopen, not now": (manager, f"{REVIEW}reopen/"),
        "reform": (manager, f"{at['reform']}reform/"),
        "sign": (chief, f"{at['sign']}sign/"),
        "judge": (analyst, f"{REVIEW}judge/"),
    }.items():
        yield page(name, client, address)
    sent = {**explaining(others["late"]), "expected": "5", "stage": ""}
    yield page("explain, wrong", manager, f"{REVIEW}explain/", {"expected": "5"}, 400)
    yield page("explain, preview", manager, f"{REVIEW}explain/", sent, 200)
    yield page("explain, meanwhile", manager, f"{REVIEW}explain/", {**sent, "expected": "2"}, 409)
    yield page("reform, wrong", manager, f"{at['reform']}reform/", {"expected": "3"}, 400)


def page(
    name: str, client: Client, address: str, sent: dict[str, str] | None = None, status: int = 200
) -> tuple[str, str, str]:
    answer = client.get(address) if sent is None else client.post(address, sent)
    assert answer.status_code == status, (name, answer.status_code)
    return name, address, answer.content.decode()


def test_axe_and_a_ruler_find_nothing_on_pages_about_alerts(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    made = list(pages(cast))
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
