"""A move that a later run leads with another of its series is still the same alert."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from made_alerts import RAISED, SERIES, found, recorded, watched, with_series

from evenhand.forces import services as forces
from evenhand.measures.watch.found import Direction, Looks
from evenhand.monitoring import models

pytestmark = pytest.mark.django_db
OTHER = with_series(SERIES, measure="drugs-search-rate", looks=Looks.RATE)


@pytest.fixture(autouse=True)
def raised(db: None) -> None:
    forces.load(["demoshire", "fablesea"])
    recorded(watched(found(related=(OTHER,), since="2026-01")))


def again(**other: Any) -> int:
    """Record a later run that leads with the other series, and count the alerts there are."""
    later = replace(found(**{"series": OTHER, "since": "2026-02", **other}), as_of="2026-07")
    recorded(watched(later, as_of="2026-07", inputs="later"), now=RAISED + timedelta(days=90))
    return models.Alert.objects.count()


def test_it_is_a_sighting_of_the_alert_that_was_raised() -> None:
    assert again() == 1
    [sighting] = models.Sighting.objects.all()
    assert sighting.seen
    assert sighting.found["series"]["measure"] == "drugs-search-rate"


@pytest.mark.parametrize(
    "other",
    [
        {"direction": Direction.FALL},
        {"since": "2025-06"},
        {"series": with_series(OTHER, force="fablesea")},
        {"series": with_series(OTHER, group="Asian")},
    ],
)
def test_another_direction_time_force_or_group_is_a_move_of_its_own(other: dict[str, Any]) -> None:
    assert again(**other, key="another") == 2


def test_two_moves_are_never_taken_for_one() -> None:
    """Both share a series with the alert; only one of them can be it."""
    near = replace(found(OTHER, since="2026-01"), key="near")
    far = replace(found(OTHER, since="2026-05"), key="far")
    recorded(watched(near, far, inputs="both", as_of="2026-07"), now=RAISED + timedelta(days=90))

    assert models.Alert.objects.count() == 2
    assert set(models.Alert.objects.values_list("key", flat=True)) >= {"far"}
