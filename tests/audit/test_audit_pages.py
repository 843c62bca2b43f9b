"""Investigators, and nobody else, read who saw or changed what; and each reading is kept."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, Cast, signed_in
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import add_organisation, add_person, erase, give_role
from evenhand.audit import selectors
from evenhand.audit import services as audit
from evenhand.audit.models import Act, Entry
from evenhand.ledger.log import guards

AUDIT = "/workspace/audit/"
WHY = "Complaint 12 of 2026"
ASKED = {"by": "", "about": "", "act": "", "since": "", "until": "", "why": WHY}


@pytest.fixture
def investigator(cast: Cast) -> Person:
    return with_role(cast.force, Role.INVESTIGATOR, "Inspector Iris")


def with_role(organisation: Organisation, role: Role, name: str) -> Person:
    now = timezone.now() - timedelta(days=3)
    address = f"{name.rsplit(maxsplit=1)[-1].lower()}@{organisation.pk}.example"
    person = add_person(email=address, name=name, password=PASSWORD, now=now)
    give_role(person=person, organisation=organisation, role=role, by=None, now=now)
    return person


def ask(client: Client, **asked: Any) -> str:
    """Ask, and give the address of the answer."""
    answer = client.post(AUDIT, {**ASKED, **asked})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.url)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    found = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", found)


def did(by: Person, to: Person, organisation: Organisation, **more: Any) -> Entry:
    given = {"act": Act.CONSULTATION, "now": timezone.now(), **more}
    return audit.record(
        by=f"person/{by.pk}",
        subject=f"person/{to.pk}",
        organisation=f"organisation/{organisation.pk}",
        **given,
    )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INVESTIGATOR])
def test_no_other_role_sees_the_log_or_a_link_to_it(cast: Cast, role: Role) -> None:
    panel = add_organisation(
        id="panel", name="Panel", kind=OrganisationKind.SCRUTINY_PANEL, force=cast.force.force
    )
    national = add_organisation(
        id="national", name="Programme", kind=OrganisationKind.NATIONAL_PROGRAMME
    )
    where = {
        Role.PANEL_CHAIR: panel,
        Role.PANEL_MEMBER: panel,
        Role.OVERSIGHT_MEMBER: national,
    }.get(role, cast.force)
    client = signed_in(with_role(where, role, "Robin Other"))

    for address in (AUDIT, f"{AUDIT}0123456789abcdef/", f"{AUDIT}0123456789abcdef/page.csv"):
        assert client.get(address).status_code == 403
    assert client.post(AUDIT, ASKED).status_code == 403
    assert client.post(f"{AUDIT}check/").status_code == 403
    assert AUDIT not in client.get("/workspace/").content.decode()


def test_who_is_signed_out_is_asked_to_sign_in(db: None) -> None:
    assert "/sign-in/" in Client().get(AUDIT).url
    assert "/sign-in/" in Client().post(AUDIT, ASKED).url


def test_a_forged_question_is_refused(cast: Cast, investigator: Person) -> None:
    client = signed_in(investigator, checks_tokens=True)

    assert client.post(AUDIT, ASKED).status_code == 403


def test_nothing_is_shown_before_a_reason_is_given_and_kept(
    cast: Cast, investigator: Person
) -> None:
    client = signed_in(investigator)
    did(cast.mate, cast.owner, cast.force)
    page = client.get(AUDIT).content.decode()
    assert "Saw personal details</" not in page.split("Where the log stands")[1]

    refused = client.post(AUDIT, {**ASKED, "why": " "})

    assert refused.status_code == 400
    assert "Enter why you look" in refused.content.decode()
    client.get(ask(client))
    kept = Entry.objects.filter(subject="log/audit").get()
    assert (kept.kind, kept.by, WHY in kept.body) == (
        Act.CONSULTATION,
        f"person/{investigator.pk}",
        True,
    )


def test_a_site_may_choose_not_to_ask_why(
    cast: Cast, investigator: Person, settings: LazySettings
) -> None:
    settings.REASONS_FOR = frozenset()
    client = signed_in(investigator)

    assert "optional" in client.get(AUDIT).content.decode().split('for="why"')[1][:200]
    assert "Your reason" not in text(client, ask(client, why=""))


def test_entries_are_told_in_words_with_names_and_the_time_in_london(
    cast: Cast, investigator: Person
) -> None:
    summer = timezone.now().replace(month=7, day=1, hour=12, minute=5) - timedelta(days=365)
    did(cast.mate, cast.owner, cast.force, now=summer, why="a case", details={"seen": "people"})

    client = signed_in(investigator)
    page = text(client, ask(client, by=f"person/{cast.mate.pk}", act="consultation"))

    assert (
        f"1 July {summer.year}, 13:05 Mate Saw personal details: saw: people Owner a case" in page
    )
    assert "1 entry." in page


def test_an_investigator_sees_what_was_done_for_their_own_organisation_alone(
    cast: Cast, investigator: Person
) -> None:
    panel = add_organisation(
        id="panel", name="Panel", kind=OrganisationKind.SCRUTINY_PANEL, force=cast.force.force
    )
    did(cast.mate, cast.owner, cast.force, why="ours")
    did(cast.stranger, cast.stranger, cast.other_force, why="of another force")
    did(cast.stranger, cast.mate, cast.other_force, why="of another force about ours")
    did(cast.mate, cast.owner, panel, why="of the panel")
    audit.record(
        act=Act.SIGN_IN,
        by=f"person/{cast.mate.pk}",
        subject=f"person/{cast.mate.pk}",
        organisation="",
        now=timezone.now(),
        why="ours, for nobody",
    )
    audit.record(
        act=Act.SIGN_IN,
        by=f"person/{cast.stranger.pk}",
        subject=f"person/{cast.stranger.pk}",
        organisation="",
        now=timezone.now(),
        why="theirs, for nobody",
    )

    client = signed_in(investigator)
    page = text(client, ask(client))

    assert "ours, for nobody" in page
    for other in ("of another force", "of the panel", "theirs, for nobody", "Stranger"):
        assert other not in page
    people = client.get(AUDIT).content.decode()
    assert "Mate" in people
    assert "Stranger" not in people


def test_nobody_asks_about_people_of_another_organisation(cast: Cast, investigator: Person) -> None:
    client = signed_in(investigator)

    answer = client.post(AUDIT, {**ASKED, "by": f"person/{cast.stranger.pk}"})

    assert answer.status_code == 400
    assert "Choose one of the list" in answer.content.decode()


def test_a_question_belongs_to_the_session_and_the_organisation_it_was_asked_for(
    cast: Cast, investigator: Person
) -> None:
    client = signed_in(investigator)
    address = ask(client)
    other = signed_in(with_role(cast.force, Role.INVESTIGATOR, "Inspector Ivan"))
    assert other.get(address).status_code == 404

    give_role(
        person=investigator,
        organisation=cast.other_force,
        role=Role.INVESTIGATOR,
        by=None,
        now=timezone.now(),
    )
    client.post("/workspace/organisations/", {"organisation": cast.other_force.pk})
    assert client.get(address).status_code == 404
    client.post("/workspace/organisations/", {"organisation": cast.force.pk})
    assert client.get(address).status_code == 200


def test_an_investigator_who_looks_at_themselves_is_shown_as_such(
    cast: Cast, investigator: Person
) -> None:
    client = signed_in(investigator)

    own = text(client, ask(client, by=f"person/{investigator.pk}"))
    other = text(client, ask(client, by=f"person/{cast.mate.pk}"))

    assert "These entries are about you" in own
    assert "These entries are about you" not in other
    first = Entry.objects.filter(subject="log/audit").order_by("pk").first()
    assert first is not None
    assert '"own":true' in first.body


def test_each_page_is_kept_and_none_reaches_beyond_the_most(
    cast: Cast, investigator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST", 120)
    for number in range(130):
        did(cast.mate, cast.owner, cast.force, why=f"number {number}")
    client = signed_in(investigator)
    address = ask(client, by=f"person/{cast.mate.pk}", act="consultation")

    seen: set[str] = set()
    for number, most in ((1, 50), (2, 50), (3, 20), (4, 20), (99999, 20)):
        shown = text(client, f"{address}?page={number}")
        found = set(re.findall(r"number \d+\b", shown))
        assert len(found) == most
        seen |= found
    assert seen == {f"number {number}" for number in range(10, 130)}
    assert "The latest 120 entries, and there are more" in shown
    assert Entry.objects.filter(subject="log/audit").count() == 5
    for wrong in ("x", "-1", "0", "²", "9" * 30):
        assert "Page 1 of 3" in text(client, f"{address}?page={wrong}")


def test_what_is_done_meanwhile_does_not_move_the_pages(cast: Cast, investigator: Person) -> None:
    did(cast.mate, cast.owner, cast.force, why="before")
    client = signed_in(investigator)
    address = ask(client, by=f"person/{cast.mate.pk}", act="consultation")
    did(cast.mate, cast.owner, cast.force, why="after")

    page = text(client, address)

    assert "before" in page
    assert "after" not in page.replace("after the", "")


def test_a_page_leaves_as_a_file_and_that_is_a_disclosure(cast: Cast, investigator: Person) -> None:
    did(cast.mate, cast.owner, cast.force, why="=HYPERLINK(1)")
    client = signed_in(investigator)
    address = ask(client, by=f"person/{cast.mate.pk}", act="consultation")

    answer = client.get(f"{address}page.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["who"], row["about"], row["why"]) for row in rows] == [
        ("Mate", "Owner", "'=HYPERLINK(1)")
    ]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    kept = Entry.objects.get(kind=Act.DISCLOSURE)
    assert (kept.subject, WHY in kept.body) == ("log/audit", True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "soon"}, "Enter a date"),
        ({"since": "2/1/2026", "until": "1/1/2026"}, "The last day must be"),
        ({"act": "snooping"}, "Choose one of the list"),
        ({"about": "person/0"}, "Choose one of the list"),
        ({"why": "x" * 301}, "300 characters or fewer"),
    ],
)
def test_a_question_that_makes_no_sense_says_what_to_do(
    cast: Cast, investigator: Person, asked: dict[str, str], said: str
) -> None:
    answer = signed_in(investigator).post(AUDIT, {**ASKED, **asked})

    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_days_are_those_of_london_with_both_ends(cast: Cast, investigator: Person) -> None:
    for day, hour, why in ((1, 0, "first"), (2, 23, "second"), (3, 12, "third")):
        at = timezone.make_aware(timezone.datetime(2026, 7, day, hour, 30))
        did(cast.mate, cast.owner, cast.force, now=at, why=why)
    client = signed_in(investigator)

    page = text(client, ask(client, since="1/7/2026", until="2026-07-02"))

    assert "first" in page
    assert "second" in page
    assert "third" not in page


def test_an_entry_that_was_changed_past_the_guards_is_marked(
    cast: Cast, investigator: Person
) -> None:
    entry = did(cast.mate, cast.owner, cast.force, why="true")

    class Statements:
        connection = connection

        def execute(self, statement: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement)

    guards.take_away(Statements(), "audit")
    Entry.objects.filter(pk=entry.pk).update(body='{"details":{},"why":"false"}')
    guards.add(Statements(), "audit")
    client = signed_in(investigator)

    page = text(client, ask(client, by=f"person/{cast.mate.pk}", act="consultation"))

    assert "Some entries do not say what was written" in page
    assert "Changed since" in page
    answer = client.post(f"{AUDIT}check/", follow=True).content.decode()
    assert "The log does not hold: 1 faults" in answer


def test_the_whole_log_can_be_checked(cast: Cast, investigator: Person) -> None:
    client = signed_in(investigator)

    answer = client.post(f"{AUDIT}check/", follow=True).content.decode()

    assert "The log holds" in answer


def test_an_erased_person_is_named_by_number(cast: Cast, investigator: Person) -> None:
    did(cast.mate, cast.owner, cast.force, why="what they did stays")
    erase(person=cast.mate, why="Asked.", by=None, now=timezone.now())
    client = signed_in(investigator)

    page = text(client, ask(client))

    assert f"Erased person {cast.mate.pk}" in page
    assert "what they did stays" in page
    assert "Mate" not in page


def test_an_empty_answer_says_so(cast: Cast, investigator: Person) -> None:
    client = signed_in(investigator)

    assert "There is no such entry." in text(client, ask(client, act="combination"))


def test_hostile_words_are_shown_as_text(cast: Cast, investigator: Person) -> None:
    did(cast.mate, cast.owner, cast.force, why="<script>alert(1)</script>")
    client = signed_in(investigator)
    address = ask(client, act="consultation", why="<b>bold</b>")

    page = client.get(address).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<b>bold" not in page
