"""What can never be true of stops, whoever writes; and asking for any field of a record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from encounters.phones import Phone, kept, officer
from evenhand.encounters.editing import asking
from evenhand.encounters.models import Explained, Finding, Restricted, Stop, ToMend, Version

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


RULES = {
    "a_version_without_reason": lambda stop: Version.objects.create(
        stop=stop, number=2, record="{}", made_at=NOW(), changes=[{"field": "x"}]
    ),
    "a_version_without_change": lambda stop: Version.objects.create(
        stop=stop, number=2, record="{}", made_at=NOW(), reason="x"
    ),
    "a_version_twice": lambda stop: Version.objects.create(
        stop=stop, number=1, record="{}", made_at=NOW()
    ),
    "an_erased_place": lambda _stop: Restricted.objects.update(erased_at=NOW()),
    "perceived_unseen": lambda _stop: Stop.objects.update(perceived_before="black"),
    "stated_and_not": lambda _stop: Stop.objects.update(driver_not_stated="declined"),
    "readable": lambda _stop: Stop.objects.update(registration_mac="AB12CDE"),
    "before_it_began": lambda stop: Stop.objects.update(
        recorded_at=stop.started_at - timedelta(minutes=1)
    ),
    "accepted_before_it_came": lambda stop: Stop.objects.update(
        accepted_at=stop.received_at - timedelta(minutes=1)
    ),
    "from_nowhere": lambda _stop: Stop.objects.update(sent=None),
    "nobody_stopped": lambda _stop: Stop.objects.update(people=0),
    "nothing_wrong": lambda stop: ToMend.objects.create(
        sent=stop.sent, force_id=stop.force_id, problems=[]
    ),
    "no_words": lambda stop: Explained.objects.create(
        device=stop.sent.device, first=1, last=1, words="", by=stop.officer, at=NOW()
    ),
    "own_double": lambda stop: Finding.objects.create(
        force_id=stop.force_id, odd="double", stop=stop, first=stop, found_at=NOW()
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_database_refuses_what_can_never_be(phone: Phone, rule: str) -> None:
    stop = kept(phone)

    with pytest.raises(IntegrityError), transaction.atomic():
        RULES[rule](stop)


def test_every_field_of_a_record_can_be_asked_for(phone: Phone) -> None:
    record = phone.stop()
    found = asking.every(record)

    titles = {one.field: one for one in found}
    assert {"reason", "people.0.sde", "place.road", "video.on", "outcomes"} <= titles.keys()
    assert titles["people.0.sde"].title == "People 1, Ethnicity they gave"
    assert titles["outcomes"].kind is asking.Kind.CODES
    typed = {"people.0.sde": ["W1"], "video.on": ["false"], "duration_minutes": ["seven"]}
    changed = asking.answered(record, typed, asking.questions(typed, record))
    assert changed["people"][0]["sde"] == "W1"
    assert changed["video"]["on"] is False
    assert changed["duration_minutes"] == "seven", "the rules say what is wrong with it"
    assert record["people"][0]["sde"] == "B1"


@pytest.mark.parametrize(
    "field",
    ["", "x", "people.x", "people.0.x", "reason.1", "place.name.x", "people.99.sde", "a.b.c"],
)
def test_no_field_name_of_a_stranger_breaks_the_form(phone: Phone, field: str) -> None:
    record = phone.stop()

    found = asking.questions([field], record)
    for broken in (record, {"people": 1, "place": [], "a": 7}, {"people": [5]}, [], None, "x"):
        asking.answered(broken, {one.field: ["1"] for one in found}, found)
        asking.every(broken if isinstance(broken, dict) else {})


def test_the_id_of_a_stop_is_that_of_its_record(phone: Phone) -> None:
    assert kept(phone).pk.version == 7
