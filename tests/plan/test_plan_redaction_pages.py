"""Taking words out from the workspace and the command line; and what everybody reads afterwards."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from made_plans import FORCE, GROUP, Played, promised

from accounts.cast import PASSWORD, signed_in
from cli.conftest import evenhand as evenhand  # noqa: PLC0414  (pytest finds it by name)
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import add_organisation, add_person, give_role
from evenhand.audit.models import Entry as Kept
from evenhand.cli.exits import Exit
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED
from evenhand.plan import models, selectors, services
from evenhand.plan.history import Kind

NAMED = "Sergeant Quillfeather"
REDACT = "/workspace/redact/"
WHY = "It names a person who is not a public figure."
ON = date(2025, 5, 6)


@pytest.fixture
def played(plan: models.Plan) -> Played:
    """A promise that was reported on, moved and disputed, with a name in the words of each."""
    one = promised(plan, key="stops", title=f"Stops of {NAMED}", owner=NAMED)
    one.step("report", date(2025, 4, 2), words=f"{NAMED} has begun.")
    one.step(
        "change",
        date(2025, 4, 4),
        terms=one.changes[0].terms.model_copy(update={"due_on": date(2025, 12, 31)}),
        reason=f"{NAMED} fell ill.",
    )
    one.finish(date(2025, 4, 20))
    one.step("dispute", date(2025, 4, 21), words=f"{NAMED} did nothing.", **GROUP)
    return one


def organisation(id_: str, kind: OrganisationKind, force: str | None) -> Organisation:
    local = Force.objects.get(pk=force) if force else None
    return add_organisation(id=id_, name=id_.title(), kind=kind, force=local)


def somebody(role: Role, where: Organisation) -> Person:
    now = timezone.now() - timedelta(days=3)
    person = add_person(
        email=f"{role}@{where.pk}.example",
        name="Robin",
        password=PASSWORD,
        now=now,
    )
    give_role(person=person, organisation=where, role=role, by=None, now=now)
    return person


@pytest.fixture
def demoshire(plan: models.Plan) -> Organisation:
    return organisation("demoshire", OrganisationKind.FORCE, "demoshire")


@pytest.fixture
def publisher(demoshire: Organisation) -> Client:
    return signed_in(somebody(Role.PUBLISHER, demoshire))


def asked(played: Played, *chosen: str, **other: str) -> dict[str, Any]:
    return {"expected": str(played.number), "chosen": list(chosen), "reason": WHY, **other}


def test_a_publisher_chooses_looks_again_and_the_words_are_gone(
    played: Played, publisher: Client
) -> None:
    assert "Stops of Sergeant" in publisher.get(REDACT).content.decode()
    address = f"{REDACT}1/stops/"
    page = publisher.get(address).content.decode()
    assert "Stands in 2 places; all go." in page

    look = publisher.post(address, asked(played, "1 title", "2 words")).content.decode()
    assert "From 3 places" in look
    assert look.count("<del ") == 3
    assert WHY in look
    assert NAMED in played.changes[1].words, "nothing is gone before the second look"

    done = publisher.post(address, asked(played, "1 title", "2 words", looked="yes"), follow=True)
    assert "The words are gone" in done.content.decode()
    changes = played.changes
    assert (changes[0].terms.title, changes[1].words) == (REDACTED, REDACTED)
    assert (changes[-1].kind, changes[-1].by) == (Kind.REDACTED, "Publisher")
    kept = Kept.objects.filter(subject="plan/demoshire/1/stops").get()
    assert ('"step":"redacted"' in kept.body, NAMED in kept.body) == (True, False)


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.WORKSTREAM_LEAD, Role.ADMINISTRATOR])
def test_who_writes_the_plan_does_not_take_words_out(
    played: Played, demoshire: Organisation, role: Role
) -> None:
    client = signed_in(somebody(role, demoshire))

    assert client.get(f"{REDACT}1/stops/").status_code == 403
    sent = client.post(f"{REDACT}1/stops/", asked(played, "2 words", looked="yes"))
    assert sent.status_code == 403
    assert REDACT not in client.get("/workspace/what-i-may-do/").content.decode()
    assert NAMED in played.changes[1].words


def test_a_publisher_of_another_organisation_does_not_reach_it(played: Played) -> None:
    other = organisation("other", OrganisationKind.OVERSIGHT_BODY, None)
    client = signed_in(somebody(Role.PUBLISHER, other))

    assert client.get(f"{REDACT}1/stops/").status_code == 404
    assert client.post(f"{REDACT}1/stops/", asked(played, "2 words")).status_code == 404


def test_a_signed_out_or_forged_request_changes_nothing(
    played: Played, demoshire: Organisation
) -> None:
    sent = asked(played, "2 words", looked="yes")
    assert "/sign-in/" in Client().post(f"{REDACT}1/stops/", sent).url
    forged = signed_in(somebody(Role.PUBLISHER, demoshire), checks_tokens=True)
    assert forged.post(f"{REDACT}1/stops/", sent).status_code == 403

    assert NAMED in played.changes[1].words


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": " "}, "Enter why the law does not allow them"),
        ({"chosen": []}, "Choose the words to take out"),
        ({"chosen": ["99 words"]}, "Choose the words to take out"),
        ({"chosen": ["2 due_on"]}, "Choose the words to take out"),
        ({"reason": "hidden \u202e"}, "nobody can see"),
    ],
)
def test_a_redaction_without_words_or_reason_says_what_to_do(
    played: Played, publisher: Client, wrong: dict[str, Any], says: str
) -> None:
    sent = {**asked(played, "2 words", looked="yes"), **wrong}

    answer = publisher.post(f"{REDACT}1/stops/", sent)

    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert NAMED in played.changes[1].words


def test_sent_twice_it_is_done_once_and_the_second_is_told(
    played: Played, publisher: Client
) -> None:
    sent = asked(played, "2 words", looked="yes")
    publisher.post(f"{REDACT}1/stops/", sent)

    again = publisher.post(f"{REDACT}1/stops/", sent)

    assert again.status_code == 400
    assert len([one for one in played.changes if one.kind is Kind.REDACTED]) == 1


def test_who_redacts_what_somebody_changed_meanwhile_looks_again(
    played: Played, publisher: Client
) -> None:
    sent = asked(played, "2 words", looked="yes")
    played.step(
        "answer",
        date(2025, 5, 1),
        dispute=played.number,
        stands=False,
        words=f"{NAMED} begins again.",
    )

    answer = publisher.post(f"{REDACT}1/stops/", sent)

    assert answer.status_code == 400
    assert "Somebody else changed this action" in answer.content.decode()
    assert NAMED in played.changes[1].words


def test_a_lead_is_redacted_in_the_same_way(played: Played, publisher: Client) -> None:
    lead = services.name_lead(
        plan=played.action.plan,
        workstream="respected",
        expected=0,
        role=NAMED,
        **FORCE,
        now=played.moment(ON),
    )
    before = selectors.head(played.action.plan)
    address = f"{REDACT}1/lead/{lead.pk}/"
    assert NAMED in publisher.get(address).content.decode()
    look = publisher.post(address, asked(played, "1 role")).content.decode()
    assert f">{NAMED}</del>" in look
    publisher.post(address, asked(played, "1 role", looked="yes"))

    assert models.Lead.objects.get(pk=lead.pk).role == REDACTED
    assert selectors.head(played.action.plan) != before
    assert selectors.disagreements() == []
    public = Client().get("/forces/demoshire/plan/leads/").content.decode()
    assert REDACTED in public
    assert WHY in public


PUBLIC = (
    "/plans/",
    "/forces/demoshire/plan/",
    "/forces/demoshire/plan/1/",
    "/forces/demoshire/plan/late/",
    "/forces/demoshire/plan/leads/",
    "/forces/demoshire/plan/changes/2025-Q1/",
    "/forces/demoshire/plan/1/actions/stops/",
    "/forces/demoshire/plan/1/actions/stops/?on=2025-04-10",
    "/forces/demoshire/plan/?on=2025-04-10",
    "/forces/demoshire/plan.json",
    "/forces/demoshire/plan.csv",
    "/forces/demoshire/plan.ods",
    "/forces/demoshire/plan.json?on=2025-04-10",
    "/search/?q=Quillfeather+stops",
    "/log/ledger/export.jsonl",
)


def unpacked(content: bytes) -> str:
    import io
    import zipfile

    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def redact_every_name(played: Played) -> None:
    from evenhand.plan.redactions import parts

    chosen = [
        (one.number, name)
        for one in played.changes
        for name, text in parts(one).items()
        if NAMED in text
    ]
    services.redact(
        action=played.action,
        expected=played.number,
        chosen=chosen,
        reason=WHY,
        by="Publisher",
        organisation=FORCE["organisation"],
        now=played.moment(ON),
    )


def sign() -> None:
    from evenhand.audit.sequencer import sequence_all

    sequence_all()


def test_no_page_file_or_export_shows_the_words_or_their_old_copy(
    played: Played, client: Client
) -> None:
    """Each is asked for before, so that whatever is kept of it is kept; then again."""
    sign()
    before = {address: client.get(address) for address in PUBLIC}
    shown = [address for address in PUBLIC if NAMED in unpacked(before[address].content)]
    assert len(shown) >= 11

    redact_every_name(played)
    sign()

    for address in PUBLIC:
        old = before[address]
        asked_again = {"If-None-Match": old.headers["ETag"]} if "ETag" in old.headers else {}
        answer = client.get(address, headers={**asked_again, "Accept-Encoding": "br"})
        again = client.get(address)
        assert NAMED not in unpacked(again.content), address
        if address in shown:
            assert answer.status_code == 200, f"{address} is said to be the same"
            assert answer.content != old.content


def test_the_action_says_what_was_taken_out_by_whom_and_why_and_keeps_its_dates(
    played: Played, client: Client
) -> None:
    address = "/forces/demoshire/plan/1/actions/stops/"
    before = selectors.tracked(played.action.plan, on=ON)[0]
    redact_every_name(played)

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))

    assert "Words taken out that the law does not allow" in page
    who = "Taken out on 6 May 2025 by Publisher, Demoshire Police: what was said."
    assert f"{who} The reason given: “{WHY}”" in page
    assert "30 September 2025" in page
    assert "31 December 2025" in page
    after = selectors.tracked(played.action.plan, on=ON)[0]
    assert after.standing == before.standing, "a dispute that was redacted still disputes"
    assert (after.now.moves, after.now.last_on) == (before.now.moves, before.now.last_on)


def test_the_files_say_that_words_were_taken_out(played: Played, client: Client) -> None:
    redact_every_name(played)

    [action] = json.loads(client.get("/forces/demoshire/plan.json").content)["actions"]

    assert action["promise"]["title"] == REDACTED
    [mark] = action["changes"][1]["redacted"]
    assert (mark["by"], mark["why"], mark["parts"]) == ("Publisher", WHY, ["words"])
    assert action["changes"][-1]["redacts"]


def test_a_table_with_redacted_words_can_be_read_back_and_changes_nothing(
    played: Played, client: Client
) -> None:
    from evenhand.plan import importers

    redact_every_name(played)
    content = client.get("/forces/demoshire/plan.csv").content

    table = importers.read(content, name="plan.csv")
    found = importers.preview(played.action.plan, table, on=date(2026, 1, 1))

    assert (found.problems, found.unchanged) == ((), ("stops",))


def test_the_command_lists_shows_and_takes_out(
    played: Played, evenhand: Callable[..., Any]
) -> None:
    call = ("plan", "redact", "stops", "--force", "demoshire")
    listed = evenhand(*call)
    assert f"2 words: {NAMED} has begun." in listed.out
    shown = evenhand(*call, "--words", "1 title")
    assert shown.out.splitlines() == [
        f"1 title: Stops of {NAMED}",
        f"3 title: Stops of {NAMED}",
    ]
    assert "Nothing was changed" in shown.err
    for wrong in (
        ("--words", "99 words"),
        ("--words", "title"),
        ("--words", "1 title", "--apply"),
        ("--words", "1 title", "--apply", "--by", "Publisher"),
    ):
        assert evenhand(*call, *wrong).status == Exit.BAD_INPUT
    assert played.changes[0].terms.title != REDACTED

    done = evenhand(*call, "--words", "1 title", "--apply", "--by", "Publisher", "--why", WHY)

    assert done.status == Exit.FINE, done.err
    assert played.changes[2].terms.title == REDACTED
