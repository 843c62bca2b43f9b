"""The public pages of a plan: the grid, an action, the lists that nobody can shorten."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from crawling import Node, Page, parsed
from django.test import Client
from plan_site import NOW, TODAY

from evenhand.demo import plan as story
from evenhand.ledger.models import Entry
from evenhand.plan import models, selectors, services
from evenhand.plan.terms import Terms

GRID = "/forces/demoshire/plan/"
STOPS = "/forces/demoshire/plan/1/actions/record-vehicle-stops/"
STRIP_SEARCHES = "/forces/demoshire/plan/1/actions/strip-searches/"
REVIEW = "/forces/demoshire/plan/1/actions/review-of-searches/"


def read(client: Client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, address
    return parsed(response.content.decode(), address)


def cards(page: Page) -> list[Node]:
    return page.main.all("div", "eh-card")


def card(page: Page, title: str) -> str:
    return next(one.text for one in cards(page) if title in one.text)


def counts(page: Page) -> dict[str, int]:
    key = page.main.all("ul", "eh-key")[0]
    said = [one.text.rsplit(" ", 1) for one in key.all("li")]
    return {name: int(number) for name, number in said}


def test_totals_add_up_to_the_cards(plan: models.Plan, client: Client) -> None:
    page = read(client, GRID)
    found = counts(page)
    total = found.pop("All")

    assert sum(found.values()) == total == len(cards(page)) == 18
    assert found == {
        "Not started": 2,
        "On track": 3,
        "Late": 4,
        "No evidence": 1,
        "Not updated": 1,
        "Complete": 5,
        "Disputed": 1,
        "Withdrawn": 1,
    }
    assert "Of 18 promises, 6 are said to be complete. 1 of these is disputed. 4 are late." in (
        page.main.text
    )


def test_a_card_shows_first_promised_and_now(plan: models.Plan, client: Client) -> None:
    page = read(client, GRID)

    moved = card(page, "Record every vehicle stop")
    assert "Jul to Dec 2025" in moved
    assert "First promised 31 Dec 2025 Now 30 Sep 2026 moved twice" in moved
    assert "Late by 10 months" in moved
    assert "Led by: Superintendent, operations" in moved
    kept = card(page, "Police-powers training")
    assert "Promised 30 Sep 2025" in kept
    assert "Now" not in kept


def test_a_dispute_stands_beside_the_word_of_the_force(plan: models.Plan, client: Client) -> None:
    for page in (read(client, GRID), read(client, STRIP_SEARCHES)):
        assert "Complete, the force says" in page.main.text
        assert "Disputed by Portwell reference group on 8 Apr 2026" in page.main.text


def test_a_stated_status_hides_nothing(plan: models.Plan, client: Client) -> None:
    said = card(read(client, GRID), "Differences looked at every month")

    assert "Late by 53 days" in said
    assert "The force says: On track. Its reason is public." in said
    assert "Differences looked at every month" in read(client, f"{GRID}late/").main.text


def test_every_row_of_the_grid_fills_its_columns(plan: models.Plan, client: Client) -> None:
    table = read(client, GRID).main.all("table", "eh-plan")[0]
    headings = table.all("thead")[0].all("th")
    assert [one.text for one in headings] == [
        "Workstream",
        "Q3 and Q4 Oct 2024 to Mar 2025",
        "Q1 and Q2 Apr to Sep 2025",
        "Q3 and Q4 Oct 2025 to Mar 2026",
        "Q1 Apr to Jun 2026",
        "Q2 Jul to Sep 2026",
        "Q3, now Oct to Dec 2026",
        "Q4 Jan to Mar 2027",
    ]
    for body in table.all("tbody"):
        rows = body.all("tr")
        [heading] = body.all("th")
        assert heading.attributes["scope"] == "rowgroup"
        assert int(heading.attributes.get("rowspan", 1)) == len(rows)
        for row in rows:
            wide = [int(one.attributes.get("colspan", 1)) for one in row.all("td")]
            assert sum(wide) == len(headings) - 1


def test_the_grid_stays_a_table_where_it_is_laid_out_as_cards(
    plan: models.Plan, client: Client
) -> None:
    table = read(client, GRID).main.all("table", "eh-plan")[0]
    roles = {
        "table": {"table"},
        "thead": {"rowgroup"},
        "tbody": {"rowgroup"},
        "tr": {"row"},
        "th": {"columnheader", "rowheader"},
        "td": {"cell"},
    }

    for tag, allowed in roles.items():
        assert {one.attributes.get("role") for one in table.all(tag)} <= allowed, tag
    empty = table.all("td", "eh-plan__none")
    assert empty
    assert {one.text for one in empty} == {"Nothing here"}


def test_the_plan_can_be_seen_as_it_stood(plan: models.Plan, client: Client) -> None:
    page = read(client, f"{GRID}?on=2026-03-13")

    assert "This is the plan as it stood on 13 March 2026." in page.main.text
    assert "Now 31 Mar 2026 moved once" in card(page, "Record every vehicle stop")
    assert "Late by 2 months" in card(page, "Record every vehicle stop")
    assert "Mentoring by and with Black colleagues" in card(page, "Mentoring")
    assert "Survey of Black communities" in page.main.text
    before = read(client, f"{GRID}?on=2024-11-03")
    assert "Nothing had been promised by then." in before.main.text
    assert counts(before)["All"] == 0


def test_then_and_today_stand_beside_each_other(plan: models.Plan, client: Client) -> None:
    page = read(client, f"{GRID}?on=2026-03-13")
    table = page.main.all("table", "eh-promises")[0]
    row = next(one.text for one in table.all("tr") if "Record every vehicle stop" in one.text)

    assert "Late by 2 months 31 Mar 2026 Late by 10 months 30 Sep 2026" in row
    new = next(one.text for one in table.all("tr") if "Review of county lines" in one.text)
    assert "Not promised yet" in new
    assert "Allyship" not in table.text  # withdrawn before and now


@pytest.mark.parametrize("asked", ["2026-11-22", "2999-01-01", "yesterday", "", "2026-02-30"])
def test_what_is_no_past_day_is_today(plan: models.Plan, client: Client, asked: str) -> None:
    assert "as it stood on" not in read(client, f"{GRID}?on={asked}").main.all("h1")[0].text
    assert not read(client, f"{GRID}?on={asked}").main.all("div", "govuk-inset-text")


def test_nobody_can_shorten_the_list_of_what_is_late(plan: models.Plan, client: Client) -> None:
    main = read(client, f"{GRID}late/").main
    listed = {
        one.attributes["href"].split("/")[-2]
        for one in main.all("table", "eh-promises")
        for one in one.all("a")
    }
    doubted = {"late", "disputed", "no-evidence", "stale"}
    found = selectors.tracked(plan, on=TODAY)

    assert listed == {
        one.key for one in found if doubted & {str(s) for s in doubted if s in one.standing}
    }
    late = main.all("table", "eh-promises")[1]
    assert [row.all("th")[0].text for row in late.all("tr")[1:]] == [
        "Record every vehicle stop, and publish",
        "Strengthen the hate crime plan for staff",
        "Ethnicity recorded: unknown in fewer than 5 of 100",
        "Differences looked at every month",
    ]


def test_an_action_tells_all_that_happened(plan: models.Plan, client: Client) -> None:
    page = read(client, STOPS)
    text = page.main.text
    history = page.main.all("ol", "eh-chain")[0].all("li")

    assert "Late by 10 months" in text
    assert "The date was moved twice and is now 30 September 2026, which has passed." in text
    assert "The Portwell community panel asked for it in May 2025." in text
    assert "Record and publish who is stopped on the road and why." in text
    assert "version 1: an example, not the text of any police body." in text
    assert "Reached on 27 January 2026, 2 months late" in text
    one = selectors.action(plan, "record-vehicle-stops", on=TODAY)
    assert one is not None
    assert len(history) == len(one.changes)
    assert [each.attributes["id"] for each in history][-1] == "change-1"
    moved = next(each.text for each in history if "Date moved to 30 September 2026" in each.text)
    assert "Was “31 March 2026”, now “30 September 2026”." in moved
    assert "Reason given: “Devices for the other five districts arrive in July.”" in moved
    assert "14 March 2026 Superintendent, operations, Demoshire Police" in moved


def test_each_change_shows_its_entry_in_the_public_ledger(
    plan: models.Plan, client: Client
) -> None:
    leaves = [
        bytes(one.leaf).hex()
        for one in Entry.objects.filter(subject="plan/demoshire/1/record-vehicle-stops")
    ]

    shown = [code.text for code in read(client, STOPS).main.all("code")]
    assert sorted(shown) == sorted(leaves)
    assert len(shown) >= 6


def test_an_answered_dispute_stays_in_the_history(plan: models.Plan, client: Client) -> None:
    text = read(client, REVIEW).main.text

    assert "Complete, 4 months late" in text
    for step in ("Completion disputed", "Dispute answered: the action is open again"):
        assert step in text


def test_an_action_can_be_seen_as_it_stood(plan: models.Plan, client: Client) -> None:
    text = read(client, f"{STRIP_SEARCHES}?on=2026-03-30").main.text

    assert "This is the action as it stood on 30 March 2026." in text
    assert "Complete, the force says; open to dispute until 24 Apr 2026" in text
    assert "The reference group may dispute this until 24 April 2026." in text
    assert "Disputed" not in text
    read(client, f"{STRIP_SEARCHES}?on=2025-08-20", status=404)


def test_what_changed_in_a_quarter(plan: models.Plan, client: Client) -> None:
    page = read(client, f"{GRID}changes/2025-Q4/")
    text = page.main.text

    assert "Quarter 4 of 2025 to 2026, January to March 2026" in text
    told = page.main.all("ol", "eh-chain")[0].all("li")
    recorded = models.Change.objects.filter(
        recorded_at__gte=datetime(2026, 1, 1, tzinfo=UTC),
        recorded_at__lt=datetime(2026, 3, 31, 23, tzinfo=UTC),
    )
    assert len(told) == recorded.count() > 10
    assert "Devices for the other five districts arrive in July." in text
    assert "The pilot started six weeks late." not in text
    assert "Nothing was recorded" not in text
    now = read(client, f"{GRID}changes/").main.text
    assert "Quarter 3 of 2026 to 2027, October to December 2026" in now


@pytest.mark.parametrize("wrong", ["2025-Q5", "today", "2025"])
def test_what_is_no_quarter_has_no_page(plan: models.Plan, client: Client, wrong: str) -> None:
    read(client, f"{GRID}changes/{wrong}/", status=404)


def test_every_action_stands_under_one_role(plan: models.Plan, client: Client) -> None:
    main = read(client, f"{GRID}leads/").main
    listed = [row.all("a")[0].text for row in main.all("tr") if row.all("a")]

    assert len(listed) == len(set(listed)) == 18
    assert "18 promises in all, each under one role." in main.text
    *roles, last = [one.text for one in main.all("h2")]
    assert roles == sorted(roles, key=str.casefold)
    assert last == "Every lead of a workstream, since the plan began"
    assert "Leads the workstream: Respected" in main.text


def test_a_force_without_a_plan_is_told_so_kindly(plan: models.Plan, client: Client) -> None:
    for address in ("", "late/", "changes/", "leads/"):
        text = read(client, f"/forces/fablesea/plan/{address}").main.text
        assert "That does not say that it has none." in text
    read(client, "/forces/nowhere/plan/", status=404)
    read(client, "/forces/fablesea/plan/1/", status=404)
    read(client, "/forces/demoshire/plan/2/", status=404)
    read(client, "/forces/demoshire/plan/1/actions/nothing/", status=404)


def test_every_plan_is_listed_in_alphabetical_order(plan: models.Plan, client: Client) -> None:
    text = read(client, "/plans/").main.text

    assert "Demoshire Police Of 18 promises, 6 are said to be complete." in text
    assert "They are not ranked" in text


def test_an_older_iteration_stays_at_its_address(plan: models.Plan, client: Client) -> None:
    services.open_plan(
        force_id="demoshire",
        framework=plan.framework,
        title="The next plan",
        by="Deputy chief constable",
        organisation=story.ORGANISATION,
        now=NOW,
    )

    assert counts(read(client, GRID))["All"] == 0
    assert counts(read(client, f"{GRID}1/"))["All"] == 18
    assert f"{GRID}1/" in read(client, GRID).links


def test_words_of_a_force_are_shown_as_words(plan: models.Plan, client: Client) -> None:
    bad = "<script>alert(1)</script>"
    terms = Terms(title=bad, what=bad, owner="Head", starts_on=TODAY, due_on=TODAY)
    services.promise(
        plan=plan,
        key="bad",
        workstream="involved",
        terms=terms,
        by="Head",
        organisation=story.ORGANISATION,
        now=NOW,
    )

    for address in (GRID, f"{GRID}leads/", f"{GRID}1/actions/bad/", f"{GRID}changes/"):
        body = client.get(address).content.decode()
        assert bad not in body
        assert "&lt;script&gt;alert(1)" in body


def test_a_figure_that_is_not_here_is_named_without_a_link(
    plan: models.Plan, client: Client
) -> None:
    action = models.Action.objects.select_related("plan").get(key="record-ethnicity")
    services.add_evidence(
        action=action,
        expected=len(selectors.changes_of(action)),
        kind="figure",
        title="A figure of long ago",
        words="It shows.",
        by="Head of data",
        address="search-rate/demoshire/2001-01--2001-12/five-groups/1",
        organisation=story.ORGANISATION,
        now=NOW,
    )

    page = read(client, "/forces/demoshire/plan/1/actions/record-ethnicity/")
    assert "A figure of long ago" in page.main.text
    assert not [one for one in page.links if one.startswith("/figures/")]
    assert "so nobody can tell from here whether it moved" in page.main.text


PAGES = ("/plans/", "/plans/how/", GRID, f"{GRID}?on=2026-03-31", f"{GRID}late/")


@pytest.mark.parametrize("address", [*PAGES, f"{GRID}changes/", f"{GRID}leads/"])
def test_a_page_asks_the_database_six_times_at_most(
    plan: models.Plan, client: Client, django_assert_max_num_queries: Any, address: str
) -> None:
    with django_assert_max_num_queries(6):
        client.get(address)


def test_the_page_of_an_action_asks_twice_more_for_who_took_it_up_and_what_it_is_to_move(
    plan: models.Plan, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        client.get(STOPS)


def test_no_address_of_the_plan_is_a_name_of_a_person() -> None:
    told = story.story()
    roles = {one["owner"] for one in told["actions"]} | set(told["leads"].values())

    assert all(
        re.match(r"(Head of|Superintendent|Police and|Assistant chief) ?", one) for one in roles
    )


def test_a_pilot_names_who_has_taken_it_up(plan: models.Plan, client: Client) -> None:
    pilot = "/forces/demoshire/plan/1/actions/police-powers-training/"
    assert "No other force has taken it up on this site yet." in read(client, pilot).main.text
    who = {"by": "Head", "organisation": "Fablesea Police", "now": NOW}
    theirs = services.open_plan(
        force_id="fablesea", framework=plan.framework, title="A plan", **who
    )
    said = {"title": "Training", "what": "As there.", "owner": "Head of learning"}
    terms = Terms(
        **said, starts_on=TODAY, due_on=TODAY, adopts="plan/demoshire/1/police-powers-training"
    )
    services.promise(plan=theirs, key="training", workstream="represented", terms=terms, **who)

    page = read(client, pilot)
    assert "Taken up by Fablesea Police" in page.main.text
    other = "/forces/fablesea/plan/1/actions/training/"
    assert other in page.links
    assert pilot in read(client, other).links
