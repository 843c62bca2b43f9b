"""Lists of recommendations sent to the workspace: shown first, taken in whole or not at all."""

import csv
import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.accounts.services import erase
from evenhand.audit.models import Entry
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry as Public
from evenhand.scrutiny.models import AdviceDraft, Recommendation, RecommendationTaker
from evenhand.scrutiny.recommending import importing
from plan.staff import somebody
from workspace.scrutiny_desk import HOME, browser, hidden, words

pytestmark = pytest.mark.django_db
LIST = f"{HOME}recommendations/list/"
ROW = {
    "force": "demoshire",
    "from": "The inspectorate",
    "source": "inspectorate",
    "said": "04/03/2025",
    "what": "Look at every strip search within a day.",
    "why": "In 9 of 30 cases nobody had.",
    "to": "Chief constable",
    "by": "31/12/2026",
    "report": "Stop and search: an inspection",
    "reference": "7",
    "link": "https://inspectorate.example/report",
}
OTHER = {**ROW, "what": "Keep every video for a year.", "reference": "8"}


@pytest.fixture(autouse=True)
def site() -> None:
    forces.load(["demoshire", "pretendshire"])


def table(*rows: Mapping[str, str], name: str = "list.csv") -> SimpleUploadedFile:
    names = [one.name for one in importing.columns()]
    out = io.StringIO()
    csv.writer(out).writerows([names, *([row.get(each, "") for each in names] for row in rows)])
    return SimpleUploadedFile(name, out.getvalue().encode())


def sent(by: Acting, *rows: Mapping[str, str]) -> str:
    """Send a list; where its preview is."""
    answer = browser(by).post(LIST, {"table": table(*rows)})
    assert answer.status_code == 303, words(answer)
    return str(answer.url)


def seen(by: Acting, *rows: Mapping[str, str]) -> str:
    return words(browser(by).get(sent(by, *rows)))


def taken_in(by: Acting, address: str, client: Client | None = None) -> Any:
    client = client or browser(by)
    return client.post(address, {"seen": hidden(client.get(address), "seen")})


def counts() -> list[int]:
    return [Recommendation.objects.count(), Public.objects.count()]


def overseer(where: str = "oversight") -> Acting:
    return somebody(Role.OVERSIGHT_MEMBER, where)


def test_a_list_is_shown_row_by_row_and_adds_nothing_until_it_is_taken_in() -> None:
    by, before = overseer(), counts()
    address = sent(by, ROW, OTHER)
    client = browser(by)

    page = words(client.get(address))
    assert "2 recommendations would be added. Nothing has happened yet." in page
    said = (ROW["what"], ROW["why"], OTHER["what"])
    for part in (*said, "Chief constable, Demoshire", "31 December 2026"):
        assert part in page
    assert "Signed: Oversight member, Oversight body." in page
    assert counts() == before

    answer = taken_in(by, address, client)
    assert (answer.status_code, answer.url) == (303, f"{HOME}recommendations/")
    assert "2 recommendations are taken in." in words(client.get(answer.url))
    found = Recommendation.objects.all()
    assert {(one.organisation, one.body_id) for one in found} == {("The inspectorate", None)}
    step = found[0].steps.get()
    assert (step.by, step.organisation) == ("Oversight member", "Oversight body")
    assert RecommendationTaker.objects.filter(person=by.person).count() == 2
    assert not AdviceDraft.objects.exists()
    logged = Entry.objects.filter(kind="alteration", subject="recommendations/list")
    assert [one.by for one in logged] == [f"person/{by.person.pk}"]


def test_the_same_file_twice_adds_nothing() -> None:
    by = overseer()
    address, second = sent(by, ROW), sent(by, ROW)
    taken_in(by, address)
    before = counts()

    assert browser(by).post(address, {"seen": "x"}).status_code == 404, "it is gone"
    page = words(browser(by).get(second))
    assert "taken in before. There is nothing to add." in page
    assert "Row 2: Recommendation 1" in page
    assert "Take it in, in public" not in page
    assert taken_in(by, second).status_code == 409, "there is no button"
    assert counts() == before
    assert "1 recommendation would be added. 1 was taken in before." in seen(by, ROW, OTHER)


def test_what_was_said_before_is_shown_as_a_repeat() -> None:
    by = overseer()
    taken_in(by, sent(by, ROW))
    assert "Said before: it counts as a repeat." in seen(by, {**ROW, "said": "2026-05-01"})


def test_every_wrong_cell_is_named_and_nothing_is_taken_in() -> None:
    by, before = overseer(), counts()
    wrong = {**OTHER, "said": "soon", "to": "", "force": "nowhere"}
    address = sent(by, ROW, wrong)

    page = words(browser(by).get(address))
    assert "3 cells cannot be used." in page
    for part in ("Row 3", "“soon” is no day", "no force “nowhere”", "empty and may not be"):
        assert part in page
    assert "Take it in, in public" not in page
    assert taken_in(by, address).status_code == 409
    assert counts() == before


def test_a_list_that_would_add_something_else_by_now_is_shown_again() -> None:
    by = overseer()
    address, other = sent(by, ROW, OTHER), sent(by, ROW)
    client = browser(by)
    looked = hidden(client.get(address), "seen")
    taken_in(by, other)

    answer = client.post(address, {"seen": looked})
    assert answer.status_code == 409
    assert "Something changed since you looked." in words(answer)
    assert Recommendation.objects.count() == 1
    assert taken_in(by, address).status_code == 303
    assert Recommendation.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("list.pdf", b"%PDF"), "The file must be .xlsx, .ods or .csv."),
        (SimpleUploadedFile("list.xlsx", b"no zip"), "cannot be opened as a spreadsheet"),
        (SimpleUploadedFile("list.csv", b""), "The file is empty."),
        (SimpleUploadedFile("list.csv", b"\xff\xfe\x00"), "The letters cannot be read"),
        (SimpleUploadedFile("list.csv", b"x" * (5 * 1024 * 1024 + 1)), "larger than 5 MB"),
        (None, "Choose a file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(
    file: SimpleUploadedFile | None, sentence: str
) -> None:
    answer = browser(overseer()).post(LIST, {"table": file} if file else {})
    assert answer.status_code == 400
    assert sentence in words(answer)
    assert not AdviceDraft.objects.exists()


def test_a_file_thrown_away_for_its_size_is_said_to_be_too_large() -> None:
    large = SimpleUploadedFile("list.csv", b"x" * (30 * 1024 * 1024))
    answer = browser(overseer()).post(LIST, {"table": large})
    assert (answer.status_code, "larger than 5 MB" in words(answer)) == (400, True)


def test_a_list_without_rows_adds_nothing() -> None:
    assert "The list has no recommendation." in seen(overseer())


def test_the_empty_list_that_is_offered_is_one_that_can_be_sent() -> None:
    by = overseer()
    empty = browser(by).get(f"{LIST}empty.csv")
    assert "recommendations.csv" in empty.headers["Content-Disposition"]
    answer = browser(by).post(LIST, {"table": SimpleUploadedFile("list.csv", empty.content)})
    assert "The list has no recommendation." in words(browser(by).get(answer.url))


def test_it_is_its_sender_s_alone_and_goes_after_a_day() -> None:
    by, mate = overseer(), overseer()
    address = sent(by, ROW)
    assert browser(mate).get(address).status_code == 404
    assert browser(mate).post(address, {"seen": "x"}).status_code == 404
    browser(mate).post(f"{address}away/")
    assert browser(by).get(address).status_code == 200

    AdviceDraft.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert browser(by).get(address).status_code == 404
    sent(by, ROW)
    assert AdviceDraft.objects.count() == 1


def test_a_list_that_is_given_up_is_gone() -> None:
    by = overseer()
    address = sent(by, ROW)
    assert browser(by).post(f"{address}away/").url == LIST
    assert (browser(by).get(address).status_code, counts()[0]) == (404, 0)


def test_a_force_takes_in_what_others_said_of_it_and_where_it_can_be_read() -> None:
    by = somebody(Role.PROGRAMME_MANAGER)
    taken_in(by, sent(by, ROW))
    [row] = Recommendation.objects.all()
    step = row.steps.get()
    assert (row.organisation, step.by, step.organisation) == (
        "The inspectorate",
        "Programme manager",
        "Demoshire Police",
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"link": ""}, "A force says where everybody can read it."),
        ({"report": ""}, "A force says where everybody can read it."),
        ({"source": "oversight"}, "Bodies that hold Demoshire Police to account take this in."),
        ({"force": "pretendshire"}, "You take in no recommendations to Pretendshire Police."),
        ({"from": "Demoshire Police"}, "acts here and says it itself"),
        ({"from": "Oversight body"}, "acts here and says it itself"),
    ],
)
def test_a_force_takes_in_nothing_else(change: dict[str, str], sentence: str) -> None:
    overseer()
    by = somebody(Role.CHIEF_OFFICER)
    address = sent(by, {**ROW, **change})
    assert sentence in words(browser(by).get(address))
    assert (taken_in(by, address).status_code, counts()[0]) == (409, 0)


def test_a_commissioner_is_offered_their_own_force_alone() -> None:
    client = browser(overseer("commissioner"))
    page = words(client.get(LIST))
    assert "Forces are written like this: demoshire" in page
    assert "pretendshire" not in page
    new = words(client.get(f"{HOME}recommendations/new/"))
    assert ("Demoshire Police" in new, "Pretendshire" in new) == (True, False)


def test_who_holds_a_force_to_account_sees_at_once_what_is_overdue() -> None:
    own, other = overseer("commissioner"), overseer("other commissioner")
    then = timezone.now() - timedelta(days=100)
    read = importing.read(table(ROW).read(), name="list.csv")
    found = importing.preview(read, today=then.date())
    importing.apply(found, by="Site", organisation="Site", now=then)

    assert "1 is overdue." in words(browser(own).get(HOME))
    assert "overdue" not in words(browser(other).get(HOME))


def test_a_commissioner_takes_in_their_own_force_s_alone() -> None:
    by = overseer("commissioner")
    assert "You take in no recommendations to Pretendshire" in seen(
        by, {**ROW, "force": "pretendshire"}
    )
    own = {**ROW, "from": "Demoshire commissioner"}
    assert "What you say yourself has the source “oversight”." in seen(by, own)
    taken_in(by, sent(by, {**own, "source": "oversight"}))
    assert [one.body_id for one in Recommendation.objects.all()] == ["commissioner"]


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.PANEL_CHAIR, "panel"),
        (Role.PANEL_MEMBER, "panel"),
        (Role.PANEL_CHAIR, "group"),
        (Role.ANALYST, "force"),
        (Role.SUPERVISOR, "force"),
        (Role.ADMINISTRATOR, "force"),
        (Role.PUBLISHER, "oversight"),
    ],
)
def test_nobody_else_sends_or_takes_in_a_list(role: Role, where: str) -> None:
    by = somebody(role, where)
    client = browser(by)
    number = AdviceDraft.objects.create(
        person=by.person,
        organisation=by.organisation,
        name="list.csv",
        table=[[one.name for one in importing.columns()], list(ROW.values())],
        sent_at=timezone.now(),
    ).pk
    for address in (LIST, f"{LIST}{number}/", f"{LIST}empty.csv"):
        assert client.get(address).status_code == 403, address
    for address in (LIST, f"{LIST}{number}/", f"{LIST}{number}/away/"):
        assert client.post(address, {"table": table(ROW), "seen": "x"}).status_code == 403, address
    assert (counts()[0], AdviceDraft.objects.count()) == (0, 1)
    assert "Take in a list" not in words(client.get(f"{HOME}recommendations/"))


def test_a_role_that_ended_since_takes_nothing_in() -> None:
    by = overseer()
    address = sent(by, ROW)
    by.memberships[0].__class__.objects.filter(person=by.person).update(ended_at=timezone.now())
    assert browser(by).post(address, {"seen": "x"}).status_code == 302
    assert counts()[0] == 0


def test_who_is_erased_leaves_no_list_behind() -> None:
    by = overseer()
    sent(by, ROW)
    erase(person=by.person, why="They asked.", by=None, now=timezone.now())
    assert not AdviceDraft.objects.exists()
