"""The page that a slip opens: plain, public, unlogged; what it says, keeps and refuses."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from encounters.phones import Phone, officer
from evenhand.audit.models import Entry
from evenhand.encounters.comparing import disagreements
from evenhand.encounters.models import CopyAsked, OwnWords, Receipt, Stop, StopEntry, Version
from evenhand.encounters.receipts import showing as receipts
from evenhand.encounters.receipts import slips
from evenhand.roadside.api.gates import Gate
from evenhand.roadside.views import receipts as view

pytestmark = pytest.mark.django_db
UNUSED = slips.code(b"sixteen bytes ..")


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Each test begins at an open gate."""
    opened = Gate(at_once=64, each_minute=300)
    monkeypatch.setattr(view, "UNKNOWN", opened)
    return opened


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


@pytest.fixture
def secret(phone: Phone) -> bytes:
    """That of a stop that has come."""
    phone.send(phone.sealed(phone.stop()))
    return phone.secret


@pytest.fixture
def page(client: Client, secret: bytes) -> Callable[..., Any]:
    def get(rest: str = "", **sent: str) -> Any:
        address = f"/r/{slips.code(secret)}/{rest}"
        return client.post(address, sent) if sent else client.get(address)

    return get


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_it_says_in_plain_sentences_what_was_recorded(page: Callable[..., Any]) -> None:
    shown = page()

    assert shown.status_code == 200
    for sentence in (
        "an officer of Bedfordshire Police stopped the vehicle you were driving. The place: Quay",
        "You were not searched.",
        "Routine check, no specific reason",
        "It needs no suspicion.",
        "The officer recorded: could not see who was driving",
        "You said: Black Caribbean.",
        "No action",
        "6 minutes",
        "The officer’s camera was on.",
        "Nobody is told that you opened it.",
        "You do not have to say your ethnicity.",
        "Independent Office for Police Conduct",
        "Citizens Advice",
        "Your stop is not in the public log yet. It will be by",
    ):
        assert sentence in words(shown), sentence


def test_nothing_of_it_stays_behind(page: Callable[..., Any]) -> None:
    shown = page()

    assert "no-store" in shown["Cache-Control"]
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "noindex" in shown["X-Robots-Tag"]
    assert not shown.cookies
    assert "<title>Receipt</title>" in shown.content.decode()
    assert "og:" not in shown.content.decode()
    assert 'class="eh-nav"' not in shown.content.decode()
    assert "person/" not in shown.content.decode()
    assert "AB12" not in shown.content.decode()


def test_the_page_itself_weighs_little(page: Callable[..., Any]) -> None:
    assert len(page().content) < 12_000


def test_looking_changes_nothing_however_often(page: Callable[..., Any]) -> None:
    def everything() -> list[int]:
        kept = (Stop, Version, Receipt, StopEntry, OwnWords, CopyAsked, Entry)
        return [one._default_manager.count() for one in kept]

    before = everything()
    with CaptureQueriesContext(connection) as asked:
        for rest in ("", "ethnicity/", "copy/", "slip/", "proof/0/"):
            page(rest)
            page(rest)

    assert everything() == before
    assert all(one["sql"].lstrip().startswith("SELECT") for one in asked.captured_queries)


def test_what_is_unknown_and_what_is_too_old_look_the_same_and_cost_the_same(
    client: Client, page: Callable[..., Any], secret: bytes
) -> None:
    Receipt.objects.update(works_until=timezone.localdate() - timedelta(days=1))
    page()  # the first visit of a sender, whatever it asks for, begins the count of its visits
    with CaptureQueriesContext(connection) as old_asked:
        old = page()
    with CaptureQueriesContext(connection) as unknown_asked:
        unknown = client.get(f"/r/{UNUSED}/")

    assert old.status_code == unknown.status_code == 200
    assert old.content == unknown.content
    assert len(old_asked) == len(unknown_asked)
    assert "no record has come for it" in words(unknown)
    assert "stopped working" in words(unknown)
    for rest in ("ethnicity/", "copy/", "slip/", "proof/0/"):
        assert page(rest).content == unknown.content, rest


def test_a_slip_works_to_the_end_of_its_last_day(page: Callable[..., Any]) -> None:
    Receipt.objects.update(works_until=timezone.localdate())
    assert "What was recorded" in words(page())

    assert receipts.forget_old(now=timezone.now()) == 0
    assert receipts.forget_old(now=timezone.now() + timedelta(days=1)) == 1


def test_months_are_counted_by_the_calendar() -> None:
    day = timezone.localdate().replace(year=2026, month=8, day=31)

    assert str(receipts.months_after(day, 6)) == "2027-02-28"
    assert str(receipts.months_after(day, 4)) == "2026-12-31"


def test_a_record_to_be_completed_says_so(client: Client, phone: Phone) -> None:
    phone.send(phone.sealed(phone.stop(outcomes=[])))

    shown = client.get(f"/r/{slips.code(phone.secret)}/")
    assert shown.status_code == 200
    assert "is not complete yet" in words(shown)


def test_a_slip_cannot_be_taken_over_by_a_later_stop(
    client: Client, phone: Phone, secret: bytes
) -> None:
    first = Receipt.objects.get().record
    receipts.give([(phone.id, slips.of(secret))], now=timezone.now())

    assert Receipt.objects.get().record == first


def test_only_a_digest_of_the_secret_is_kept(phone: Phone, secret: bytes) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    held = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                    for sought in (secret.hex(), slips.code(secret)):
                        raw = secret if isinstance(held, bytes) else sought
                        assert raw not in held, table


def test_the_code_is_typed_in_any_way(client: Client, secret: bytes) -> None:
    spelled = slips.spelled(slips.code(secret))
    for typed in (spelled, spelled.lower().replace("-", " "), spelled.replace("0", "O")):
        answer = client.post("/r/", {"code": typed})
        assert (answer.status_code, answer["Location"]) == (303, f"/r/{slips.code(secret)}/")
    assert client.get(f"/r/{spelled}/").status_code == 200


def test_a_mistyped_code_is_told_before_anything_is_looked_up(client: Client) -> None:
    wrong = UNUSED[:-1] + ("0" if UNUSED[-1] != "0" else "1")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/r/{wrong}/")
        form = client.post("/r/", {"code": wrong})

    assert (page.status_code, form.status_code) == (404, 400)
    assert "a letter is missing or wrong" in words(form)
    assert not [one for one in asked.captured_queries if "receipt" in one["sql"]]


@pytest.mark.parametrize("typed", ["", "x" * 5000, "0" * 28, "é" * 28, "../../etc", "' OR 1=1"])
def test_any_text_is_only_a_code_that_is_none(client: Client, typed: str) -> None:
    assert client.post("/r/", {"code": typed}).status_code == 400


def test_a_thousand_guesses_are_asked_to_wait_and_a_real_slip_is_not(
    client: Client, page: Callable[..., Any]
) -> None:
    answers = [client.get(f"/r/{UNUSED}/") for _ in range(1000)]

    waits = [one for one in answers if one.status_code == 429]
    assert len(waits) >= 700
    assert int(waits[0]["Retry-After"]) > 0
    assert page().status_code == 200


def test_no_log_holds_the_code(
    client: Client, secret: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    code = slips.code(secret)
    with caplog.at_level(logging.DEBUG):
        client.get(f"/r/{code}/")
        client.post(f"/r/{code}/ethnicity/", {"group": "none"})
        client.post(f"/r/{code}/")
        client.get(f"/r/{code}/nowhere/")
        client.post(f"/r/{code}/copy/", {}, headers={"Sec-Fetch-Site": "cross-site"})

    from evenhand.config.logs import Lines

    written = "".join(
        Lines().format(one) for one in caplog.records if one.name != "django.db.backends"
    )
    assert code not in written
    assert secret.hex() not in written


def test_own_ethnicity_is_kept_beside_what_the_officer_recorded(
    page: Callable[..., Any], secret: bytes
) -> None:
    before = Version.objects.get().record

    answer = page("ethnicity/", group="M1")

    assert answer.status_code == 303
    assert Version.objects.get().record == before
    stop = Stop.objects.get()
    assert stop.driver_sde == "B1"
    assert receipts.own_words([stop.pk]) == {stop.pk: "M1"}
    shown = words(page())
    assert "You say: White and Black Caribbean." in shown
    assert "The officer recorded that you said: Black Caribbean." in shown
    assert list(disagreements()) == []
    assert StopEntry.objects.filter(kind="own-words").count() == 1


def test_it_can_be_said_three_times_and_no_more(page: Callable[..., Any]) -> None:
    for group in ("M1", "B2", "B9"):
        assert page("ethnicity/", group=group).status_code == 303

    fourth = page("ethnicity/", group="W1")
    assert fourth.status_code == 400
    assert "It can be said three times" in words(fourth)
    assert [one.code for one in OwnWords.objects.all()] == ["M1", "B2", "B9"]
    assert "Correct your ethnicity" not in words(page())


@pytest.mark.parametrize("group", ["", "N1", "x", "B1'--"])
def test_a_group_that_is_none_is_refused_in_words(page: Callable[..., Any], group: str) -> None:
    answer = page("ethnicity/", group=group, other="x")

    assert answer.status_code == 400
    assert "Choose a group" in words(answer)
    assert not OwnWords.objects.exists()


def test_a_copy_is_asked_for_once_and_the_address_is_shown_to_nobody_with_the_slip(
    page: Callable[..., Any],
) -> None:
    for _ in range(2):
        assert page("copy/", of="record", contact=" lee@example.org ").status_code == 303

    (asked,) = CopyAsked.objects.all()
    assert (asked.of, asked.contact, asked.given_on) == ("record", "lee@example.org", None)
    assert "You asked for a copy of the record on" in words(page())
    assert "lee@" not in words(page()) + words(page("copy/"))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"of": "record", "contact": ""}, "Enter where the copy is to go"),
        ({"of": "", "contact": "lee@example.org"}, "Choose what you want a copy of"),
        ({"of": "everything", "contact": "lee@example.org"}, "Choose what you want a copy of"),
        ({"of": "record", "contact": "x" * 301}, "Use 300 characters or fewer"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    page: Callable[..., Any], sent: dict[str, str], sentence: str
) -> None:
    answer = page("copy/", **sent)

    assert answer.status_code == 400
    assert sentence in words(answer)
    assert sent["contact"] in words(answer)
    assert not CopyAsked.objects.exists()


def test_the_slip_can_be_printed_with_its_picture(page: Callable[..., Any], secret: bytes) -> None:
    shown = words(page("slip/"))

    assert slips.spelled(slips.code(secret)) in shown
    assert '<svg class="eh-qr"' in shown
    assert "Whoever has this slip can see it" in shown


def test_another_site_cannot_send_the_forms(client: Client, secret: bytes) -> None:
    address = f"/r/{slips.code(secret)}/ethnicity/"

    answer = client.post(address, {"group": "M1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not OwnWords.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_else_can_be_done_with_a_receipt(
    client: Client, secret: bytes, method: str
) -> None:
    assert getattr(client, method)(f"/r/{slips.code(secret)}/").status_code == 405
