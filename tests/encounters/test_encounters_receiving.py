"""Records from devices are received once each, and none is lost."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from encounters.phones import Phone, officer, states
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.accounts.services.memberships import end
from evenhand.audit.models import Act, Entry
from evenhand.encounters import stop_log
from evenhand.encounters.errors import NotRegistered, WrongForce
from evenhand.encounters.keys import keyed
from evenhand.encounters.models import (
    Device,
    Finding,
    Odd,
    Receipt,
    Restricted,
    Sealed,
    Sent,
    Stop,
    StopEntry,
    ToMend,
    Version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def test_a_record_becomes_a_stop_with_all_that_belongs_to_it(phone: Phone) -> None:
    record = phone.stop()

    answer = phone.send(phone.sealed(record))

    assert states(answer) == ["kept"]
    assert answer.ask_again == ()
    stop = Stop.objects.get()
    assert (stop.pk, stop.officer, stop.versions) == (UUID(record["stop_id"]), phone.by.person, 1)
    assert (stop.reason, stop.driver_sde) == ("routine_check_no_specific_reason", "B1")
    assert not (stop.late or stop.carried or stop.officer_had_left or stop.mended)
    assert stop.sent.sha256 and bytes(stop.sent.sealed.content)
    assert StopEntry.objects.filter(subject=stop_log.subject(stop.pk)).count() == 1
    assert Receipt.objects.filter(record=stop.pk).count() == 1
    entry = Entry.objects.get(subject=f"stop/{stop.pk}")
    assert (entry.kind, entry.by) == (Act.COLLECTION, f"person/{phone.by.person.pk}")


def test_the_open_part_says_neither_vehicle_nor_place_nor_officer(phone: Phone) -> None:
    phone.send(phone.sealed(phone.stop()))

    stop, version, apart = Stop.objects.get(), Version.objects.get(), Restricted.objects.get()
    opened = [version.record, *(str(value) for value in stop.__dict__.values())]
    for secret in ("AB12", "52.13", "0.4668", "Quay", f"person/{phone.by.person.pk}"):
        assert not [one for one in opened if secret in one], secret
    assert apart.registration == "AB12CDE"
    assert apart.place["latitude"] == "52.1356"
    assert json.loads(version.record)["place"] == {
        "cell": "52.1,-0.5",
        "how": "device",
        "lsoa": "E01017418",
        "road": "minor_road",
    }
    assert apart.keep_until > timezone.localdate()


def test_the_same_vehicle_has_one_digest_however_it_is_written(phone: Phone) -> None:
    vehicles = [
        {"kind": "car", "registration_state": "given", "registration": written}
        for written in ("AB12CDE", "AB12CDE", "AB12CDF")
    ]
    phone.send(*(phone.sealed(phone.stop(vehicle=one)) for one in vehicles))

    first, second, other = Stop.objects.order_by("sent__sequence")
    assert first.registration_mac == second.registration_mac != other.registration_mac
    assert first.registration_mac != sha256(b"AB12CDE").hexdigest()
    assert first.registration_mac == keyed.vehicle("bedfordshire", "ab12 cde")
    assert first.registration_mac != keyed.vehicle("kent", "AB12CDE")


def test_sent_again_it_is_answered_again_and_kept_once(phone: Phone) -> None:
    sealed = phone.sealed(phone.stop())

    answers = [states(phone.send(sealed)) for _ in range(3)]
    answers.append(states(phone.send(sealed, sealed)))

    assert answers == [["kept"], ["kept"], ["kept"], ["kept", "kept"]]
    assert (Sent.objects.count(), Stop.objects.count(), Version.objects.count()) == (1, 1, 1)


def test_other_bytes_under_the_same_id_are_a_conflict_and_both_are_kept(phone: Phone) -> None:
    record = phone.stop()
    first, second = phone.sealed(record), phone.sealed({**record, "duration_minutes": 7})

    assert states(phone.send(first)) == ["kept"]
    assert states(phone.send(second)) == ["conflict"]
    assert states(phone.send(second, first)) == ["conflict", "kept"]

    assert Stop.objects.get().duration_minutes == 6
    assert Sealed.objects.count() == 2
    finding = Finding.objects.get()
    assert (finding.odd, finding.first) == (Odd.CONFLICT, Stop.objects.get())


def test_two_bodies_under_one_id_in_one_batch_are_a_conflict(phone: Phone) -> None:
    record = phone.stop()

    answer = phone.send(phone.sealed(record), phone.sealed(record))

    assert states(answer) == ["kept", "conflict"]


def test_the_same_stop_under_a_new_id_is_kept_and_found(phone: Phone) -> None:
    record = phone.stop()
    again = {**phone.stop(), "started_at": record["started_at"]}

    phone.send(phone.sealed(record))
    assert states(phone.send(phone.sealed(again))) == ["kept"]

    finding = Finding.objects.get()
    assert (finding.odd, str(finding.first_id)) == (Odd.DOUBLE, record["stop_id"])
    assert str(finding.stop_id) == again["stop_id"]
    assert Stop.objects.count() == 2


def test_record_seven_of_twenty_that_breaks_a_rule_is_mended_and_the_others_are_stops(
    phone: Phone,
) -> None:
    records = [phone.stop() for _ in range(20)]
    records[6] = {**records[6], "reason": "because"}

    answer = phone.send(*map(phone.sealed, records))

    assert states(answer) == ["kept"] * 6 + ["to_mend"] + ["kept"] * 13
    assert Stop.objects.count() == 19
    waiting = ToMend.objects.get()
    assert waiting.officer == phone.by.person
    assert [(one["field"], one["code"]) for one in waiting.problems] == [("reason", "unknown_code")]


def test_a_record_that_the_database_refuses_costs_none_beside_it(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [phone.stop() for _ in range(20)]
    kept = stop_log.kept

    def failing(**said: object) -> object:
        if str(said["stop_id"]) == records[6]["stop_id"]:
            raise IntegrityError("a rule that nobody has thought of")
        return kept(**said)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(stop_log, "kept", failing)
    answer = phone.send(*map(phone.sealed, records))

    assert states(answer) == ["kept"] * 6 + ["refused"] + ["kept"] * 13
    assert (Stop.objects.count(), Sent.objects.count(), Sealed.objects.count()) == (19, 19, 19)
    assert Entry.objects.filter(subject=f"stop/{records[6]['stop_id']}").count() == 0

    monkeypatch.undo()
    assert states(phone.send(phone.sealed(records[6]))) == ["kept"]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "text",
        {},
        {"id": "1", "sequence": 1, "key": "a", "sealed": "AAAA"},
        {"id": "0" * 4000},
        {"id": "01890000-0000-7000-8000-000000000000", "sequence": 0, "key": "a", "sealed": "AA"},
        {"id": "01890000-0000-7000-8000-000000000000", "sequence": True, "key": "a", "sealed": ""},
        {"id": "01890000-0000-7000-8000-000000000000", "sequence": 2**40, "key": "a"},
        {"id": "01890000-0000-7000-8000-000000000000", "sequence": 1, "key": "\0", "sealed": "AA"},
        {"id": "01890000-0000-7000-8000-000000000000", "sequence": 1, "key": "a", "sealed": "é"},
        {"id": "01890000-0000-7000-8000-000000000000", "sequence": 1, "key": "a", "sealed": "A"},
    ],
)
def test_what_is_no_record_is_refused_and_costs_none_beside_it(
    phone: Phone, broken: object
) -> None:
    answer = phone.send(broken, phone.sealed(phone.stop()))

    assert states(answer) == ["refused", "kept"]
    assert len(answer.results[0].id) <= 100


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        (b"\xff\xfe", "not_utf8"),
        (b"", "empty"),
        (b"[]", "not_a_record"),
        (b'{"pass": 1, "stop": []}', "not_a_record"),
        (b'{"stop": {"a": 1, "a": 2}}', "name_twice"),
        (b"[" * 5000, "too_deep"),
        (b"x" * 100_000, "too_big"),
    ],
)
def test_what_was_sealed_and_is_no_record_is_kept_to_be_looked_at(
    phone: Phone, inside: bytes, code: str
) -> None:
    answer = phone.send(phone.sealed_text(phone.stop(), inside))

    assert states(answer) == ["to_mend"]
    assert ToMend.objects.get().problems[0]["code"] == code
    assert bytes(Sealed.objects.get().content)


def test_what_does_not_open_is_kept_as_it_came(phone: Phone) -> None:
    sealed = phone.sealed(phone.stop())
    lost_key = {**phone.sealed(phone.stop()), "key": "0" * 16}

    answer = phone.send({**sealed, "sequence": 9}, lost_key)

    assert states(answer) == ["to_mend", "to_mend"]
    codes = [one.problems[0]["code"] for one in ToMend.objects.all()]
    assert codes == ["not_opened", "no_key"]
    assert ToMend.objects.filter(officer=None).count() == 2


def test_a_record_without_a_pass_of_ours_has_no_officer(phone: Phone) -> None:
    forged = phone.sealed(phone.stop(), given="eyJvZmZpY2VyIjoxfQ:1abc:def")
    elsewhere = phone.sealed(phone.stop(), given=phone.given(force="kent"))

    assert states(phone.send(forged, elsewhere)) == ["to_mend", "to_mend"]

    assert [one.officer for one in ToMend.objects.all()] == [None, None]
    assert {one.problems[0]["code"] for one in ToMend.objects.all()} == {"no_pass"}


def test_a_record_says_of_itself_what_is_said_beside_it(phone: Phone) -> None:
    record = phone.stop()
    other = phone.sealed({**record, "officer": "person/1000"})

    assert states(phone.send(other)) == ["to_mend"]

    assert ToMend.objects.get().problems[0]["field"] == "officer"


def test_another_officer_of_the_force_may_carry_it_and_both_are_known(phone: Phone) -> None:
    mate = officer("mate")

    assert states(phone.send(phone.sealed(phone.stop()), by=mate)) == ["kept"]

    stop = Stop.objects.get()
    assert (stop.officer, stop.sent.carried_by, stop.carried) == (
        phone.by.person,
        mate.person,
        True,
    )
    entry = Entry.objects.get(subject=f"stop/{stop.pk}")
    assert entry.by == f"person/{mate.person.pk}"
    assert f"person/{phone.by.person.pk}" in entry.body


def test_what_an_officer_recorded_who_has_left_arrives_and_is_marked(phone: Phone) -> None:
    sealed, mate = phone.sealed(phone.stop()), officer("mate")
    held = Membership.objects.get(person=phone.by.person)
    administrator = officer("admin", role=Role.ADMINISTRATOR)
    end(number=held.pk, by=administrator, now=timezone.now(), why="Left")

    with pytest.raises(MayNot):
        phone.send(sealed)
    assert states(phone.send(sealed, by=mate)) == ["kept"]

    assert Stop.objects.get().officer_had_left


def test_a_device_of_another_force_is_refused_whole(phone: Phone) -> None:
    stranger = officer("stranger", "kent")

    with pytest.raises(WrongForce):
        phone.send(phone.sealed(phone.stop()), by=stranger)
    with pytest.raises(WrongForce):
        Phone(stranger, id=phone.id).registered()

    assert Sent.objects.count() == 0


def test_a_device_that_nobody_registered_is_asked_to(db: None) -> None:
    phone = Phone(officer("ada"))

    with pytest.raises(NotRegistered):
        phone.send(phone.sealed(phone.stop()))


def test_a_record_of_another_force_is_not_this_forces_stop(phone: Phone) -> None:
    assert states(phone.send(phone.sealed(phone.stop(force_id="kent")))) == ["to_mend"]

    assert ToMend.objects.get().problems[0]["code"] == "wrong_force"


def test_a_late_record_is_flagged(phone: Phone) -> None:
    phone.now -= timedelta(days=3)
    began = phone.stop()
    phone.now += timedelta(days=3)
    late = {**began, "recorded_at": phone.now.isoformat(timespec="seconds")}
    late["late_reason"] = "The phone was broken."

    assert states(phone.send(phone.sealed(late))) == ["kept"]

    assert Stop.objects.get().late


def test_a_clock_that_is_wrong_is_noted_on_device_and_record(phone: Phone) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    phone.send(phone.sealed(phone.stop()), sent_at=tomorrow)

    assert Stop.objects.get().clock_wrong
    assert abs(Sent.objects.get().clock_ahead - 86_400) < 60
    assert Device.objects.get().clock_ahead == Sent.objects.get().clock_ahead


def test_a_record_of_a_lost_phone_arrives_marked(phone: Phone) -> None:
    Device.objects.update(lost_at=timezone.now())

    assert states(phone.send(phone.sealed(phone.stop()))) == ["kept"]

    assert Sent.objects.get().from_lost


def test_numbers_that_never_came_are_asked_for(phone: Phone) -> None:
    sealed = [phone.sealed(phone.stop()) for _ in range(6)]

    assert phone.send(sealed[0], sealed[3]).ask_again == (2, 3)
    assert phone.send(sealed[1]).ask_again == (3,)
    assert phone.send(sealed[2], acknowledged=6).ask_again == (5, 6)
    assert phone.send(sealed[4], sealed[5]).ask_again == ()


def test_after_a_restore_to_yesterday_the_device_is_asked_for_what_is_gone(phone: Phone) -> None:
    sealed = [phone.sealed(phone.stop()) for _ in range(3)]
    phone.send(sealed[0])
    with transaction.atomic():
        assert phone.send(*sealed[1:]).ask_again == ()
        transaction.set_rollback(True)
    assert Sent.objects.count() == 1, "as it was yesterday"

    answer = phone.send(acknowledged=3)

    assert answer.ask_again == (2, 3)
    assert states(phone.send(*sealed)) == ["kept"] * 3
    assert Stop.objects.count() == 3


def test_what_a_device_still_holds_is_known(phone: Phone) -> None:
    phone.send(phone.sealed(phone.stop()), None, unsent=5)

    assert Device.objects.get().unsent == 4, "one was kept"


def test_who_does_not_record_stops_brings_none(phone: Phone) -> None:
    with pytest.raises(MayNot):
        phone.send(phone.sealed(phone.stop()), by=officer("desk", role=Role.ANALYST))

    assert Sent.objects.count() == 0
