"""What a draw of some size may miss is told before anything is drawn, and exactly."""

from dataclasses import replace
from datetime import timedelta
from math import comb

import pytest

from evenhand.encounters.models import Stop
from evenhand.scrutiny import models, services, sizing
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.sizing import foreseen
from scrutiny.panels import Panel

pytestmark = pytest.mark.django_db
CHANCE = 0.05


def hides(sizes: list[int], drawn: list[int], bad: int) -> float:
    """The most probable way in which two strata hide so many bad records, one by one."""
    [first, second], [one, other] = sizes, drawn
    return max(
        comb(first - here, one)
        / comb(first, one)
        * comb(second - (bad - here), other)
        / comb(second, other)
        for here in range(max(0, bad - second), min(bad, first) + 1)
    )


def test_it_is_the_exact_risk_of_the_frame_as_the_log_is_now(made: Panel) -> None:
    draw = made.opened(cases=6)
    found = foreseen(draw, now=made.now)
    assert (found.positions, found.chosen.cases) == (24, 6)
    most = found.chosen.missed.cases
    assert hides([12, 12], [3, 3], most) >= CHANCE > hides([12, 12], [3, 3], most + 1)
    assert found.chosen.missed.share == most / 24
    assert [one.cases for one in found.others] == [10, 20]
    shares = [found.chosen.missed.share, *(one.missed.share for one in found.others)]
    assert shares == sorted(shares, reverse=True)


def test_it_is_what_the_frozen_frame_says_and_changes_nothing(made: Panel) -> None:
    draw = made.opened(cases=6)
    stop = Stop.objects.filter(driver_sde="B1").order_by("pk")[0]
    services.exclusions.exclude(
        draw=draw, stop=stop.pk, reason="sub-judice", by=made.manager, now=made.now
    )
    services.frames.type_total(
        draw=draw, count=30, source="Annual return", by=made.chair, now=made.now
    )
    steps = draw.steps.count()
    before = foreseen(draw, now=made.now)
    assert before.positions == 23 + 6, "without the one that is left out, with those not there"
    assert draw.steps.count() == steps
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    after = sizing.of_frame(draw.steps.get(kind="frozen").data["strata"])
    assert after == replace(before, others=())


def test_it_is_told_of_terms_that_nobody_has_opened(made: Panel) -> None:
    first, last = made.period
    terms = models.Draw(
        panel_id=made.chair.organisation.pk,
        force_id="bedfordshire",
        number=0,
        power="vehicle-stop",
        first=first,
        last=last,
        strata=[],
        cases=500,
        reserves=0,
    )
    found = foreseen(terms, now=made.now)
    assert (found.positions, found.chosen.cases, found.chosen.missed.cases) == (24, 24, 0)
    assert models.Draw.objects.count() == 0
    for wrong, says in (
        ({"first": last, "last": first - timedelta(days=1)}, "begins before it ends"),
        ({"last": last + timedelta(days=9)}, "must have ended"),
        ({"first": first - timedelta(days=900)}, "a year at most"),
        ({"power": "use-of-force"}, "fewer than ten"),
    ):
        for name, value in wrong.items():
            setattr(terms, name, value)
        with pytest.raises(NotNow, match=says):
            foreseen(terms, now=made.now)
        terms.first, terms.last, terms.power = first, last, "vehicle-stop"
