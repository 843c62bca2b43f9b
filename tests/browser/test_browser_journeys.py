"""Journeys of readers, each with JavaScript and without: what they have, do, and then see."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from python_calamine import CalamineWorkbook

from browser.kinds import matching

pytestmark = pytest.mark.browser

HOW = "How we got this number"


def test_a_parent_finds_her_force_by_postcode_and_sees_how_we_got_the_number(
    reader: Page, two_forces: str
) -> None:
    reader.goto(two_forces)
    reader.get_by_label("Find your police force").fill("LU1 2AB")
    reader.get_by_role("button", name="Find", exact=True).click()

    expect(reader).to_have_url(f"{two_forces}/find/?q=LU1")  # half a postcode says enough
    expect(reader.get_by_role("status")).to_contain_text("More than one police force in LU1")

    reader.locator("main").get_by_role("link", name="Bedfordshire Police").first.click()
    expect(reader).to_have_title("Stop and search – Bedfordshire Police – Evenhand")
    expect(reader.locator(".eh-lead")).to_contain_text("Black people were searched between")

    reader.get_by_role("link", name=HOW).first.click()
    expect(reader.get_by_role("heading", name="How we got these numbers")).to_be_in_viewport()
    formula = reader.get_by_text(re.compile(r"^Black: [\d,]+ searches ÷ .* × 1,000 = ")).first
    expect(formula).to_be_visible()


def test_a_reader_in_a_hurry_is_two_taps_from_any_force(reader: Page, two_forces: str) -> None:
    reader.goto(two_forces)
    reader.get_by_role("link", name="from the list").click()
    reader.locator("main").get_by_role("link", name="Hertfordshire Constabulary").click()

    expect(reader).to_have_title("Stop and search – Hertfordshire Constabulary – Evenhand")


def test_a_journalist_takes_the_numbers_and_the_address_that_stays(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(site + force)
    told = reader.locator(".eh-lead").inner_text()
    groups = reader.locator("#take").locator("xpath=../preceding::table[1]")
    expect(groups).to_be_attached()

    lines = _csv(_download(reader, "CSV"))
    sheets = CalamineWorkbook.from_path(str(_download(reader, "Excel"))).sheet_names
    reader.get_by_role("link", name="its permanent address").click()

    expect(reader).to_have_url(re.compile(f"^{site}/figures/search-rate/.+/1/$"))
    expect(reader.locator(".eh-lead")).to_have_text(told)
    assert _csv(_download(reader, "CSV")) == lines
    shown = reader.get_by_role("table").first.get_by_role("row").all_inner_texts()
    for line in lines:
        if line["status"] == "shown" and line["group"] in {"Asian", "Black", "White"}:
            row = next(text for text in shown if text.startswith(line["group"]))
            assert f"{int(line['events']):,}" in row
    assert {"Cover", "Contents", "Notes"} <= {sheet.title().replace("_", " ") for sheet in sheets}


def test_an_analyst_chooses_a_group_and_a_force_and_the_address_says_so(
    reader: Page, phone: BrowserContext, two_forces: str
) -> None:
    reader.goto(f"{two_forces}/measures/")
    reader.locator('main a[href="/measures/search-rate/"]').click()
    expect(reader.get_by_role("row", name=re.compile("Hertfordshire"))).to_be_visible()

    reader.get_by_label("Ethnic group").select_option("Asian")
    reader.get_by_text("Choose forces").click()
    reader.get_by_role("checkbox", name="Bedfordshire Police").check()
    reader.get_by_role("button", name="Show these").click()

    table = reader.locator("table.eh-across")
    expect(table.get_by_role("row", name=re.compile("Bedfordshire"))).to_be_visible()
    expect(table.get_by_text("Hertfordshire")).to_have_count(0)
    expect(reader.get_by_role("status")).to_contain_text("1")
    assert "group=Asian" in reader.url
    assert "force=bedfordshire" in reader.url

    again = phone.new_page()
    again.goto(reader.url)
    assert again.locator("main").inner_text() == reader.locator("main").inner_text()
    lines = _csv(_download(again, "These figures as CSV"))
    assert {line["force"] for line in lines} == {"all-forces", "bedfordshire"}  # as on the page


def test_a_figure_that_was_corrected_says_so_and_leads_to_the_better_one(
    reader: Page, two_forces: str
) -> None:
    reader.goto(f"{two_forces}/forces/bedfordshire/")
    reader.get_by_role("link", name="the figure published before").click()
    expect(reader.get_by_text("This figure was corrected.")).to_be_visible()
    expect(reader.get_by_text("This figure was corrected.")).to_be_in_viewport()
    before = reader.locator(".eh-lead").inner_text()
    assert {line["figure_status"] for line in _csv(_download(reader, "CSV"))} == {"corrected"}

    reader.get_by_role("link", name="Read the corrected figure").click()
    expect(reader).to_have_url(re.compile("/2/$"))
    expect(reader.get_by_text("This figure was corrected.")).to_have_count(0)
    expect(reader.locator(".eh-lead")).not_to_have_text(before)


def test_pages_of_all_forces_say_which_figure_was_corrected(reader: Page, two_forces: str) -> None:
    reader.goto(f"{two_forces}/forces/")

    row = reader.get_by_role("row", name=re.compile("^Bedfordshire"))
    expect(row).to_contain_text(re.compile("corrected", re.IGNORECASE))


def test_the_first_screen_of_a_phone_holds_force_measure_and_the_whole_sentence(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(site + force)

    for part in (".govuk-caption-xl", "h1", ".eh-lead", ".eh-worse"):
        box = reader.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 640, part


def test_a_number_of_a_phone_s_table_opens_its_formula_with_one_tap(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(site + force)
    formula = reader.locator("#how-asian .govuk-details__text")
    expect(formula).not_to_be_visible()

    reader.get_by_role("row", name=re.compile("^Asian")).get_by_role("link").first.click()
    assert formula.evaluate("one => one.checkVisibility()")
    expect(reader.locator("#how-asian summary")).to_be_in_viewport()


def test_last_year_is_two_taps_from_a_force_and_leads_back(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(site + force)
    now = reader.locator(".govuk-caption-xl .eh-small").inner_text()
    reader.get_by_role("link", name="Earlier figures").click()
    reader.locator("#others ~ ul a").first.click()

    expect(reader.locator(".govuk-caption-xl .eh-small")).not_to_have_text(now)
    expect(reader.locator("main").get_by_role("link", name=now)).to_be_visible()


def test_every_force_of_the_demonstration_is_linked_from_home_and_opens(
    reader: Page, site: str
) -> None:
    for address in matching(site, "/", "/forces/[^/]+/"):
        reader.goto(site)
        reader.locator(f'main a[href="{address}"]').first.click()
        expect(reader).to_have_url(site + address)
        expect(reader.locator(".eh-lead")).to_be_visible()


def _download(reader: Page, name: str) -> Path:
    with reader.expect_download() as download:
        reader.locator("main").get_by_role("link", name=re.compile(f"^{name}")).first.click()
    return download.value.path()


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
