"""A correction is judged as its stop was, and loses nothing that analysis had of it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from encounters.phones import Phone, kept, officer, plain
from evenhand.accounts.models import Membership
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.errors import StillToMend
from evenhand.encounters.exporters.snapshots import _rows
from evenhand.encounters.models import Stop, Team, Version
from evenhand.encounters.rules import Checked, Problem
from evenhand.encounters.selectors.officers import STILL_TAKEN
from evenhand.encounters.services import correcting
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.erasing import erase
from evenhand.encounters.services.locating import locate
from records.test_areas import feature, square, written

pytestmark = pytest.mark.django_db
NOW = timezone.now
PLACE = plain()["place"]


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def corrected(stop: Stop, by: Any, **changed: Any) -> Version:
    stop.refresh_from_db()
    record, _ = current(stop)
    return correct(
        stop=stop.pk,
        expected=stop.versions,
        record={**record, **changed},
        reason="Mistyped",
        by=by,
        now=NOW(),
    )


def erased(stop: Stop) -> Stop:
    erase(stops=[stop.pk], why="Asked for", by="x", organisation="", now=NOW())
    return stop


def seen(stop: Stop) -> tuple[str, str, bool]:
    """What analysis has of where and how light it was."""
    (row,) = _rows(stop.force_id, timezone.localtime(stop.started_at).strftime("%Y-%m"))
    return row.area, row.cell, bool(row.light)


def columns(stop: Stop) -> tuple[str, str]:
    stop.refresh_from_db()
    return stop.lsoa, stop.cell


def refused(stop: Stop, by: Any, **changed: Any) -> list[tuple[str, str]]:
    with pytest.raises(StillToMend) as wrong:
        corrected(stop, by, **changed)
    return [(one.field, one.code) for one in wrong.value.problems]


def test_a_correction_after_the_place_was_erased_keeps_what_analysis_had(phone: Phone) -> None:
    stop = erased(kept(phone))
    before = seen(stop)
    assert before == ("E01017418", "52.1,-0.5", True)

    for minutes in (9, 10):
        version = corrected(stop, phone.by, duration_minutes=minutes)
        assert [one["field"] for one in version.changes] == ["duration_minutes"]

    assert seen(stop) == before and columns(stop) == before[:2]
    assert json.loads(version.record)["place"]["cell"] == "52.1,-0.5"
    assert version.restricted.place is None and version.restricted.erased_at
    assert not list(disagreements())


def test_an_area_that_was_worked_out_stays_with_every_other_correction(
    phone: Phone, tmp_path: Path, settings: Any
) -> None:
    settings.AREAS = written(tmp_path / "a.geojson", feature("E01017418", square(-0.5, 52.1, 0.1)))
    stop = kept(phone, place={**PLACE, "lsoa": None})
    locate(now=NOW())
    erased(stop)

    corrected(stop, phone.by, duration_minutes=9)
    corrected(stop, phone.by, place={**current(stop)[0]["place"], "road": "a_road"})

    assert columns(stop) == ("E01017418", "52.1,-0.5")
    assert seen(stop) == ("E01017418", "52.1,-0.5", True)
    assert stop.road == "a_road"


def test_another_place_leaves_nothing_of_the_old_one(phone: Phone) -> None:
    stop = erased(kept(phone))
    elsewhere = {**current(stop)[0]["place"], "lsoa": "E01000001"}

    version = corrected(stop, phone.by, place=elsewhere)

    assert [one["field"] for one in version.changes] == ["place.lsoa"]
    assert columns(stop) == ("E01000001", "") and seen(stop) == ("E01000001", "", False)


def test_what_was_erased_is_no_reason_to_judge_the_rest_less(phone: Phone) -> None:
    stop = erased(kept(phone))

    assert refused(stop, phone.by, outcomes=["no_action", "advice"])
    assert refused(stop, phone.by, seen_before="yes") == [
        ("perceived_before", "seen_without_group")
    ]
    assert refused(stop, phone.by, team="Nowhere at all " * 9) == [("team", "too_long")]
    assert current(stop)[1].number == 1


def test_a_typed_place_and_a_foreign_plate_are_corrected_after_they_were_erased(
    phone: Phone,
) -> None:
    typed = {"how": "typed", "name": "Quay Road", "road": "minor_road"}
    vehicle = {"kind": "car", "registration_state": "foreign", "registration": "W-1234X"}
    stop = erased(kept(phone, place=typed, vehicle=vehicle))

    version = corrected(stop, phone.by, duration_minutes=9)

    assert json.loads(version.record)["place"] == {
        "cell": None,
        "how": "typed",
        "lsoa": None,
        "road": "minor_road",
    }
    assert json.loads(version.record)["vehicle"]["kind"] == "car"


def test_a_team_is_judged_as_it_was_for_the_stop(phone: Phone) -> None:
    then = NOW() - timedelta(days=90)
    Team.objects.create(force_id=phone.force, name="Portwell", since=then)
    Team.objects.create(force_id=phone.force, name="Old", since=then, ended_at=NOW())
    longer = NOW() - STILL_TAKEN - timedelta(days=2)
    Team.objects.create(force_id=phone.force, name="Ancient", since=longer, ended_at=longer)
    stop = kept(phone)

    assert refused(stop, phone.by, team="Portwel") == [("team", "unknown_team")]
    assert refused(stop, phone.by, team="Ancient") == [("team", "unknown_team")]
    corrected(stop, phone.by, team="Old")

    Team.objects.update(since=then, ended_at=then)
    Team.objects.create(force_id=phone.force, name="New", since=NOW())
    assert corrected(stop, phone.by, duration_minutes=9).number == 3, "its team is not asked again"
    assert corrected(stop, phone.by, team="New").number == 4


def test_a_stop_is_not_moved_to_before_its_officer_was_one(phone: Phone) -> None:
    stop = kept(phone)
    before = (stop.started_at - timedelta(days=60)).isoformat()
    late = {"late_reason": "Found in a notebook"}

    assert refused(stop, phone.by, started_at=before, **late) == [
        ("started_at", "before_the_officer")
    ]

    Membership.objects.filter(person=phone.by.person).update(starts_at=NOW() - timedelta(hours=1))
    Stop.objects.filter(pk=stop.pk).update(accepted_at=NOW())
    assert corrected(stop, phone.by, duration_minutes=9).number == 2


def test_what_stood_before_and_is_not_touched_is_not_judged_again(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a list of codes has lost one that the record has."""
    stop, real = kept(phone), correcting.rules.check

    def check(raw: Any, **known: Any) -> Checked:
        if raw["reason"] == "routine_check_no_specific_reason":
            return Checked(None, (Problem("reason", "unknown_code", "It has gone."),))
        return real(raw, **known)

    monkeypatch.setattr(correcting.rules, "check", check)

    assert corrected(stop, phone.by, duration_minutes=9).number == 2
    other = "welfare"
    assert corrected(stop, phone.by, reason=other, reason_told=other).number == 3
    gone = {"reason": "routine_check_no_specific_reason"}
    assert refused(stop, phone.by, **gone) == [("reason", "unknown_code")]
