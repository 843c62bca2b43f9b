"""Reports in the workspace: who begins, prepares, looks, publishes; and who is turned away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.cast import signed_in
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.plan.quarters import Quarter
from evenhand.publications.errors import NoPaper
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Draft, Paper, Report
from evenhand.publications.reporting import services
from plan.staff import somebody
from publications.made_reports import FAR, LATE, Desk

LIST = "/workspace/reports/"
PDF = b"%PDF-1.7 made by a test"


@pytest.fixture(autouse=True)
def quick(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The press has its own tests: here it is done at once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr("evenhand.workspace.views.reports.on_paper", lambda *_, **__: PDF)


def browser(by: Acting, **how: bool) -> Client:
    return signed_in(by.person, **how)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def sent(draft: Draft, **other: Any) -> dict[str, Any]:
    return {"version": draft.version, "foreword": "", **other}


def to_publish(draft: Draft) -> dict[str, Any]:
    return {"version": draft.version, "seen": digest(services.put_in(draft))}


# The whole way


def test_a_report_goes_from_the_first_click_to_the_public_page(desk: Desk, client: Client) -> None:
    manager, publisher = browser(desk.manager), browser(desk.publisher)
    begun = manager.post(f"{LIST}begin/", {"quarter": str(desk.quarter)})
    assert begun.status_code == 303
    page = text(manager.get(begun.url))
    assert "Record every vehicle stop" in page.split("Told in detail, whatever you choose")[1]
    prepared = manager.post(
        begun.url,
        {"version": 1, "foreword": "It is late.", "words-respected": "Why.", "actions": [FAR]},
    )
    assert (prepared.status_code, prepared.url) == (303, f"{begun.url}preview/")
    assert "Publish the report" not in text(manager.get(prepared.url))

    looked = text(publisher.get(prepared.url))
    assert "It is late." in looked
    assert "Late by" in looked
    assert "Publish the report" in looked
    [draft] = Draft.objects.all()
    done = publisher.post(f"{begun.url}publish/", to_publish(draft))
    assert (done.status_code, done.url) == (303, LIST)
    assert "The report is published. Its PDF is made." in text(publisher.get(LIST))

    public = f"/forces/demoshire/reports/{desk.quarter}/1"
    assert "It is late." in text(client.get(f"{public}/"))
    assert client.get(f"{public}.pdf").content == PDF


def test_what_is_always_told_cannot_be_unticked(desk: Desk) -> None:
    draft = desk.begun()
    page = text(browser(desk.manager).get(f"{LIST}{draft.key}/"))
    assert f'value="{FAR}"' in page
    assert f'value="{LATE}"' not in page


def test_every_page_has_its_way_for_zero_and_for_one(desk: Desk) -> None:
    manager = browser(desk.manager)
    assert "In the making" not in text(manager.get(LIST))
    desk.begun()
    page = text(manager.get(LIST))
    assert "In the making" in page
    assert f'<option value="{desk.quarter}"' not in page
    assert "Throw this report away?" in text(
        manager.get(f"{LIST}{Draft.objects.get().key}/discard/")
    )


def test_a_publisher_of_no_force_has_nothing_to_report(desk: Desk) -> None:
    page = text(browser(somebody(Role.PUBLISHER, "oversight")).get(LIST))
    assert "there is nothing to report" in page


# What is sent again, late, or at the same time


def test_publishing_twice_is_publishing_once(desk: Desk) -> None:
    draft = desk.prepared(foreword="Words.")
    publisher, form = browser(desk.publisher), to_publish(draft)
    for _ in range(2):
        assert publisher.post(f"{LIST}{draft.key}/publish/", form).status_code == 303
    assert Report.objects.count() == Paper.objects.count() == 1


def test_what_changed_since_it_was_looked_at_is_shown_and_not_published(desk: Desk) -> None:
    draft = desk.prepared(foreword="Words.")
    form = to_publish(draft)
    desk.prepared(draft, foreword="Other words.")
    answer = browser(desk.publisher).post(f"{LIST}{draft.key}/publish/", form)
    assert answer.status_code == 409
    assert "Somebody else changed this report after you opened it." in text(answer)
    assert "Other words." in text(answer)
    assert not Report.objects.exists()


def test_a_change_of_the_plan_is_shown_before_it_is_published(desk: Desk) -> None:
    draft = desk.prepared(actions=(FAR,))
    form = to_publish(draft)
    desk.far.step("report", desk.quarter.last_day, words="Said while they looked.")
    answer = browser(desk.publisher).post(f"{LIST}{draft.key}/publish/", form)
    assert answer.status_code == 409
    assert "Something that it tells has changed since you looked." in text(answer)
    assert "Said while they looked." in text(answer)


def test_the_second_to_save_keeps_what_they_typed_and_is_told(desk: Desk) -> None:
    draft = desk.begun()
    desk.prepared(draft, foreword="First.")
    answer = browser(desk.manager).post(f"{LIST}{draft.key}/", sent(draft, foreword="Second."))
    assert answer.status_code == 409
    assert "Second." in text(answer)
    assert Draft.objects.get().choice["foreword"] == "First."


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("foreword", "A" * 4001, "Use 4,000 characters or fewer"),
        ("foreword", "left\u202eright", "a character in the text that nobody can see"),
        ("words-respected", "a\x07b", "a character in the text that nobody can see"),
        ("actions", ["no-such-action"], "Choose only from this list"),
        ("figures", ["search-rate/kent/2025-01--2025-12/five-groups/1"], "Choose only from"),
        ("version", "", "version"),
    ],
)
def test_what_cannot_be_taken_is_asked_again_and_nothing_is_kept(
    desk: Desk, field: str, value: Any, words: str
) -> None:
    draft = desk.begun()
    form = sent(draft, **{"foreword": "Kept on the page.", field: value})
    answer = browser(desk.manager).post(f"{LIST}{draft.key}/", form)
    assert answer.status_code == 400
    assert words in text(answer)
    assert Draft.objects.get().version == 1


@pytest.mark.parametrize("quarter", ["", "2026-Q5", "x", "2019-Q1"])
def test_no_report_begins_of_what_is_no_quarter_of_the_plan(desk: Desk, quarter: str) -> None:
    answer = browser(desk.manager).post(f"{LIST}begin/", {"quarter": quarter})
    assert answer.status_code == 400
    assert "There is a problem" in text(answer)
    assert not Draft.objects.exists()


def test_the_running_quarter_is_not_offered_and_not_taken(desk: Desk) -> None:
    running = str(Quarter.of(timezone.localdate()))
    manager = browser(desk.manager)
    assert running not in text(manager.get(LIST))
    assert manager.post(f"{LIST}begin/", {"quarter": running}).status_code == 400


def test_throwing_away_asks_first_and_then_does_it(desk: Desk) -> None:
    draft = desk.begun()
    manager = browser(desk.manager)
    assert manager.post(f"{LIST}{draft.key}/discard/", {"version": 7}).status_code == 409
    assert Draft.objects.exists()
    assert manager.post(f"{LIST}{draft.key}/discard/", {"version": 1}).status_code == 303
    assert not Draft.objects.exists()
    assert manager.get(f"{LIST}{draft.key}/").status_code == 404


# Paper


def test_a_report_that_has_no_pdf_gets_one_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> bytes:
        raise NoPaper("This machine lacks Pango.")

    draft = desk.prepared(foreword="Words.")
    publisher, form = browser(desk.publisher), to_publish(draft)
    with monkeypatch.context() as without:
        without.setattr("evenhand.workspace.views.reports.on_paper", fails)
        publisher.post(f"{LIST}{draft.key}/publish/", form)
    page = text(publisher.get(LIST))
    assert "It has no PDF yet. This machine lacks Pango." in page
    assert "Make the PDF" in page
    assert Report.objects.count() == 1
    for _ in range(2):
        publisher.post(f"{LIST}{desk.quarter}/1/paper/")
    assert bytes(Paper.objects.get().content) == PDF
    assert "Make the PDF" not in text(publisher.get(LIST))


# From outside


def forms(desk: Desk) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every form of a report in the making, as it would be sent by somebody who may."""
    draft = desk.prepared(foreword="Words.")
    at = f"{LIST}{draft.key}/"
    return {
        "begin": (f"{LIST}begin/", {"quarter": str(desk.quarter.before)}),
        "prepare": (at, sent(draft, foreword="Changed by a stranger.")),
        "publish": (f"{at}publish/", to_publish(draft)),
        "discard": (f"{at}discard/", {"version": draft.version}),
        "paper": (f"{LIST}{desk.quarter}/1/paper/", {}),
    }


def state() -> list[Any]:
    return [
        list(Draft.objects.values_list("quarter", "version", "choice")),
        Report.objects.count(),
        Paper.objects.count(),
        Entry.objects.filter(kind="alteration").count(),
    ]


EACH = pytest.mark.parametrize("what", ["begin", "prepare", "publish", "discard", "paper"])
STRANGERS: dict[str, Callable[[], Acting]] = {
    "owner": lambda: somebody(Role.ACTION_OWNER),
    "administrator": lambda: somebody(Role.ADMINISTRATOR),
    "chair": lambda: somebody(Role.PANEL_CHAIR, "group"),
    "oversight": lambda: somebody(Role.OVERSIGHT_MEMBER, "oversight"),
}


@EACH
@pytest.mark.parametrize("who", STRANGERS)
def test_who_may_not_is_refused(desk: Desk, what: str, who: str) -> None:
    address, form = forms(desk)[what]
    before = state()
    assert browser(STRANGERS[who]()).post(address, form).status_code == 403
    assert state() == before


@EACH
def test_the_same_role_of_another_force_finds_nothing_here(desk: Desk, what: str) -> None:
    address, form = forms(desk)[what]
    before = state()
    answer = browser(somebody(Role.PUBLISHER, "other force")).post(address, form)
    assert answer.status_code in {400, 404}
    assert state() == before


@EACH
def test_signed_out_and_forged_forms_change_nothing(desk: Desk, what: str) -> None:
    address, form = forms(desk)[what]
    before = state()
    assert Client().post(address, form).url.startswith("/workspace/account/")
    assert browser(desk.publisher, checks_tokens=True).post(address, form).status_code == 403
    assert state() == before


def test_the_manager_prepares_and_does_not_publish(desk: Desk) -> None:
    address, form = forms(desk)["publish"]
    assert browser(desk.manager).post(address, form).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("path", ["preview/", "discard/", ""])
def test_nobody_else_reads_a_report_in_the_making(desk: Desk, path: str) -> None:
    draft = desk.prepared(foreword="Not yet public.")
    address = f"{LIST}{draft.key}/{path}"
    assert browser(somebody(Role.PUBLISHER, "other force")).get(address).status_code == 404
    assert browser(somebody(Role.ACTION_OWNER)).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_hostile_words_are_shown_as_words(desk: Desk) -> None:
    draft = desk.prepared(foreword="<script>alert(1)</script>{{ 7 * 7 }}")
    publisher = browser(desk.publisher)
    for path in ("", "preview/"):
        page = publisher.get(f"{LIST}{draft.key}/{path}").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in page
