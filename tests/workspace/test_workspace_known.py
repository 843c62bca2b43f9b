"""Stops known from elsewhere at the desk: an analyst takes a file in, a supervisor explains."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.cast import signed_in
from encounters.known_tables import CONTROL_ROOM, line, table, this_month
from encounters.phones import Phone, kept, officer
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.encounters.models import KnownEvent, KnownExplained, KnownFile
from evenhand.encounters.services import knowing

pytestmark = pytest.mark.django_db
PAGE = "/workspace/stops/known/"
LIST = "/workspace/stops/unmatched/"


@pytest.fixture
def ana(db: None) -> Client:
    return signed_in(officer("ana", role=Role.ANALYST).person)


@pytest.fixture
def boss(db: None) -> Client:
    return signed_in(officer("boss", role=Role.SUPERVISOR).person)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def sent(content: bytes, **said: Any) -> dict[str, Any]:
    months = this_month()
    return {
        "mapping": SimpleUploadedFile("map.yaml", CONTROL_ROOM),
        "table": SimpleUploadedFile("table.csv", content),
        "first": months["first"],
        "last": months["last"],
        **said,
    }


def test_an_analyst_takes_a_file_in_and_sees_it_listed(ana: Client) -> None:
    assert PAGE in text(ana.get(reverse("stop-figures")))
    assert "nobody knows how complete the records are" in text(ana.get(PAGE))
    content = table(line(timezone.now() - timedelta(hours=1)))

    done = ana.post(PAGE, sent(content))

    assert (done.status_code, done.url) == (303, PAGE)
    shown = text(ana.get(PAGE))
    assert "Events taken in and matched: 1, of " in shown
    assert "Control room" in shown
    ana.post(PAGE, sent(content))
    assert "Nothing has changed" in text(ana.get(PAGE))
    assert KnownFile.objects.first().by is not None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"table": SimpleUploadedFile("t.csv", b"")}, "does not begin with a row of headings"),
        ({"table": SimpleUploadedFile("t.csv", b"PK\x03\x04")}, "This is a workbook"),
        ({"table": ""}, "Choose the table"),
        ({"mapping": ""}, "Choose the mapping"),
        ({"mapping": SimpleUploadedFile("m", b"x" * 300_000)}, "too large to be one"),
        ({"mapping": SimpleUploadedFile("m", b"<script>x</script>")}, "says nothing"),
        ({"mapping": SimpleUploadedFile("m", b"{'<b>': 1}")}, "&lt;b&gt;, which is none of"),
        ({"first": "March"}, "Enter a month, like 2026-03"),
        ({"last": "2099-01"}, "is in the future"),
        ({"first": "2026-03", "last": "2026-01"}, "comes before the first"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_a_sentence(
    ana: Client, said: dict[str, Any], words: str
) -> None:
    answer = ana.post(PAGE, sent(table(), **said))
    assert answer.status_code == 400
    assert words in text(answer)
    assert not KnownFile.objects.exists()


def test_a_supervisor_reads_the_list_and_says_what_an_event_was(boss: Client) -> None:
    phone = Phone(officer("ada")).registered()
    stop = kept(phone)
    knowing.take_in(
        mapping=CONTROL_ROOM,
        table=table(
            line(stop.started_at, vrm="AB12CDE"),
            line(stop.started_at - timedelta(hours=2), log="7"),
            line(stop.started_at - timedelta(hours=3), log="8"),
        ),
        **this_month(),
    )

    shown = text(boss.get(LIST))
    assert LIST in text(boss.get(reverse("stops-queue")))
    assert "2 events known from elsewhere are not surely recorded" in shown
    event = KnownEvent.objects.filter(stop=None).first()
    address = reverse("stop-unmatched", args=[event.pk])
    assert address in shown
    empty = boss.post(address, {})
    assert (empty.status_code, "Choose what you found out" in text(empty)) == (400, True)
    assert boss.post(address, {"why": "because"}).status_code == 400
    done = boss.post(address, {"why": "duplicate"})
    assert (done.status_code, done.url) == (303, LIST)
    assert "1 event known from elsewhere is not surely recorded" in text(boss.get(LIST))
    assert boss.get(address).status_code == 404
    assert Entry.objects.filter(kind="alteration", subject=f"event/{event.pk}").exists()
    assert Entry.objects.filter(kind="consultation", subject=f"event/{event.pk}").exists()


def test_an_event_of_which_the_moment_is_gone_is_still_listed_by_its_hour(boss: Client) -> None:
    knowing.take_in(
        mapping=CONTROL_ROOM,
        table=table(line(timezone.now() - timedelta(hours=2))),
        **this_month(),
    )
    knowing.erase_due(now=timezone.now() + timedelta(days=92))
    assert ":59" in text(boss.get(LIST))


def test_others_see_and_change_nothing(ana: Client, boss: Client) -> None:
    knowing.take_in(
        mapping=CONTROL_ROOM,
        table=table(line(timezone.now() - timedelta(hours=2))),
        **this_month(),
    )
    event = reverse("stop-unmatched", args=[KnownEvent.objects.get().pk])
    ada = signed_in(officer("ada").person)
    elsewhere = signed_in(officer("kim", force="kent", role=Role.SUPERVISOR).person)

    for client, address, status in (
        (ada, PAGE, 403),
        (ada, LIST, 403),
        (ada, event, 403),
        (boss, PAGE, 403),
        (ana, LIST, 403),
        (ana, event, 403),
        (elsewhere, event, 404),
        (Client(), PAGE, 302),
        (Client(), event, 302),
    ):
        assert client.get(address).status_code == status, address
        assert client.post(address, {"why": "duplicate"}).status_code == status, address
    assert text(elsewhere.get(LIST)).count("stop-unmatched") == 0
    assert "0 events known" in text(elsewhere.get(LIST))
    assert not KnownExplained.objects.exists()
    forged = signed_in(officer("chief", role=Role.SUPERVISOR).person, checks_tokens=True)
    assert forged.post(event, {"why": "duplicate"}).status_code == 403
