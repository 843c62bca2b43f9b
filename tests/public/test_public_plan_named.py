"""Who led a workstream, since when and why; and what a promise said on a past day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from crawling import parsed
from django.test import Client
from plan_site import NOW

from evenhand.demo import plan as story
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.models import Entry
from evenhand.plan import models, selectors, services
from evenhand.plan.terms import Milestone, Target, Terms

PLAN = "/forces/demoshire/plan/"
LEADS = f"{PLAN}leads/"
WHO = {"by": "Deputy chief constable", "organisation": story.ORGANISATION}
MOVED = datetime(2026, 2, 3, 9, tzinfo=UTC)
WHY = "The superintendent moved to another force."


def text(client: Client, address: str) -> str:
    return parsed(client.get(address).content.decode(), address).main.text


def named(plan: models.Plan, **other: Any) -> models.Lead:
    """Another lead of the workstream Respected."""
    said = {"role": "Head of fairness", "reason": WHY, "now": MOVED, **WHO, **other}
    return services.name_lead(plan=plan, workstream="respected", expected=1, **said)


def test_every_lead_is_shown_with_day_reason_author_and_proof(
    plan: models.Plan, client: Client
) -> None:
    first = models.Lead.objects.get(plan=plan, workstream__key="respected")
    named(plan)
    entries = Entry.objects.filter(subject="plan/demoshire/1/workstreams/respected")
    entry = entries.order_by("pk")[1]
    assert "Waits for its place in the public ledger." in text(client, LEADS)
    Entry.objects.filter(pk=entry.pk).update(position=4321)

    page = parsed(client.get(LEADS).content.decode(), LEADS)
    shown = page.main.text
    at = shown.index("Lead is now: Head of fairness")
    assert f"Reason given: “{WHY}” 3 February 2026 Deputy chief constable, " in shown[at:]
    assert shown.index(f"Lead named: {first.role}", at) > at
    assert "/log/ledger/proof/4321" in page.links
    ids = [one.attributes.get("id") for one in page.main.all("li")]
    assert {"lead-respected-1", "lead-respected-2"} <= set(ids)


def test_the_role_that_leads_now_is_the_last_that_was_named(
    plan: models.Plan, client: Client
) -> None:
    before = models.Lead.objects.get(plan=plan, workstream__key="respected").role
    named(plan)

    assert "Head of fairness Leads the workstream: Respected" in text(client, LEADS)
    assert f"{before} Leads the workstream: Respected" not in text(client, LEADS)


def test_a_new_lead_is_told_in_its_quarter_and_no_other(plan: models.Plan, client: Client) -> None:
    named(plan)

    page = parsed(client.get(f"{PLAN}changes/2025-Q4/").content.decode(), PLAN)
    assert f"Workstream: Respected Lead is now: Head of fairness “{WHY}”" in page.main.text
    assert f"{LEADS}#lead-respected-2" in [
        one.attributes["href"] for one in page.main.all("ol", "eh-chain")[0].all("a")
    ]
    assert "Head of fairness" not in text(client, f"{PLAN}changes/2026-Q1/")
    opened = text(client, f"{PLAN}changes/2024-Q3/")
    assert "Workstream: Respected Lead named: " in opened


def test_words_taken_out_of_a_lead_are_marked_everywhere(plan: models.Plan, client: Client) -> None:
    lead = named(plan, reason="Superintendent Quillfeather is ill.")
    services.redact_lead(
        lead=lead, chosen=["words"], reason="It tells of somebody’s health.", **WHO, now=NOW
    )

    for address in (LEADS, f"{PLAN}changes/2025-Q4/"):
        shown = text(client, address)
        assert "Quillfeather" not in shown
        assert "Redacted. Taken out on 22 November 2026 by Deputy chief constable" in shown
        assert "It tells of somebody’s health." in shown
    assert b"Quillfeather" not in client.get("/forces/demoshire/plan.json").content


def test_the_json_file_is_new_when_a_lead_is(plan: models.Plan, client: Client) -> None:
    address = "/forces/demoshire/plan.json"
    before = client.get(address)
    lead = named(plan, now=NOW)

    again = client.get(
        address,
        headers={
            "If-None-Match": before.headers["ETag"],
            "If-Modified-Since": before.headers["Last-Modified"],
        },
    )
    assert again.status_code == 200
    [stream] = [one for one in again.json()["workstreams"] if one["key"] == "respected"]
    assert stream["lead"] == stream["leads"][-1]["role"] == "Head of fairness"
    services.redact_lead(lead=lead, chosen=["role"], reason="A name.", **WHO, now=NOW)
    [stream] = [
        one for one in client.get(address).json()["workstreams"] if one["key"] == "respected"
    ]
    assert stream["lead"] == REDACTED
    assert stream["leads"][-1]["redacted"][0]["parts"] == ["role"]


def test_many_leads_ask_the_database_no_more_often(
    plan: models.Plan, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 12):
        services.name_lead(
            plan=plan,
            workstream="respected",
            expected=number,
            role=f"Role {number}",
            reason="Another.",
            **WHO,
            now=MOVED,
        )
    for address in (LEADS, f"{PLAN}changes/2025-Q4/"):
        with django_assert_max_num_queries(6):
            client.get(address)


def test_a_head_is_the_same_from_leads_that_were_read(plan: models.Plan) -> None:
    lead = named(plan)
    services.redact_lead(lead=lead, chosen=["words"], reason="Ill – ŵ.", **WHO, now=NOW)

    assert selectors.head(plan, leads=selectors.leads_of(plan)) == selectors.head(plan)


def changed(**other: Any) -> Terms:
    """The promise on vehicle stops made another today, its date as it was."""
    action = models.Action.objects.select_related("plan").get(key="record-vehicle-stops")
    now = selectors.action(action.plan, action.key, on=NOW.date())
    assert now is not None
    terms = Terms(**{**dict(now.now.now), **other})
    services.change(
        action=action,
        expected=now.changes[-1].number,
        terms=terms,
        reason="Asked for.",
        **WHO,
        now=NOW,
    )
    return now.now.now


PARTS = {
    "what": ("The promise", "Only some stops are recorded."),
    "why": ("Why", "Because few were."),
    "milestones": (
        "Milestones",
        (Milestone(key="other", words="Another step", due_on=date(2026, 9, 1)),),
    ),
    "targets": ("What should move", (Target(aim="Easier by far", by=date(2026, 9, 30)),)),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_past_day_tells_each_part_that_is_another_today(
    plan: models.Plan, client: Client, part: str
) -> None:
    yesterday = f"{PLAN}?on=2026-11-21"
    assert "Record every vehicle stop" not in differences(client, yesterday)
    name, new = PARTS[part]
    changed(**{part: new})

    told = differences(client, yesterday)
    assert "Record every vehicle stop" in told
    words = new if isinstance(new, str) else (getattr(new[0], "words", "") or new[0].aim)
    assert f"{name} Was “" in told
    assert words in told
    assert "Date Was" not in told  # it stands beside the status already


def differences(client: Client, address: str) -> str:
    tables = parsed(client.get(address).content.decode(), address).main.all("table", "eh-promises")
    return " ".join(one.text for one in tables)
