"""The public pages of maturity: views side by side, how they differ, what was said before."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from crawling import Node, Page, parsed
from django.test import Client
from plan_site import NOW

from evenhand.demo import maturity as story
from evenhand.ledger.models import Entry
from evenhand.maturity import selectors, services
from evenhand.maturity.frameworks import example
from evenhand.maturity.history import View
from evenhand.maturity.models import Basis
from evenhand.maturity.terms import Judgement, Proof

ALL = "/forces/demoshire/maturity/"
OF = f"{ALL}example/1/"
REFORM, SCRUTINY, YOUNG = f"{OF}explain-or-reform/", f"{OF}open-to-scrutiny/", f"{OF}young-people/"
KNOWN = f"{OF}ethnicity-known/"
PAGES = (ALL, OF, f"{ALL}?on=2025-06-30", REFORM, SCRUTINY, YOUNG, f"{SCRUTINY}?on=2025-06-30")
WHO = {"by": "Panel chair", "organisation": "Portwell reference group"}


def read(client: Client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, address
    return parsed(response.content.decode(), address)


def row(page: Page, name: str) -> Node:
    rows = [one for table in page.main.all("table", "eh-views") for one in table.all("tr")]
    return next(one for one in rows if one.all("th")[0].text.startswith(name))


def cells(page: Page, name: str) -> list[str]:
    return [one.text for one in row(page, name).all("td")]


def test_the_three_views_stand_side_by_side_in_words(maturity: Basis, client: Client) -> None:
    page = read(client, ALL)

    assert cells(page, "Explain or reform") == [
        "Level 3 of 4: In practice",
        "Level 2 of 4: Under way Programme of the four forces",
        "Level 2 of 4: Under way Portwell reference group",
    ]
    assert cells(page, "Answers given") == [
        "Level 2 of 4: Under way",
        "Not assessed yet",
        "Cannot tell Portwell reference group",
    ]
    assert cells(page, "Young people") == ["Not assessed yet"] * 3


def test_where_they_differ_a_sentence_says_how(maturity: Basis, client: Client) -> None:
    page = read(client, ALL)

    assert (
        "The force says level 2, the independent assessment by Programme of the four forces says "
        "level 1."
    ) in row(page, "Progress").text
    assert "The force says" not in row(page, "Joining").text
    assert len(page.main.all("span", "eh-views__differs")) == 4


def test_no_level_is_told_by_colour_alone(maturity: Basis, client: Client) -> None:
    """Each shape has its words beside it; filled steps are as many as the words say."""
    for address in (ALL, REFORM):
        for status in read(client, address).main.all("span", "eh-level"):
            text = status.text
            steps = status.all("rect", "f")
            assert text
            assert len(steps) == (int(text.split()[1]) if text.startswith("Level") else 0)


def test_the_spread_of_each_adds_up_and_there_is_no_average(
    maturity: Basis, client: Client
) -> None:
    page = read(client, ALL)
    [table] = page.main.all("table", "eh-spread")
    for one in table.all("tbody")[0].all("tr"):
        *counts, total = [int(cell.text) for cell in one.all("td")]
        assert sum(counts) == total == 12
    assert (
        "What the force says of itself: 12 standards: 1 at level 1, 9 at level 2, 1 at level 3, "
        "1 not assessed. On 3 standards the views differ."
    ) in page.main.text
    whole = " ".join(read(client, address).main.text for address in PAGES).lower()
    assert "average" not in whole
    assert "mean " not in whole
    assert "There is no score".lower() in whole


def test_the_example_says_that_it_is_one_on_every_page(maturity: Basis, client: Client) -> None:
    for address in PAGES:
        assert "an example, not the text of any police body." in read(client, address).main.text


def test_a_standard_tells_reasons_evidence_and_who_stands_where(
    maturity: Basis, client: Client
) -> None:
    page = read(client, REFORM)
    text = page.main.text

    assert "The force says level 3, the independent assessment by" in text
    assert "Three of nine explanations were checked by nobody outside the force" in text
    assert "Note: Explanations of 2025" in text
    assert "17 February 2026 Programme manager, Demoshire Police" in text
    assert "No evidence is given." in text
    assert row(page, "Level 3 of 4").all("td")[1].text == "The force"
    assert row(page, "Level 4 of 4").all("td")[1].text == "Nobody"
    two = row(page, "Level 2 of 4").all("td")[1].text
    assert "Independent assessment: Programme of the four forces" in two
    assert "Community view: Portwell reference group" in two


def test_what_was_said_before_stays_with_its_reasons(maturity: Basis, client: Client) -> None:
    page = read(client, SCRUTINY)
    [chain] = page.main.all("ol", "eh-chain")
    before = [one.text for one in chain.all("li", "eh-chain__item")]

    assert len(before) == 2
    assert "The force chose all 48 cases." in before[0]
    assert "Six meetings, 48 cases" in before[1]
    assert "Before, on 3 March 2025: Level 3 of 4: In practice." in page.main.text
    assert "Nothing: what stands above is the first word of each." in (
        read(client, f"{OF}not-criminalised/").main.text
    )


def test_on_a_past_day_it_is_as_it_was(maturity: Basis, client: Client) -> None:
    page = read(client, f"{ALL}?on=2025-06-30")
    assert "This is what had been said by 30 June 2025." in page.main.text
    assert cells(page, "Open to scrutiny")[0] == "Level 3 of 4: In practice"
    assert f"{SCRUTINY}?on=2025-06-30" in page.links
    then = read(client, f"{SCRUTINY}?on=2025-06-30")
    assert "This is what had been said by 30 June 2025." in then.main.text
    assert "Cases have been drawn by dice" not in then.main.text
    none = read(client, f"{ALL}?on=2024-01-01").main.text
    assert "12 standards: 12 not assessed." in none
    assert "Nobody has said anything yet." in read(client, f"{YOUNG}?on=2024-01-01").main.text


@pytest.mark.parametrize("asked", ["2026-11-22", "2999-01-01", "yesterday", "", "2026-02-30"])
def test_what_is_no_past_day_is_today(maturity: Basis, client: Client, asked: str) -> None:
    assert not read(client, f"{ALL}?on={asked}").main.all("div", "govuk-inset-text")


def test_each_assessment_shows_its_entry_in_the_public_ledger(
    maturity: Basis, client: Client
) -> None:
    page = read(client, REFORM)
    shown = {one.text for one in page.main.all("code", "eh-hash")}
    subject = selectors.subject(maturity, "explain-or-reform")

    assert shown == {bytes(one.leaf).hex() for one in Entry.objects.filter(subject=subject)}
    assert len(shown) == 4


def test_a_force_that_nobody_assessed_is_named_kindly(maturity: Basis, client: Client) -> None:
    page = read(client, "/forces/fablesea/maturity/")

    assert "That does not say that it is not." in page.main.text


@pytest.mark.parametrize(
    "address",
    [
        "/forces/nowhere/maturity/",
        f"{ALL}example/2/",
        f"{ALL}other/1/",
        f"{OF}nothing/",
        "/forces/fablesea/maturity/example/1/",
        "/forces/fablesea/maturity/example/1/young-people/",
        "/forces/demoshire/maturity.xlsx",
        "/forces/fablesea/maturity.csv",
    ],
)
def test_what_there_is_not_is_not_found(maturity: Basis, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_another_framework_leaves_the_first_at_its_address(maturity: Basis, client: Client) -> None:
    newer = example().model_copy(update={"version": 2, "title": "The next example framework"})
    who = {"by": "Head", "organisation": "Demoshire Police", "now": NOW}
    services.take_up(
        force_id="demoshire",
        framework=services.load_framework(newer, **who),
        expected=1,
        reason="The next version.",
        **who,
    )

    page = read(client, ALL)
    assert "12 standards: 12 not assessed." in page.main.text
    assert OF in page.links
    assert "12 standards: 1 at level 1" in read(client, OF).main.text
    assert "12 standards: 1 at level 1" in read(client, f"{ALL}?on=2026-11-20").main.text


def test_what_people_wrote_is_text_and_nothing_else(maturity: Basis, client: Client) -> None:
    bad = "<script>alert(1)</script>"
    proof = Proof(kind="note", title=bad, words=bad)
    services.assess(
        basis=maturity,
        standard="young-people",
        view=View.COMMUNITY,
        expected=0,
        said=Judgement(level=1, rationale=f"{bad}\n{bad}", evidence=(proof,)),
        now=NOW,
        **{**WHO, "organisation": f"Group {bad}"},
    )

    for address in (ALL, YOUNG):
        body = client.get(address).content.decode()
        assert bad not in body
        assert "&lt;script&gt;alert(1)" in body


def test_many_bodies_of_long_names_have_a_row_each(maturity: Basis, client: Client) -> None:
    for number in range(4):
        services.assess(
            basis=maturity,
            standard="young-people",
            view=View.INDEPENDENT,
            expected=0,
            said=Judgement(level=number, rationale="We looked."),
            by="Oversight member",
            organisation=f"Body {number} for the oversight of policing of very many communities",
            now=NOW,
        )

    page = read(client, ALL)
    [table] = page.main.all("table", "eh-spread")
    assert len(table.all("tr")) == 1 + 1 + 5 + 1
    assert cells(page, "Young people")[1].count("Body") == 4
    assert "Nobody" not in row(read(client, YOUNG), "Level 1 of 4").all("td")[1].text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_six_times_at_most(
    maturity: Basis, client: Client, django_assert_max_num_queries: Any, address: str
) -> None:
    with django_assert_max_num_queries(6):
        client.get(address)


def test_without_figures_signs_say_that_nothing_measures_them(
    maturity: Basis, client: Client
) -> None:
    text = read(client, KNOWN).main.text

    assert "No figure on this site measures it yet." in text
    assert "What the records say" not in text


def test_the_files_say_what_the_pages_say_on_any_day(maturity: Basis, client: Client) -> None:
    for ending, media_type in (("csv", "text/csv; charset=utf-8"), ("json", "application/json")):
        now = client.get(f"/forces/demoshire/maturity.{ending}")
        then = client.get(f"/forces/demoshire/maturity.{ending}?on=2025-06-30")
        assert now.headers["Content-Type"] == media_type
        assert now.headers["Access-Control-Allow-Origin"] == "*"
        assert now.content != then.content
        again = {"If-None-Match": now.headers["ETag"]}
        assert client.get(f"/forces/demoshire/maturity.{ending}", headers=again).status_code == 304
        levels = [_scrutiny(ending, one.content) for one in (then, now)]
        assert levels == ["3", "2"]


def _scrutiny(ending: str, content: bytes) -> str:
    if ending == "json":
        found = json.loads(content)["standards"]
        one = next(each for each in found if each["key"] == "open-to-scrutiny")
        return str(one["now"][0]["level"])
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return next(one["level"] for one in rows if one["standard"] == "open-to-scrutiny")


def test_a_new_word_changes_the_file_at_once(maturity: Basis, client: Client) -> None:
    before = client.get("/forces/demoshire/maturity.json")
    services.assess(
        basis=maturity,
        standard="young-people",
        view=View.COMMUNITY,
        expected=0,
        said=Judgement(level=1, rationale="Nobody asked us."),
        now=datetime(2026, 11, 22, 13, tzinfo=UTC),
        **WHO,
    )

    after = client.get("/forces/demoshire/maturity.json")
    assert before.headers["ETag"] != after.headers["ETag"]
    assert b"Nobody asked us." in after.content


def test_no_role_in_the_story_is_a_name_of_a_person() -> None:
    told = story.story()
    roles = {told[one]["by"] for one in ("force", "independent", "community")}

    assert roles == {"Programme manager", "Oversight member", "Panel chair"}


@pytest.mark.parametrize("address", [ALL, REFORM])
def test_a_static_copy_has_no_form_and_leads_to_files_that_can_stand_beside_it(
    maturity: Basis, address: str
) -> None:
    page = read(Client(**{"evenhand.static": True}), address)

    assert not page.main.all("form")
    links = [one.partition("#")[0] for one in page.links]
    own = [one for one in links if one.startswith("/forces/demoshire/maturity")]
    assert own
    assert not [one for one in own if "?" in one]
    assert {one for one in own if not one.endswith("/")} == (
        {"/forces/demoshire/maturity.csv", "/forces/demoshire/maturity.json"}
        if address == ALL
        else set()
    )
