"""Two records that do not fit together: seen side by side, decided with a reason, both kept."""

import json
from typing import Any

import pytest
from django.utils import timezone

from encounters.phones import Phone, Record, officer, states
from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import Role
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.exporters.snapshots import _marks
from evenhand.encounters.models import Explained, Finding, Sealed, Settled, Stands, Stop, ToMend
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.services import deciding

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture
def boss(db: None) -> Acting:
    return officer("boss", role=Role.SUPERVISOR)


def conflict(phone: Phone, second: Record, first: Record | None = None) -> Finding:
    """Two records under one id."""
    record = phone.stop(first)
    phone.send(phone.sealed(record))
    sent = phone.send(phone.sealed({**record, **second}))
    assert states(sent) == ["conflict"]
    return Finding.objects.latest("pk")


def double(phone: Phone) -> Finding:
    """Two stops that say the same."""
    record = phone.stop()
    again = {**phone.stop(), "started_at": record["started_at"]}
    assert states(phone.send(phone.sealed(record), phone.sealed(again))) == ["kept", "kept"]
    return Finding.objects.latest("pk")


def decide(finding: Finding, stands: Stands, by: Acting, words: str = "Both were looked at") -> Any:
    return deciding.decide(finding=finding.pk, stands=stands, words=words, by=by, now=NOW())


def test_both_are_shown_field_by_field_also_what_is_restricted(phone: Phone) -> None:
    vehicle = {"kind": "van", "registration_state": "given", "registration": "XY34ZZZ"}
    found = conflict(phone, {"duration_minutes": 8, "vehicle": vehicle})

    both = deciding.both(found, now=NOW())

    assert {one["field"]: (one["old"], one["new"]) for one in both.differing} == {
        "duration_minutes": (6, 8),
        "vehicle.kind": ("car", "van"),
        "vehicle.registration": ("AB12CDE", "XY34ZZZ"),
    }
    assert both.problems == ()


def test_the_first_stands_and_the_second_is_kept(phone: Phone, boss: Acting) -> None:
    found = conflict(phone, {"duration_minutes": 8})

    decide(found, Stands.FIRST, boss)

    stop = Stop.objects.get()
    assert (stop.duration_minutes, stop.versions, Sealed.objects.count()) == (6, 1, 2)
    (said,) = selectors.decided(stop)
    assert (said.stands, said.words, said.by) == ("first", "Both were looked at", boss.person)
    assert not selectors.findings(boss).exists()
    with pytest.raises(NotNow):
        decide(found, Stands.SECOND, boss)


def test_the_second_stands_as_a_new_version_with_the_reason(phone: Phone, boss: Acting) -> None:
    found = conflict(phone, {"duration_minutes": 8})

    decide(found, Stands.SECOND, boss)

    stop = Stop.objects.get()
    assert (stop.duration_minutes, stop.versions, Sealed.objects.count()) == (8, 2, 2)
    second = stop.all_versions.get(number=2)
    assert second.changes == [{"field": "duration_minutes", "old": 6, "new": 8}]
    assert (second.reason, second.by) == ("Both were looked at", boss.person)
    assert json.loads(stop.all_versions.get(number=1).record)["duration_minutes"] == 6
    assert not list(disagreements())


def test_a_second_that_breaks_a_rule_cannot_stand_and_nothing_is_decided(
    phone: Phone, boss: Acting
) -> None:
    found = conflict(phone, {"reason": "because"})

    assert deciding.both(found, now=NOW()).problems
    with pytest.raises(NotNow, match="because"):
        decide(found, Stands.SECOND, boss)

    assert not Explained.objects.exists() and Stop.objects.get().versions == 1


def test_a_second_that_does_not_open_leaves_the_first(phone: Phone, boss: Acting) -> None:
    record = phone.stop()
    phone.send(phone.sealed(record))
    phone.send({**phone.sealed(record), "sealed": "AAAA"})
    found = Finding.objects.get()

    assert deciding.both(found, now=NOW()).second is None
    with pytest.raises(NotNow):
        decide(found, Stands.SECOND, boss)
    decide(found, Stands.FIRST, boss)


def test_where_the_first_was_to_be_mended_the_second_becomes_the_stop(
    phone: Phone, boss: Acting
) -> None:
    found = conflict(phone, {"reason": "welfare"}, {"reason": "because"})
    assert deciding.both(found, now=NOW()).differing[0]["new"] == "welfare"

    decide(found, Stands.SECOND, boss)

    assert Stop.objects.get().reason == "welfare"
    settled = Settled.objects.get(to_mend=ToMend.objects.get())
    assert (settled.how, settled.reason) == ("set_aside", "Both were looked at")
    assert Sealed.objects.count() == 2 and not list(disagreements())


@pytest.mark.parametrize(("stands", "counted"), [("first", 1), ("second", 1), ("both", 2)])
def test_of_two_stops_that_are_one_the_other_stays_and_is_in_no_figure(
    phone: Phone, boss: Acting, stands: str, counted: int
) -> None:
    found = double(phone)

    decide(found, Stands(stands), boss)

    assert Stop.objects.count() == 2
    assert Stop.objects.filter(twice=False).count() == counted
    gone = {"first": found.stop, "second": found.first, "both": None}[stands]
    assert list(Stop.objects.filter(twice=True)) == ([gone] if gone else [])
    (mark,) = _marks().values()
    assert mark.startswith(f"{counted} ")


def test_one_id_has_one_stop(phone: Phone, boss: Acting) -> None:
    found = conflict(phone, {"duration_minutes": 8})

    with pytest.raises(NotNow):
        decide(found, Stands.BOTH, boss)


def test_nobody_decides_about_their_own_or_for_another_force_or_without_a_reason(
    phone: Phone, boss: Acting
) -> None:
    found = conflict(phone, {"duration_minutes": 8})
    own = officer("ada", role=Role.SUPERVISOR)

    for by in (phone.by, own):
        with pytest.raises(MayNot):
            decide(found, Stands.FIRST, by)
    with pytest.raises(NotHere):
        decide(found, Stands.FIRST, officer("far", "kent", role=Role.SUPERVISOR))
    with pytest.raises(NotNow):
        decide(found, Stands.FIRST, boss, words=" ")
    assert not Explained.objects.exists()


def test_an_officer_finds_their_own_and_nobody_elses(phone: Phone, boss: Acting) -> None:
    found = conflict(phone, {"duration_minutes": 8})

    assert selectors.findings_of(phone.by).get() == found == selectors.findings(boss).get()
    assert not selectors.findings(officer("mate")).exists()
    assert not selectors.findings_of(boss).exists()
