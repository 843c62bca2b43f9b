"""Records are mended one by one; stops are corrected, reviewed, and in part erased."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from encounters.phones import Phone, kept, officer, waiting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import Role
from evenhand.encounters import stop_log
from evenhand.encounters.errors import EditedMeanwhile, NotHere, NotNow, StillToMend
from evenhand.encounters.models import (
    How,
    Restricted,
    Reviewed,
    Sealed,
    Settled,
    Step,
    Stop,
    StopEntry,
    ToMend,
    Version,
)
from evenhand.encounters.selectors import stops as selectors
from evenhand.encounters.selectors.devices import gaps, silent
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.erasing import erase, erase_due
from evenhand.encounters.services.keeping import READABLE_FOR
from evenhand.encounters.services.mending import mend, opened, set_aside
from evenhand.encounters.services.reviewing import explain_missing, review
from evenhand.ledger.kept import NeverChanged

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def correction(stop: Stop, by: Any, **changed: Any) -> Version:
    record, _ = current(stop)
    return correct(
        stop=stop.pk,
        expected=stop.versions,
        record={**record, **changed},
        reason="Mistyped",
        by=by,
        now=NOW(),
    )


def test_a_mended_record_is_a_stop_and_says_what_was_changed(phone: Phone) -> None:
    one = waiting(phone, reason="because")
    record = {**opened(one, now=NOW()).raw, "reason": "welfare"}

    stop = mend(number=one.pk, record=record, reason="Mistyped", by=phone.by, now=NOW())

    assert (stop.reason, stop.mended, stop.officer) == ("welfare", True, phone.by.person)
    version = Version.objects.get(stop=stop)
    assert version.reason == "Mistyped"
    assert version.changes == [{"field": "reason", "old": "because", "new": "welfare"}]
    assert (one.settled.how, one.settled.stop) == (How.MENDED, stop)
    assert not selectors.to_mend_of(phone.by).exists()
    assert StopEntry.objects.filter(subject=stop_log.subject(stop.pk)).count() == 1
    with pytest.raises(NotNow):
        mend(number=one.pk, record=record, reason="Again", by=phone.by, now=NOW())


def test_what_is_still_wrong_is_said_and_nothing_is_kept(phone: Phone) -> None:
    one = waiting(phone, reason="because")

    with pytest.raises(StillToMend) as wrong:
        mend(number=one.pk, record=opened(one, now=NOW()).raw, reason="x", by=phone.by, now=NOW())

    assert [one.field for one in wrong.value.problems] == ["reason"]
    assert not Stop.objects.exists() and not Settled.objects.exists()


def test_mending_changes_neither_whose_it_is_nor_how_it_was_made(phone: Phone) -> None:
    one = waiting(phone, reason="because")
    raw = opened(one, now=NOW()).raw
    record = {**raw, "reason": "welfare", "officer": "person/1000", "stop_id": "x", "sequence": 9}

    stop = mend(number=one.pk, record=record, reason="Mistyped", by=phone.by, now=NOW())

    said = json.loads(stop.all_versions.get().record)
    assert (said["stop_id"], said["sequence"]) == (raw["stop_id"], raw["sequence"])
    assert stop.all_versions.get().restricted.officer == raw["officer"]


def test_a_device_with_a_wrong_clock_has_its_record_mended_too(phone: Phone) -> None:
    later = (phone.now + timedelta(days=1)).isoformat(timespec="seconds")
    one = waiting(phone, recorded_at=later)
    mended = {**opened(one, now=NOW()).raw, "recorded_at": phone.now.isoformat(timespec="seconds")}

    assert mend(number=one.pk, record=mended, reason="Clock", by=phone.by, now=NOW()).mended


def test_nobody_mends_the_record_of_another(phone: Phone) -> None:
    one = waiting(phone, reason="because")
    for other in (officer("mate"), officer("boss", role=Role.SUPERVISOR), officer("x", "kent")):
        with pytest.raises(NotHere):
            mend(number=one.pk, record=None, reason="x", by=other, now=NOW())


def test_a_record_that_names_nobody_is_mended_by_who_brought_it(phone: Phone) -> None:
    record = phone.stop()
    phone.send(phone.sealed(record, given="forged"))
    one, raw = ToMend.objects.get(), record

    stop = mend(number=one.pk, record=raw, reason="It is mine", by=phone.by, now=NOW())

    assert stop.officer == phone.by.person


def test_what_is_well_by_itself_is_kept_as_it_came(phone: Phone) -> None:
    later = (phone.now + timedelta(minutes=30)).isoformat(timespec="seconds")
    one = waiting(phone, recorded_at=later)

    stop = mend(number=one.pk, record=None, reason="", by=phone.by, now=NOW() + timedelta(hours=1))

    assert not stop.mended
    assert Version.objects.get(stop=stop).changes == []


def test_setting_aside_needs_a_reason_and_another_supervisor(phone: Phone) -> None:
    one, boss = waiting(phone, reason="because"), officer("boss", role=Role.SUPERVISOR)
    own = officer("ada", role=Role.SUPERVISOR)

    with pytest.raises(NotNow):
        set_aside(number=one.pk, reason=" ", by=boss, now=NOW())
    with pytest.raises(MayNot):
        set_aside(number=one.pk, reason="x", by=phone.by, now=NOW())
    with pytest.raises(MayNot):
        set_aside(number=one.pk, reason="x", by=own, now=NOW())
    settled = set_aside(number=one.pk, reason="A test of the phone", by=boss, now=NOW())

    assert (settled.how, settled.stop, settled.by) == (How.SET_ASIDE, None, boss.person)
    with pytest.raises(NotNow):
        set_aside(number=one.pk, reason="x", by=boss, now=NOW())
    with pytest.raises(NotNow):
        mend(number=one.pk, record=None, reason="", by=phone.by, now=NOW())


def test_a_correction_is_a_new_version_and_the_old_one_stays(phone: Phone) -> None:
    stop = kept(phone)

    correction(stop, phone.by, duration_minutes=9)

    stop.refresh_from_db()
    assert (stop.versions, stop.duration_minutes) == (2, 9)
    first, second = stop.all_versions.all()
    assert json.loads(first.record)["duration_minutes"] == 6
    assert second.changes == [{"field": "duration_minutes", "old": 6, "new": 9}]
    assert (second.by, second.reason) == (phone.by.person, "Mistyped")
    kinds = StopEntry.objects.filter(subject=stop_log.subject(stop.pk)).order_by("pk")
    assert [one.kind for one in kinds] == [stop_log.KEPT, stop_log.CORRECTED]


def test_a_corrected_registration_stands_in_no_history(phone: Phone) -> None:
    stop = kept(phone)
    record, _ = current(stop)

    correction(stop, phone.by, vehicle={**record["vehicle"], "registration": "XY34ZZZ"})

    stop.refresh_from_db()
    second = stop.all_versions.get(number=2)
    assert second.changes == [{"field": "vehicle.registration"}]
    assert "XY34" not in second.record
    assert second.restricted.registration == "XY34ZZZ"
    assert stop.all_versions.get(number=1).restricted.registration == "AB12CDE"


def test_two_corrections_of_one_version_do_not_overwrite_each_other(phone: Phone) -> None:
    stop = kept(phone)
    correction(stop, phone.by, duration_minutes=9)

    with pytest.raises(EditedMeanwhile):
        correction(stop, phone.by, duration_minutes=8)


def test_a_correction_needs_a_change_a_reason_and_the_rules(phone: Phone) -> None:
    stop = kept(phone)
    record, _ = current(stop)
    same = {"stop": stop.pk, "expected": 1, "by": phone.by, "now": NOW()}

    with pytest.raises(NotNow):
        correct(record=record, reason="x", **same)
    with pytest.raises(NotNow):
        correct(record={**record, "duration_minutes": 9}, reason=" ", **same)
    with pytest.raises(StillToMend):
        correct(record={**record, "outcomes": []}, reason="x", **same)

    assert stop.all_versions.count() == 1


def test_a_supervisor_corrects_any_stop_of_the_force_and_a_mate_none(phone: Phone) -> None:
    stop = kept(phone)

    with pytest.raises(MayNot):
        correction(stop, officer("mate"), duration_minutes=9)
    with pytest.raises(NotHere):
        correction(stop, officer("far", "kent", role=Role.SUPERVISOR), duration_minutes=9)
    assert correction(stop, officer("boss", role=Role.SUPERVISOR), duration_minutes=9).number == 2


def test_versions_and_what_was_sent_are_never_changed(phone: Phone) -> None:
    stop = kept(phone)

    for row in (stop.all_versions.get(), stop.sent):
        with pytest.raises(NeverChanged):
            row.save()
        with pytest.raises(NeverChanged):
            type(row).objects.filter(pk=row.pk).delete()


def test_a_review_goes_from_reading_to_agreeing_with_a_question_between(phone: Phone) -> None:
    stop, boss = kept(phone), officer("boss", role=Role.SUPERVISOR)
    told = {"stop": stop.pk, "expected": 1, "now": NOW()}
    assert selectors.queue(boss).get() == stop

    review(step=Step.READ, words="", by=boss, **told)
    review(step=Step.ASKED, words="Why there?", by=boss, **told)
    assert selectors.asked_of(phone.by).get() == stop
    review(step=Step.ANSWERED, words="A briefing.", by=phone.by, **told)
    review(step=Step.AGREED, words="", by=boss, **told)

    stop.refresh_from_db()
    assert stop.reviewed == Reviewed.AGREED
    assert [one.step for one in stop.reviews.all()] == ["read", "asked", "answered", "agreed"]
    assert not selectors.queue(boss).exists()
    correction(stop, phone.by, duration_minutes=9)
    assert selectors.queue(boss).get() == stop, "who agreed had not seen this version"


def test_what_a_review_refuses(phone: Phone) -> None:
    stop, boss = kept(phone), officer("boss", role=Role.SUPERVISOR)
    own = kept(Phone(boss).registered(), duration_minutes=3)
    told = {"expected": 1, "now": NOW()}

    with pytest.raises(MayNot):
        review(stop=own.pk, step=Step.AGREED, words="", by=boss, **told)
    with pytest.raises(MayNot):
        review(stop=stop.pk, step=Step.AGREED, words="", by=phone.by, **told)
    with pytest.raises(MayNot):
        review(stop=stop.pk, step=Step.ANSWERED, words="x", by=boss, **told)
    with pytest.raises(NotNow):
        review(stop=stop.pk, step=Step.ANSWERED, words="x", by=phone.by, **told)
    with pytest.raises(NotNow):
        review(stop=stop.pk, step=Step.ASKED, words=" ", by=boss, **told)
    with pytest.raises(NotNow):
        review(stop=stop.pk, step=Step.AGREED, words="", by=boss, expected=2, now=NOW())
    with pytest.raises(NotHere):
        far = officer("far", "kent", role=Role.SUPERVISOR)
        review(stop=stop.pk, step=Step.AGREED, words="", by=far, **told)
    assert not stop.reviews.exists()


def test_missing_numbers_are_explained_and_asked_for_no_more(phone: Phone) -> None:
    sealed = [phone.sealed(phone.stop()) for _ in range(5)]
    assert phone.send(sealed[0], sealed[4]).ask_again == (2, 3, 4)
    boss, device = officer("boss", role=Role.SUPERVISOR), Stop.objects.first().sent.device
    said = {"device": device.pk, "by": boss, "now": NOW(), "words": "The phone was wiped"}

    with pytest.raises(NotNow):
        explain_missing(first=2, last=99, **said)
    explain_missing(first=2, last=3, **said)

    device.refresh_from_db()
    assert list(gaps(device)) == [(4, 4)]
    assert phone.send().ask_again == (4,)


def test_a_phone_that_holds_records_and_is_silent_is_known(phone: Phone) -> None:
    phone.send(unsent=3)

    assert not silent(phone.force, now=NOW()).exists()
    assert silent(phone.force, now=NOW() + timedelta(hours=25)).get().unsent == 3


def test_what_is_restricted_goes_on_its_day_and_the_stop_stays(phone: Phone) -> None:
    stop, still = kept(phone), waiting(phone, reason="because")
    before = stop.all_versions.get().record
    assert erase_due(now=NOW()).versions == 0

    done = erase_due(now=NOW() + READABLE_FOR + timedelta(days=2))

    assert (done.versions, done.sealed) == (1, 1)
    row = Restricted.objects.get()
    assert (row.registration, row.place, row.officer) == ("", None, "")
    assert stop.all_versions.get().record == before
    assert Sealed.objects.get().sent == still.sent, "it is all there is of it"
    stop.refresh_from_db()
    assert stop.registration_mac, "the same vehicle is still known as the same"


def test_a_stop_can_be_corrected_when_its_place_is_gone(phone: Phone) -> None:
    stop = kept(phone)
    mac = stop.registration_mac
    assert erase(stops=[stop.pk], why="Asked for", by="x", organisation="", now=NOW()) == 1

    correction(stop, phone.by, duration_minutes=9)

    stop.refresh_from_db()
    assert (stop.duration_minutes, stop.registration_mac) == (9, mac)
    assert stop.all_versions.get(number=2).restricted.erased_at
    with pytest.raises(NotNow):
        erase(stops=[stop.pk], why=" ", by="x", organisation="", now=NOW())
