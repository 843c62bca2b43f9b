"""A standing disparity opens one review, however often it is seen, and whatever leads it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from made_alerts import RAISED, SERIES, found, raise_one, recorded, watched, with_series

from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.measures.watch.found import Looks, read
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import Awaits, Status
from publications.found_alerts import stands

pytestmark = pytest.mark.django_db
PART = with_series(SERIES, measure="drugs-search-rate")


@pytest.fixture(autouse=True)
def raised(db: None) -> None:
    forces.load(["demoshire", "fablesea"])
    recorded(watched(stands(related=(PART,))))


def again(*alerts: Any, quarters: int = 1) -> None:
    """Record the run of a later quarter."""
    as_of = ("2026-07", "2026-10", "2027-01")[quarters - 1]
    recorded(
        watched(*alerts, as_of=as_of, inputs=f"{quarters}"),
        now=RAISED + timedelta(days=91 * quarters),
    )


def test_it_has_to_be_answered_like_a_move() -> None:
    story = selectors.story("demoshire", 1, on=RAISED.date())
    assert story is not None

    assert (story.status, story.awaits) == (Status.OPEN, Awaits.ANSWER)
    assert story.told.standing is not None
    assert read(story.alert.told) == story.told


def test_a_later_quarter_only_sees_it_again() -> None:
    for quarters in (1, 2, 3):
        again(stands(), quarters=quarters)

    assert models.Alert.objects.count() == models.Review.objects.count() == 1
    assert [one.seen for one in models.Sighting.objects.all()] == [True, True, True]


def test_led_by_another_of_its_series_long_after_it_is_the_same() -> None:
    again(replace(stands(1, series=PART), since="2025-05"), quarters=3)

    assert models.Alert.objects.count() == 1
    [sighting] = models.Sighting.objects.all()
    assert sighting.seen and sighting.found["series"]["measure"] == "drugs-search-rate"


@pytest.mark.parametrize(
    "other",
    [
        stands(1, series=with_series(SERIES, group="Asian")),
        stands(1, series=with_series(SERIES, force="fablesea")),
        found(key="a move", since="2026-06"),
    ],
)
def test_another_group_or_force_or_a_move_is_an_alert_of_its_own(other: Any) -> None:
    again(stands(), other)

    assert models.Alert.objects.count() == 2


def test_a_move_is_never_taken_for_what_stands_nor_the_other_way_round() -> None:
    again(found(since="2024-05", key="a move"))

    assert models.Alert.objects.count() == 2
    standing = models.Alert.objects.get(number=1)
    assert [one.seen for one in standing.sightings.all()] == [False]


def test_the_ledger_says_that_it_was_raised() -> None:
    body = Entry.objects.get(kind="alert-raised").body
    assert "Demoshire Police, May 2024 to April 2026: Black people were searched" in body


def test_an_alert_of_before_this_was_told_is_still_read() -> None:
    one = raise_one(found(key="old", series=with_series(SERIES, looks=Looks.RATE))).review.alert
    old = {name: value for name, value in one.told.items() if name != "standing"}

    assert read(old).standing is None
