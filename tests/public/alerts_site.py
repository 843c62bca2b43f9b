"""A site with alerts that stand in every way there is, raised and answered through the services."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from evenhand.forces import services as forces
from evenhand.measures.watch.found import Direction, Finding, Found, Looks, Means, Untold
from evenhand.monitoring import models
from evenhand.monitoring.services import watching
from evenhand.monitoring.services.due import due
from evenhand.publications.charts.alert import draw
from monitoring.made_alerts import (
    PANEL,
    SERIES,
    Reviewed,
    an_action,
    as_it_is,
    prediction,
    reform,
    watched,
    with_series,
)
from publications.found_alerts import rise

TODAY = date(2026, 10, 20)
RAISED = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
SECOND = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
WORST = '<script>alert("x")</script> & "quoted" {{ 7 * 7 }} %(x)s {name}'


def fall() -> Found:
    """A move for the better, which nobody has to explain."""
    series = with_series(SERIES, group="Asian")
    return rise(90, series=series, direction=Direction.FALL, means=Means.BETTER, related=(SERIES,))


def of_records() -> Found:
    """A move of the records themselves."""
    series = with_series(SERIES, looks=Looks.UNKNOWN, group="", reference="")
    words = "Ethnicity was left out more often than before (February 2026)."
    return rise(
        91,
        series=series,
        quality=True,
        means=Means.WORSE,
        findings=(Finding("unknown-ethnicity-jump", ("2026-02",), words),),
        sentence="Demoshire Police: ethnicity was not recorded in 21 of every 100 searches.",
    )


def record(*alerts: Found, now: datetime = RAISED, **other: Any) -> list[Reviewed]:
    """Record a run that raises these; reviews in the order in which they were raised."""
    done = watching.record(
        watched(*alerts, **other), by="the watch", now=now, draw=draw, tell=as_it_is
    )
    return [Reviewed(one.review) for one in done.raised if hasattr(one, "review")]


def tested(one: Reviewed, explanation: int, outcome: str, low: float, high: float) -> None:
    """What the site writes when it has tested a prediction."""
    from evenhand.monitoring.history import Kind
    from evenhand.monitoring.services.writing import add, by_the_site

    add(
        one.review,
        Kind.TESTED,
        **by_the_site(LATER),
        words=f"It was tested; the likely range is {low} to {high}.",
        data={"explanation": explanation, "outcome": outcome, "low": low, "high": high},
    )


def tell() -> dict[str, models.Alert]:
    """An alert for each way in which a review can stand, by its name."""
    forces.load(["demoshire", "fablesea"])
    action = an_action()
    others = (
        Untold(with_series(SERIES, group="Mixed"), "Mixed: we cannot tell. Fewer than 10."),
        Untold(with_series(SERIES, group="Other"), "Other: we cannot tell. Fewer than 10."),
    )
    told: dict[str, Reviewed] = {}
    looked = {"examined": {"demoshire": 1284, "fablesea": 80}, "untold": others}
    first = ("failed", "answered", "explained", "silent", "reform")
    # One began long before the others: a later run can see those still, and this no more.
    rises = (rise(0), rise(1, since="2025-06"), *(rise(n) for n in (2, 3, 4)))
    told |= zip(first, record(*rises, fall(), **looked), strict=True)
    may = date(2026, 5, 20)
    for name in ("failed", "answered", "explained"):
        said = told[name].explain(may, prediction=prediction(without={}))
        told[name].judge(date(2026, 6, 3), said.number)
    told["reform"].settle(date(2026, 6, 1), "not-explained")
    told["reform"].step(
        "reform", date(2026, 6, 8), reform=reform(action), words="Nights are supervised from now."
    )
    due(datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
    drugs = with_series(SERIES, measure="drugs-search-rate")
    weapons = with_series(SERIES, measure="weapons-search-rate")
    again = (rise(0, evidence=0.003), rise(5, series=drugs), rise(6, series=weapons), of_records())
    held = {"held_back": (of_records(),)}
    told |= zip(
        ("open", "overdue", "records"), record(*again, now=SECOND, **looked, **held), strict=True
    )
    autumn = date(2026, 9, 20)
    told["open"].step("comment", autumn, PANEL, words=f"Look at the nights. {WORST}")
    told["open"].step("name_owner", autumn, role="Head of fairness", words="They know the data.")
    told["open"].step("extend", autumn, until=date(2026, 10, 8), reason="Files came late.")
    told["records"].explain(autumn, type="unexplained", evidence=[], prediction=None)
    told["records"].judge(date(2026, 9, 25), 2)
    told["records"].settle(date(2026, 10, 1), "cannot-tell")
    tested(told["failed"], 2, "failed", 3.3, 5.3)
    tested(told["explained"], 2, "held", 1.9, 2.8)
    comment = told["explained"].step("comment", date(2026, 10, 13), PANEL, words="Since when?")
    told["explained"].step(
        "answer_comment", date(2026, 10, 14), comment=comment.number, words="Since March."
    )
    told["explained"].settle(date(2026, 10, 14), "explained")
    return {name: one.review.alert for name, one in told.items()} | {
        "better": models.Alert.objects.get(means="better")
    }


@pytest.fixture
def alerts_today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Pages of alerts are read on a day of the story."""
    for name in ("alerts", "alert_files"):
        monkeypatch.setattr(f"evenhand.public.views.{name}.today", lambda: TODAY)
    return TODAY


@pytest.fixture(scope="module")
def alerts_told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, models.Alert]]:
    """Alerts in every way in which they can stand, told once for a module and then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield tell()
        transaction.set_rollback(True)


@pytest.fixture
def alerts(
    alerts_told: dict[str, models.Alert], db: None, alerts_today: date
) -> dict[str, models.Alert]:
    """The same, read on a day of the story."""
    return alerts_told
