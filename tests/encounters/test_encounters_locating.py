"""The small area of a stop is worked out of its exact place before that goes, and stands beside."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from encounters.phones import Phone, kept, officer, plain
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.exporters.snapshots import _marks, _rows
from evenhand.encounters.models import Stop
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.erasing import do_due
from evenhand.encounters.services.keeping import READABLE_FOR
from evenhand.encounters.services.locating import Located, locate
from evenhand.records.stops.dimensions import INSIDE, OF_STOPS
from records.test_areas import feature, square, written

pytestmark = pytest.mark.django_db
NOW = timezone.now
HERE = {**plain()["place"], "lsoa": None}
"""52.1356 north, 0.4668 west."""


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture
def boundaries(tmp_path: Path, settings: Any) -> Path:
    settings.AREAS = written(
        tmp_path / "areas.geojson",
        feature("E01017418", square(-0.5, 52.1, 0.1)),
        feature("E01017419", square(-0.4, 52.1, 0.1)),
    )
    return settings.AREAS


def area(stop: Stop) -> str:
    stop.refresh_from_db()
    return stop.lsoa


def month(stop: Stop) -> str:
    return timezone.localtime(stop.started_at).strftime("%Y-%m")


def moved(stop: Stop, by: Any, **place: Any) -> None:
    record, _ = current(stop)
    record["place"] |= place
    correct(stop=stop.pk, expected=stop.versions, record=record, reason="x", by=by, now=NOW())


def test_the_area_is_there_when_the_place_is_gone_and_analysis_sees_no_more(
    phone: Phone, boundaries: Path
) -> None:
    stop = kept(phone, place=HERE)
    before = _marks()

    done = do_due(now=NOW() + READABLE_FOR + timedelta(days=2))

    assert done.located == Located(boundaries=True, found=1) and done.erased.versions == 1
    assert area(stop) == "E01017418"
    assert stop.all_versions.get().restricted.place is None
    assert json.loads(stop.all_versions.get().record)["place"]["lsoa"] is None
    assert _marks() != before, "its month is written again"
    (row,) = _rows(stop.force_id, month(stop))
    assert (row.area, row.cell) == ("E01017418", "52.1,-0.5")
    assert not list(disagreements())


def test_without_boundaries_there_is_no_area_and_that_is_said(phone: Phone, settings: Any) -> None:
    stop, settings.AREAS = kept(phone, place=HERE), None

    assert locate(now=NOW()) == Located(boundaries=False)
    assert area(stop) == ""


def test_a_file_that_cannot_be_read_keeps_nothing_from_being_erased(
    phone: Phone, boundaries: Path
) -> None:
    stop = kept(phone, place=HERE)
    boundaries.write_text("broken")

    done = do_due(now=NOW() + READABLE_FOR + timedelta(days=2))

    assert not done.located.boundaries and done.erased.versions == 1
    assert area(stop) == ""


@pytest.mark.parametrize(
    "place",
    [
        {**HERE, "accuracy_m": 501},
        {**HERE, "latitude": 53.9},
        {"how": "typed", "name": "Quay Road", "road": "minor_road"},
    ],
)
def test_a_place_that_is_not_known_well_enough_has_no_area(
    phone: Phone, boundaries: Path, place: dict[str, Any]
) -> None:
    stop = kept(phone, place=place)

    assert locate(now=NOW()).found == 0 and area(stop) == ""


def test_what_a_record_says_itself_stands(phone: Phone, boundaries: Path) -> None:
    stop = kept(phone, place={**HERE, "lsoa": "E01000001"})

    assert locate(now=NOW()).found == 0 and area(stop) == "E01000001"


def test_a_correction_keeps_the_area_unless_the_place_is_another(
    phone: Phone, boundaries: Path
) -> None:
    stop = kept(phone, place=HERE)
    locate(now=NOW())
    stop.refresh_from_db()
    record, _ = current(stop)
    again = {**record, "duration_minutes": 9}
    correct(stop=stop.pk, expected=1, record=again, reason="x", by=phone.by, now=NOW())
    assert area(stop) == "E01017418"

    moved(stop, phone.by, longitude=-0.35)

    assert area(stop) == "", "until the next round"
    assert locate(now=NOW()).found == 1 and area(stop) == "E01017419"


def test_nobody_outside_the_force_divides_by_small_area_and_nobody_by_place() -> None:
    assert "area" in INSIDE
    assert not {"cell", "lsoa", "at"} & set(OF_STOPS)
