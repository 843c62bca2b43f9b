"""Stops at the desk: each role's own way through the pages, and who is turned away."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.cast import signed_in
from encounters.phones import Phone, kept, officer
from encounters.phones import waiting as to_mend
from evenhand.accounts.roles import Role
from evenhand.audit.models import Act, Entry
from evenhand.encounters.models import Finding, Sent, Settled, Stop, System, ToMend

pytestmark = pytest.mark.django_db
WORDS = {"words": "Mistyped."}


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture
def ada(phone: Phone) -> Client:
    return signed_in(phone.by.person)


@pytest.fixture
def boss(db: None) -> Client:
    return signed_in(officer("boss", role=Role.SUPERVISOR).person)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_an_officer_mends_a_record_on_its_page(phone: Phone, ada: Client) -> None:
    one = to_mend(phone, reason="because")
    address = reverse("stop-mend", args=[one.pk])

    assert address in text(ada.get(reverse("my-stops")))
    shown = text(ada.get(address))
    assert "“because” is not one of the answers" in shown
    assert 'name="asked" value="reason"' in shown
    unsaid = ada.post(address, {"asked": "reason", "reason": "welfare", "words": ""})
    done = ada.post(address, {"asked": "reason", "reason": "welfare", **WORDS})

    assert (unsaid.status_code, done.status_code) == (400, 303)
    assert Stop.objects.get().reason == "welfare"
    assert "It is a stop now" in text(ada.get(reverse("my-stops")))
    assert ada.get(address).status_code == 404


def test_what_the_rules_ask_for_next_is_asked_beside_what_was_typed(
    phone: Phone, ada: Client
) -> None:
    one = to_mend(phone, outcomes=[])
    address = reverse("stop-mend", args=[one.pk])

    answer = ada.post(address, {"asked": "outcomes", "outcomes": ["arrest"], **WORDS})

    shown = text(answer)
    assert answer.status_code == 400
    assert 'name="asked" value="outcomes"' in shown and 'value="arrest_reason"' in shown
    assert not Stop.objects.exists()


def test_a_record_that_names_nobody_and_does_not_open_can_be_looked_at(
    phone: Phone, ada: Client, boss: Client
) -> None:
    phone.send({**phone.sealed(phone.stop()), "sequence": 9})
    address = reverse("stop-mend", args=[ToMend.objects.get().pk])

    for client in (ada, boss):
        assert "This record does not open" in text(client.get(address))
    assert ada.post(address, WORDS).status_code == 400


def test_a_supervisor_sets_a_record_aside_with_a_reason(phone: Phone, boss: Client) -> None:
    one = to_mend(phone, reason="because")
    address = reverse("stop-aside", args=[one.pk])

    assert reverse("stop-mend", args=[one.pk]) in text(boss.get(reverse("stops-findings")))
    assert address in text(boss.get(reverse("stop-mend", args=[one.pk])))
    assert boss.get(address).status_code == 200
    assert boss.post(address, {"words": ""}).status_code == 400
    assert boss.post(address, {"words": "A test of the phone."}).status_code == 303

    assert Settled.objects.get().reason == "A test of the phone."


def test_a_stop_is_corrected_from_its_page_and_its_history_says_so(
    phone: Phone, ada: Client
) -> None:
    stop = kept(phone)
    page, address = reverse("stop", args=[stop.pk]), reverse("stop-correct", args=[stop.pk])

    shown = text(ada.get(page))
    assert f"{address}?field=duration_minutes" in shown and "AB12CDE" in shown
    assert 'name="duration_minutes"' in text(ada.get(f"{address}?field=duration_minutes"))
    form = {"asked": "duration_minutes", "duration_minutes": "9", "expected": "1", **WORDS}
    assert ada.post(address, {**form, "duration_minutes": "0"}).status_code == 400
    assert ada.post(address, form).status_code == 303
    assert ada.post(address, form).status_code == 400, "somebody else was faster"

    shown = text(ada.get(page))
    assert "was “6”, is “9”" in shown and "Mistyped." in shown
    assert Stop.objects.get().versions == 2


def test_a_supervisor_asks_an_officer_answers_and_the_supervisor_agrees(
    phone: Phone, ada: Client, boss: Client
) -> None:
    stop = kept(phone)
    page, address = reverse("stop", args=[stop.pk]), reverse("stop-review", args=[stop.pk])

    assert page in text(boss.get(reverse("stops-queue")))
    assert boss.post(address, {"step": "asked", "expected": "1", "words": ""}).status_code == 400
    asked = {"step": "asked", "expected": "1", "words": "Why there?"}
    assert boss.post(address, asked).status_code == 303
    assert page in text(ada.get(reverse("my-stops"))) and "Why there?" in text(ada.get(page))
    answered = {"step": "answered", "expected": "1", "words": "A briefing."}
    assert ada.post(address, answered).status_code == 303
    assert boss.post(address, {"step": "agreed", "expected": "1"}).status_code == 303
    assert boss.post(address, {"step": "nonsense", "expected": "1"}).status_code == 400

    assert Stop.objects.get().reviewed == "agreed"
    assert page not in text(boss.get(reverse("stops-queue")))


def test_nobody_reviews_or_sets_aside_their_own(phone: Phone) -> None:
    officer("ada", role=Role.SUPERVISOR)
    own = signed_in(phone.by.person)
    stop, one = kept(phone), to_mend(phone, reason="because")

    agreed = own.post(reverse("stop-review", args=[stop.pk]), {"step": "agreed", "expected": "1"})
    aside = own.post(reverse("stop-aside", args=[one.pk]), WORDS)

    assert (agreed.status_code, aside.status_code) == (403, 403)
    assert 'value="agreed"' not in text(own.get(reverse("stop", args=[stop.pk])))


def test_what_is_odd_is_listed_and_explained(phone: Phone, boss: Client) -> None:
    record = phone.stop()
    phone.send(phone.sealed(record), phone.sealed({**record, "duration_minutes": 7}))
    again = {**phone.stop(), "started_at": record["started_at"]}
    phone.number += 3
    phone.send(phone.sealed(again), phone.sealed(phone.stop()), unsent=9)

    shown = text(boss.get(reverse("stops-findings")))
    assert "Two records under one id" in shown and "Two stops that say the same" in shown
    assert "3–5" in shown
    for finding in Finding.objects.all():
        address = reverse("stop-finding", args=[finding.pk])
        assert boss.get(address).status_code == 200
        assert boss.post(address, {"words": ""}).status_code == 400
        assert boss.post(address, {"words": "A copy."}).status_code == 400
        assert boss.post(address, {"stands": "first", "words": "A copy."}).status_code == 303
    device = reverse("stop-device", args=[phone.id])
    assert "7 records" in text(boss.get(device))
    assert boss.post(device, {"first": "3", "last": "x", "words": "Wiped"}).status_code == 400
    assert boss.post(device, {"first": "3", "last": "5", "words": "Wiped"}).status_code == 303
    assert boss.post(device, {"lost": "yes"}).status_code == 303
    assert "said to be lost" in text(boss.get(device))

    shown = text(boss.get(reverse("stops-findings")))
    assert "3–5" not in shown and "Two records under one id" not in shown


def test_two_records_stand_side_by_side_for_their_officer_and_a_supervisor_decides(
    phone: Phone, ada: Client, boss: Client
) -> None:
    record = phone.stop()
    phone.send(phone.sealed(record), phone.sealed({**record, "duration_minutes": 8}))
    address = reverse("stop-finding", args=[Finding.objects.get().pk])

    assert address in text(ada.get(reverse("my-stops")))
    shown = text(ada.get(address))
    assert "Minutes it took" in shown and "<span>6</span>" in shown and "<span>8</span>" in shown
    assert "A supervisor who recorded neither of them decides" in shown
    assert ada.post(address, {"stands": "second", **WORDS}).status_code == 403
    assert 'value="both"' not in text(boss.get(address)), "one id, one stop"
    assert boss.post(address, {"stands": "second", **WORDS}).status_code == 303

    page = text(boss.get(reverse("stop", args=[record["stop_id"]])))
    assert "of two records the second stands" in page and "was “6”, is “8”" in page
    assert ada.get(address).status_code == 404, "it is decided"


def test_a_person_is_added_and_taken_out_on_the_pages(phone: Phone, ada: Client) -> None:
    stop = kept(phone)
    page, address = reverse("stop", args=[stop.pk]), reverse("stop-correct", args=[stop.pk])
    passenger = {"perceived": "white", "sde": "W1", "age_band": "25_29", "sex": "female"}
    typed = {f"people.1.{name}": value for name, value in passenger.items()}

    assert f"{address}?add=people" in text(ada.get(page))
    shown = text(ada.get(f"{address}?add=people"))
    assert 'name="add" value="people"' in shown and 'name="people.1.sde"' in shown
    form = {"add": "people", "asked": list(typed), **typed, "expected": "1", **WORDS}
    wrong = ada.post(address, {**form, "people.1.sde": ""})
    assert (wrong.status_code, "Give the ethnicity" in text(wrong)) == (400, True)
    assert ada.post(address, form).status_code == 303
    assert Stop.objects.get().people == 2

    assert f"{address}?remove=people.1" in text(ada.get(page))
    assert "What is taken out" in text(ada.get(f"{address}?remove=people.1"))
    gone = {"remove": "people.1", "expected": "2", **WORDS}
    assert ada.post(address, {**gone, "words": ""}).status_code == 400
    assert ada.post(address, gone).status_code == 303
    assert Stop.objects.get().people == 1
    assert "people.1.sde: was “W1”, is “Not given”" in text(ada.get(page))


def test_what_was_left_out_is_added_where_a_record_is_mended(phone: Phone, ada: Client) -> None:
    one = to_mend(phone, people=[])
    address = reverse("stop-mend", args=[one.pk])
    driver = {"perceived": "white", "sde": "W1", "age_band": "25_29", "sex": "female"}
    typed = {f"people.0.{name}": value for name, value in driver.items()}

    assert f"{address}?add=people" in text(ada.get(address))
    assert 'name="people.0.sde"' in text(ada.get(f"{address}?add=people"))
    form = {"add": "people", "asked": list(typed), **typed, **WORDS}
    assert ada.post(address, form).status_code == 303
    assert Stop.objects.get().people == 1


def test_a_supervisor_takes_words_out_and_the_page_says_so(
    phone: Phone, ada: Client, boss: Client
) -> None:
    stop = kept(phone, reason="other", reason_text="Mr Example lives there")
    page, address = reverse("stop", args=[stop.pk]), reverse("stop-redact", args=[stop.pk])

    assert address in text(boss.get(page)) and address not in text(ada.get(page))
    assert ada.get(address).status_code == 403
    chosen = re.search(r'name="chosen"[^>]*value="([0-9a-f]{16})"', text(boss.get(address)))
    assert chosen
    assert boss.post(address, {"words": "Article 17"}).status_code == 400
    assert boss.post(address, {"chosen": chosen[1], "words": ""}).status_code == 400
    assert boss.post(address, {"chosen": chosen[1], "words": "Article 17"}).status_code == 303

    shown = text(boss.get(page))
    assert "Mr Example" not in shown and "by a supervisor: Article 17" in shown
    assert "Nobody wrote anything" in text(boss.get(address))


def test_a_phone_that_went_silent_is_shown(phone: Phone, boss: Client) -> None:
    phone.send(unsent=3)
    phone_row = Sent.objects.model._meta.get_field("device").related_model.objects
    then = timezone.now() - timedelta(days=3)
    phone_row.update(last_seen=then, registered_at=then)

    assert "3 records, last seen on" in text(boss.get(reverse("stops-findings")))


def test_an_administrator_makes_a_key_that_is_shown_once_and_takes_it_back(db: None) -> None:
    admin, address = (
        signed_in(officer("a", role=Role.ADMINISTRATOR).person),
        reverse("stop-systems"),
    )
    last = (timezone.localdate() + timedelta(days=30)).strftime("%d/%m/%Y")

    assert admin.post(address, {"name": "", "until": "soon"}).status_code == 400
    assert admin.post(address, {"name": "Records", "until": "1/1/2020"}).status_code == 400
    made = text(admin.post(address, {"name": "Records", "until": last}))

    key = re.search(r"<code>(evh_[\w-]+)</code>", made)
    assert key and key[1] not in text(admin.get(address))
    taken = reverse("stop-system-end", args=[System.objects.get().pk])
    assert admin.post(taken).status_code == 303
    assert "The key is taken back" in text(admin.get(address))
    assert admin.post(taken).status_code == 303
    assert admin.post(reverse("stop-system-end", args=[999])).status_code == 404


def test_another_force_finds_nothing_and_a_mate_sees_no_stop_of_others(phone: Phone) -> None:
    stop, one = kept(phone), to_mend(phone, reason="because")
    mate = signed_in(officer("mate").person)
    far = signed_in(officer("far", "kent", role=Role.SUPERVISOR).person)
    theirs = [
        reverse("stop", args=[stop.pk]),
        reverse("stop-correct", args=[stop.pk]),
        reverse("stop-mend", args=[one.pk]),
    ]
    of_the_force = [
        reverse("stop-aside", args=[one.pk]),
        reverse("stop-device", args=[phone.id]),
        reverse("stop-finding", args=[1]),
        reverse("stop", args=[uuid4()]),
    ]

    assert [mate.get(one).status_code for one in theirs] == [404] * 3
    assert [far.get(one).status_code for one in theirs + of_the_force] == [404] * 7
    assert [mate.get(one).status_code for one in of_the_force[:3]] == [403, 403, 404]
    for client in (mate, far):
        sent = client.post(reverse("stop-review", args=[stop.pk]), {"step": "agreed"})
        assert sent.status_code == 404


def test_who_sees_a_stop_is_kept(phone: Phone, boss: Client) -> None:
    stop = kept(phone)

    boss.get(reverse("stop", args=[stop.pk]))

    seen = Entry.objects.filter(kind=Act.CONSULTATION, subject=f"stop/{stop.pk}").get()
    assert seen.by.startswith("person/")


def test_navigation_leads_each_role_to_its_own_pages(ada: Client, boss: Client) -> None:
    admin = signed_in(officer("a", role=Role.ADMINISTRATOR).person)

    for client, there, not_there in (
        (ada, "my-stops", "stops-queue"),
        (boss, "stops-queue", "stop-systems"),
        (admin, "stop-systems", "my-stops"),
    ):
        shown = text(client.get(reverse("my-access")))
        assert f'href="{reverse(there)}"' in shown
        assert f'href="{reverse(not_there)}"' not in shown
