"""Records that wait for somebody who left, or for a key, on the pages of a supervisor."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.cast import signed_in
from encounters.phones import Phone, officer
from encounters.phones import waiting as to_mend
from encounters.test_encounters_taking_over import leaves, without_keys
from evenhand.accounts.roles import Role
from evenhand.encounters.models import Stop, ToMend

pytestmark = pytest.mark.django_db
WHY = {"words": "The control room’s log says so."}


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture
def boss(db: None) -> Client:
    return signed_in(officer("boss", role=Role.SUPERVISOR).person)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_supervisor_is_told_mends_it_for_the_officer_and_the_history_says_so(
    phone: Phone, boss: Client
) -> None:
    one = to_mend(phone, reason="because")
    address = reverse("stop-mend", args=[one.pk])
    form = {"asked": "reason", "reason": "welfare", **WHY}
    assert "Its officer mends it." in text(boss.get(address))
    assert boss.post(address, form).status_code == 200 and not Stop.objects.exists()
    assert "can no longer mend" not in text(boss.get(reverse("stops-queue")))

    leaves(phone.by)

    assert "1 record waits that its officer can no longer mend" in text(
        boss.get(reverse("stops-queue"))
    )
    shown = text(boss.get(reverse("stops-findings")))
    assert "Records whose officer records stops no more" in shown and address in shown
    shown = text(boss.get(address))
    assert "You mend it for Ada." in shown and "Why you mend it for its officer" in shown
    assert boss.post(address, {**form, "words": ""}).status_code == 400
    done = boss.post(address, form)
    assert (done.status_code, done.url) == (303, reverse("stops-findings"))
    stop = Stop.objects.get()
    page = text(boss.get(reverse("stop", args=[stop.pk])))
    assert "Mended and kept, for the officer who recorded it" in page
    assert WHY["words"] in page and stop.officer == phone.by.person
    assert "no more" not in text(boss.get(reverse("stops-findings")))


def test_a_missing_key_is_told_with_what_to_do_until_each_record_is_kept(
    phone: Phone, boss: Client
) -> None:
    sealed = phone.sealed(phone.stop())
    queue, findings = reverse("stops-queue"), reverse("stops-findings")
    assert "sealed with a key" not in text(boss.get(queue))
    with without_keys():
        phone.send(sealed)
        address = reverse("stop-mend", args=[ToMend.objects.get().pk])

        assert "1 record came sealed with a key that was not here" in text(boss.get(queue))
        shown = text(boss.get(findings))
        assert f"Key {sealed['key']}: 1 record, since" in shown
        assert "bring its file back into the key folder" in shown and address in shown
        shown = text(boss.get(address))
        assert "While the key is away" in shown and "<textarea" not in shown
        assert boss.post(address, WHY).status_code == 200
        assert not Stop.objects.exists()

    assert "It is here again: open each record and keep it." in text(boss.get(findings))
    shown = text(boss.get(address))
    assert "You mend it for Ada." in shown and "Keep it as a stop" in shown
    assert boss.post(address, {"words": ""}).status_code == 400
    assert boss.post(address, {"words": "The key is back."}).status_code == 303
    assert Stop.objects.get().officer == phone.by.person
    assert "Kept, for the officer who recorded it" in text(
        boss.get(reverse("stop", args=[Stop.objects.get().pk]))
    )
    assert "sealed with a key" not in text(boss.get(queue)) + text(boss.get(findings))


def test_an_officer_sees_nothing_of_what_others_left(phone: Phone) -> None:
    one = to_mend(phone, reason="because")
    leaves(phone.by)
    mate = signed_in(officer("mate").person)

    assert mate.get(reverse("stop-mend", args=[one.pk])).status_code == 404
    assert mate.get(reverse("stops-findings")).status_code == 403
