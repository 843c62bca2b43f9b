"""Files, leads that are redacted, tables let go, reports, erasure: by others, and sent again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.cleaning import clean
from evenhand.ledger.models import Entry as Said
from evenhand.plan import models, services
from evenhand.publications.models import Draft, Report
from plan.made_plans import FORCE, Played, promised
from plan.staff import given, somebody
from publications.made_reports import Desk
from workspace.programme import browser, manager, moved, sent

ADD = "/workspace/plan/demoshire/1/vehicle-stops/file/"
REPORTS = "/workspace/reports/"
TEXT = b"Minutes\nThe pilot ran in two districts.\n"


@dataclass(frozen=True)
class Write:
    """A form, made anew each time that it is sent, and a look at what it is about."""

    by: Person
    address: str
    form: Callable[[], dict[str, Any]]
    state: Callable[[], Any]

    def sent(self, by: Person | None = None) -> int:
        """What sending it is answered with."""
        answer = signed_in(by or self.by).post(self.address, self.form())
        return int(answer.status_code)


def shown() -> list[Any]:
    """The evidence and the files of all actions, and what the public ledger says."""
    return [
        list(models.CleanedFile.objects.values_list("pk", "digest")),
        list(models.Change.objects.values_list("pk", "kind", "words")),
        Said.objects.count(),
        altered(),
    ]


def altered() -> int:
    """How many alterations the private log tells of."""
    return Entry.objects.filter(kind="alteration").count()


def adding_a_file(told: Played) -> Write:
    def form() -> dict[str, Any]:
        return {"file": SimpleUploadedFile("minutes.txt", TEXT)}

    return Write(manager().person, ADD, form, shown)


def showing_a_file(told: Played) -> Write:
    row = services.keep_file(
        action=told.action,
        cleaned=clean(TEXT, "minutes.txt"),
        sent=TEXT,
        **FORCE,
        now=timezone.now(),
    )
    form = {"title": "Minutes", "words": "All.", "expected": str(told.number)}
    return Write(manager().person, f"{ADD}{row.pk}/", lambda: form, shown)


def redacting_a_lead(told: Played) -> Write:
    lead = services.name_lead(
        plan=told.action.plan,
        workstream="respected",
        expected=0,
        role="Sergeant Quillfeather",
        **FORCE,
        now=timezone.now(),
    )
    form = {"expected": "1", "chosen": ["1 role"], "reason": "It names a person.", "looked": "yes"}

    def state() -> list[Any]:
        leads = models.Lead.objects.values_list("role", "redacted")
        return [list(leads), Said.objects.count(), altered()]

    by = somebody(Role.PUBLISHER).person
    return Write(by, f"/workspace/redact/1/lead/{lead.pk}/", lambda: form, state)


def letting_a_table_go(told: Played) -> Write:
    by = manager()
    address = f"{sent(browser(by), moved(told))}away/"

    def state() -> list[Any]:
        return [list(models.ImportDraft.objects.values_list("pk")), models.Change.objects.count()]

    return Write(by.person, address, dict, state)


WRITES = (adding_a_file, showing_a_file, redacting_a_lead, letting_a_table_go)
EACH = pytest.mark.parametrize("write", WRITES, ids=lambda one: one.__name__)


@EACH
def test_who_may_does(told: Played, write: Callable[..., Write]) -> None:
    form = write(told)
    before = form.state()

    assert form.sent() == 303

    assert form.state() != before


@EACH
@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.ACTION_OWNER, "force"),
        (Role.WORKSTREAM_LEAD, "force"),
        (Role.ANALYST, "force"),
        (Role.ADMINISTRATOR, "force"),
        (Role.INVESTIGATOR, "force"),
        (Role.PANEL_CHAIR, "group"),
        (Role.OVERSIGHT_MEMBER, "oversight"),
        (Role.OVERSIGHT_MEMBER, "programme"),
    ],
)
def test_no_other_role_may(
    told: Played, write: Callable[..., Write], role: Role, where: str
) -> None:
    form, other = write(told), somebody(role, where).person
    before = form.state()

    assert form.sent(other) == 403

    assert form.state() == before


@EACH
@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.PUBLISHER])
@pytest.mark.parametrize("where", ["other force", "programme"])
def test_the_same_roles_elsewhere_change_nothing_here(
    told: Played, write: Callable[..., Write], role: Role, where: str
) -> None:
    form, stranger = write(told), somebody(role, where).person
    before = form.state()

    answer = form.sent(stranger)

    if write is letting_a_table_go and role is Role.PROGRAMME_MANAGER:
        assert answer == 303  # of theirs there is no such table, and one that is gone stays gone
    else:
        assert answer in {403, 404}
    assert form.state() == before


@pytest.mark.parametrize(
    ("write", "role"),
    [
        (adding_a_file, Role.PUBLISHER),
        (showing_a_file, Role.PUBLISHER),
        (redacting_a_lead, Role.PROGRAMME_MANAGER),
        (letting_a_table_go, Role.PUBLISHER),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_a_publisher_does_not_write_and_a_manager_takes_no_words_out(
    told: Played, write: Callable[..., Write], role: Role
) -> None:
    form, mate = write(told), somebody(role).person
    before = form.state()

    assert form.sent(mate) == 403

    assert form.state() == before


def test_a_table_that_a_mate_sent_is_not_let_go(told: Played) -> None:
    form, before = letting_a_table_go(told), models.ImportDraft.objects.count()

    form.sent(manager().person)

    assert models.ImportDraft.objects.count() == before == 1


def test_who_has_another_action_adds_no_file_to_this_one(told: Played) -> None:
    promised(told.action.plan, key="elsewhere")
    owner = given(somebody(Role.ACTION_OWNER), told.action.plan, action="elsewhere").person
    adding, showing = adding_a_file(told), showing_a_file(told)
    before = shown()

    assert [adding.sent(owner), showing.sent(owner)] == [403, 403]

    assert shown() == before


@pytest.mark.parametrize(
    ("write", "answered"),
    [(showing_a_file, 303), (redacting_a_lead, 400), (letting_a_table_go, 303)],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_sent_again_it_changes_nothing_more(
    told: Played, write: Callable[..., Write], answered: int
) -> None:
    form = write(told)
    form.sent()
    once = form.state()

    assert form.sent() == answered

    assert form.state() == once


def test_a_file_that_is_sent_again_is_no_evidence_yet(told: Played) -> None:
    """It is another one to look at; neither is public."""
    form = adding_a_file(told)

    assert [form.sent(), form.sent()] == [303, 303]

    assert models.CleanedFile.objects.values("digest").distinct().count() == 1
    assert len(told.changes) == 1


# Reports


def reported() -> list[Any]:
    return [
        list(Draft.objects.values_list("key", "quarter", "version", "choice")),
        Report.objects.count(),
        altered(),
    ]


def beginning(desk: Desk) -> Write:
    form = {"quarter": str(desk.quarter)}
    return Write(desk.manager.person, f"{REPORTS}begin/", lambda: form, reported)


def preparing(desk: Desk) -> Write:
    draft = desk.begun()
    form = {"version": draft.version, "foreword": "It is late."}
    return Write(desk.manager.person, f"{REPORTS}{draft.key}/", lambda: form, reported)


def discarding(desk: Desk) -> Write:
    draft = desk.begun()
    form = {"version": draft.version}
    return Write(desk.manager.person, f"{REPORTS}{draft.key}/discard/", lambda: form, reported)


@pytest.mark.parametrize(
    ("write", "answered"),
    [(beginning, 303), (preparing, 303), (discarding, 404)],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_a_form_of_a_report_that_is_sent_again_changes_nothing_more(
    desk: Desk, write: Callable[..., Write], answered: int
) -> None:
    form = write(desk)
    before = form.state()
    assert form.sent() == 303
    once = form.state()
    assert once != before

    assert form.sent() == answered

    assert form.state() == once


# People


def test_an_erasure_that_is_sent_again_erases_nothing_more(cast: Cast) -> None:
    number = Membership.objects.get(person=cast.mate).pk
    form = {"why": "Asked under Article 17, request 3.", "keep_log_until": "", "sure": "yes"}

    def state() -> list[Any]:
        return [
            list(Person.objects.order_by("pk").values_list("pk", "erased_at", "email", "name")),
            list(Membership.objects.order_by("pk").values_list("pk", "ended_at")),
            Entry.objects.filter(kind="erasure").count(),
        ]

    write = Write(cast.owner, f"/workspace/people/{number}/erase/", lambda: form, state)
    before = state()
    assert write.sent() == 303
    once = state()
    assert once != before

    assert write.sent() == 400

    assert state() == once
