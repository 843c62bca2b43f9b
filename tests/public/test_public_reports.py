"""Reports as anybody reads them: the list, the page, the file for programs, what came after."""

import json
import re
from dataclasses import replace
from datetime import date

import crawling
import pytest
from crawling import Page
from django.test import Client
from django.utils import timezone
from report_site import SITE, corrected_later, main_of, text_of

from evenhand.demo import accounts, reports
from evenhand.ledger.selectors import checkpoint
from evenhand.plan.models import Plan
from evenhand.plan.quarters import Quarter
from evenhand.public.static_site.links import leads_to
from evenhand.publications import models
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Report
from evenhand.publications.reporting import services
from evenhand.publications.reporting.choosing import Choice
from evenhand.publications.reporting.content import content
from evenhand.publications.reporting.paper import on_paper
from evenhand.publications.reporting.telling import preview

pytestmark = pytest.mark.django_db


# The page


def test_every_report_is_listed_and_leads_to_its_page(
    client: Client, report: Report, address: str
) -> None:
    links = leads_to(client.get("/forces/demoshire/reports/").content, "text/html", "/")
    assert f"{address}/" in links
    assert "/forces/demoshire/reports/" in leads_to(
        client.get("/forces/demoshire/plan/").content, "text/html", "/"
    )


def test_every_number_of_a_figure_is_a_link_to_it(client: Client, address: str) -> None:
    page = main_of(client, f"{address}/")
    tables = [one for one in page.all("table") if one.all("caption", "govuk-table__caption--s")]
    cells = [cell for table in tables for cell in table.all("td")]
    numbers = [cell for cell in cells if re.search(r"\d", cell.text)]
    assert len(numbers) > 60
    for cell in numbers:
        [link] = cell.all("a")
        assert link.attributes["href"].startswith("/figures/")
        assert link.text == cell.text


def test_every_sentence_with_a_number_of_a_figure_is_a_link_to_it(
    client: Client, report: Report, address: str
) -> None:
    page = main_of(client, f"{address}/")
    linked = {one.text for one in page.all("a") if one.attributes["href"].startswith("/figures/")}
    for one in report.content["figures"]:
        assert one["lead"] in linked
    for one in report.content["goals"]:
        assert " ".join(one["sentences"]) in linked


def test_no_figure_stands_without_its_months_its_group_and_what_it_is_set_against(
    client: Client, address: str
) -> None:
    text = main_of(client, f"{address}/").text
    for words in ("October 2025 to September 2026", "Black people", "2021 Census", "likely range"):
        assert words in text


def test_late_disputed_and_moved_promises_are_told_with_both_dates(
    client: Client, address: str
) -> None:
    text = main_of(client, f"{address}/").text
    assert "Late by" in text
    assert "Disputed by Portwell reference group" in text
    assert re.search(r"31 Mar 2026 31 Dec 2026 moved twice", text)


def test_a_later_correction_is_marked_and_the_old_numbers_stay(
    client: Client, report: Report, address: str
) -> None:
    before = main_of(client, f"{address}/").text
    assert "orrected" not in before
    new = corrected_later()
    page = main_of(client, f"{address}/")
    assert "Figures in this report were corrected after it was published." in page.text
    links = {one.attributes["href"]: one.text for one in page.all("a")}
    assert links[f"/figures/{new.reference}/"] == "Read the corrected figure"
    for one in report.content["figures"]:
        assert one["lead"] in page.text


def test_the_checkpoint_is_printed_whole_and_can_be_taken(client: Client, address: str) -> None:
    signed = checkpoint()
    assert signed is not None
    page = main_of(client, f"{address}/")
    assert " ".join(signed.split()) in page.text
    answer = client.get(f"{address}.checkpoint")
    assert answer.content.decode() == signed
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert f"{address}.checkpoint" in [one.attributes["href"] for one in page.all("a")]


def test_the_digest_is_of_what_the_file_for_programs_says(client: Client, address: str) -> None:
    said = json.loads(client.get(f"{address}.json").content)
    frozen = {"content": said["content"], "checkpoint": said["checkpoint"]}
    assert digest(frozen) == said["digest"]
    assert said["digest"] in main_of(client, f"{address}/").text
    assert said["since"] == {"replaced_by": None, "corrected": {}}
    new = corrected_later()
    later = json.loads(client.get(f"{address}.json").content)
    assert later["since"]["corrected"] == {f"{new.reference[:-1]}1": new.reference}
    assert later["content"] == said["content"]


def test_a_report_that_was_replaced_stays_and_says_so(
    client: Client, report: Report, address: str
) -> None:
    manager = reports._acting(accounts.Role.PROGRAMME_MANAGER)
    publisher = reports._acting(accounts.Role.PUBLISHER)
    quarter, now = Quarter.parse(report.quarter), timezone.now()
    draft = services.begin(manager, quarter=quarter, now=now)
    seen = digest(services.put_in(draft))
    services.publish(publisher, key=draft.key, expected=draft.version, seen=seen, now=now)
    assert (
        "A later report of this quarter replaces this one." in main_of(client, f"{address}/").text
    )
    after = main_of(client, f"{address[:-1]}2/")
    assert f"{address}/" in [one.attributes["href"] for one in after.all("a")]


@pytest.mark.parametrize(
    "wrong",
    [
        "/forces/demoshire/reports/2020-Q1/1/",
        "/forces/fablesea/reports/2026-Q2/1/",
        "/forces/nowhere/reports/",
        "/forces/demoshire/reports/x/1/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, report: Report, wrong: str) -> None:
    assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("ending", ["pdf", "doc", "checkpoint.txt"])
def test_a_file_that_is_not_there_says_so_to_programs(
    client: Client, address: str, ending: str
) -> None:
    answer = client.get(f"{address}.{ending}")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith(("application/problem+json", "text/html"))


def test_a_force_without_reports_says_so(client: Client, reported: Plan) -> None:
    text = main_of(client, "/forces/fablesea/reports/").text
    assert "has published no report here yet" in text


def test_the_pages_of_reports_hold_what_every_page_must(client: Client, address: str) -> None:
    for path in (f"{address}/", "/forces/demoshire/reports/"):
        page: Page = crawling._ask(client, path)
        assert page.status == 200
        wrong = [
            *crawling.unexplained_numbers(page),
            *crawling.bare_rates(page),
            *crawling.inline_code(page),
            *crawling.technical_words(page),
            *crawling.too_many_queries(page),
        ]
        assert wrong == []


def test_hostile_words_stay_words_on_the_page_and_on_paper(reported: Plan) -> None:
    words = "<script>alert(1)</script> {{ 7 * 7 }} <img src='https://evil.example/x.png'>"
    said = content(reported, Quarter(2026, 2), Choice(foreword=words), [])
    pdf = on_paper(replace(preview(said, ""), address="/forces/demoshire/"), address=SITE)
    assert "<script>alert(1)</script> {{ 7 * 7 }}" in text_of(pdf)
    assert b"evil.example" not in pdf


def test_a_report_without_pango_is_a_page_without_pdf(
    client: Client, address: str, report: Report
) -> None:
    assert "This report has no PDF yet." in main_of(client, f"{address}/").text
    assert not models.Paper.objects.exists()


def test_the_day_of_a_report_is_the_last_of_its_quarter(report: Report) -> None:
    assert report.told_on == Quarter.parse(report.quarter).last_day
    assert isinstance(report.told_on, date)


# Beside the action


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("record-ethnicity", "Not reached. It is 13.1 of every 100 (likely range 12.3 to 13.9)"),
        ("explain-portwell", "Not there yet. It is 3.9 times (likely range 3.6 to 4.3)"),
        ("review-of-searches", "We cannot tell. It is 25.8 of every 100"),
    ],
)
def test_an_action_says_how_far_its_goal_is_and_leads_to_the_figure(
    client: Client, report: Report, action: str, words: str
) -> None:
    page = main_of(client, f"/forces/demoshire/plan/1/actions/{action}/")
    assert words in page.text
    assert "October 2025 to September 2026." in page.text
    links = [one.attributes["href"] for one in page.all("a")]
    assert any(one.startswith("/figures/") for one in links)
    assert "/methods/targets/" in links
