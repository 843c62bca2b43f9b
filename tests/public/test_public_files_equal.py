"""A download equals what is on the screen, in every form; what is not shown is in none."""

import io
import json
import re
from html import unescape
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from figure_files import (
    HOST,
    address,
    latest,
    number,
    numbers_of,
    read_csv,
    read_json,
    read_parquet,
    read_xlsx,
    table_of,
)

from demo.demonstration import lake
from evenhand.public.files.columns import COLUMNS, NUMBERS
from evenhand.public.files.formats import build_figure
from evenhand.public.presenters.table import line
from evenhand.publications.making.again import again, parse
from evenhand.publications.making.fingerprint import fingerprint
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

NUMERIC = tuple(one.name for one in COLUMNS if one.kind in NUMBERS and one.part == "row")
SHOWN = ("search-rate", "find-rate", "clothing-removal-rate", "suspicionless-search-rate")
HIDDEN = {"clothing-removal-rate": 2, "suspicionless-search-rate": 2}
FORMS = (".csv", ".parquet", ".xlsx", ".json", ".zip")


def rows_of(client: Client, figure: Figure, ending: str) -> list[dict[str, Any]]:
    """The rows of a figure's file, whatever its form, as a reader of that form has them."""
    content = client.get(address(figure, ending)).content
    if ending == ".csv":
        return read_csv(content)
    if ending == ".parquet":
        return read_parquet(content)
    if ending == ".xlsx":
        return table_of(read_xlsx(content), "Groups", "group")
    if ending == ".zip":
        archive = ZipFile(io.BytesIO(content))
        (name,) = (name for name in archive.namelist() if re.search(r"groups_\d+\.csv$", name))
        return read_csv(archive.read(name))
    return [*read_json(content)["result"]["rows"]]


def on_screen(client: Client, figure: Figure) -> dict[str, str]:
    """The words of each row of the page's table of groups, by its first heading."""
    page = client.get(f"/figures/{figure.reference}/").content.decode()
    found = {}
    for row in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL):
        heading = re.search(r'<th scope="row"[^>]*>(.*?)</th>', row, re.DOTALL)
        if heading:
            words = re.sub(r"<[^>]+>", " ", row)
            found[re.sub(r"<[^>]+>", "", heading[1]).strip()] = " ".join(unescape(words).split())
    return found


def shown_from(row: dict[str, Any], figure: Figure) -> list[str]:
    """What the page would print of a row, from nothing but the file's own numbers."""
    given = {
        **numbers_of(row, tuple(name for name in NUMERIC if name in row)),
        "group": row["group"],
        "sentence": row["sentence"],
        "suppressed": row.get("status") == "not shown",
    }
    given["events"] = None if given["events"] is None else int(given["events"])
    share = figure.about["kind"] != "rate"
    laid_out = line(given, reference=figure.result["reference"], share=share)
    cells = (laid_out.events, laid_out.rate, laid_out.ratio, laid_out.unknown, laid_out.difference)
    return [text for cell in cells for text in (cell.number, cell.range) if text is not None]


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("measure", SHOWN)
def test_every_number_in_the_table_on_the_page_is_in_the_file(
    client: Client, demo_site: list[Figure], measure: str, ending: str
) -> None:
    figure = latest(measure)
    screen = on_screen(client, figure)
    groups = {row["group"] for row in figure.result["rows"]}

    for row in rows_of(client, figure, ending):
        if row["group"] not in groups or row["status"] == "not shown":
            continue
        printed = shown_from(row, figure)
        words = screen[row["group"]]
        assert all(text in words for text in printed), (row["group"], printed, words)
        numbers = set(re.findall(r"\d[\d,.]*", words))
        assert numbers <= set(re.findall(r"\d[\d,.]*", " ".join(printed))), row["group"]


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".json"])
def test_no_number_of_any_figure_is_on_its_page_and_not_in_the_file(
    client: Client, demo_site: list[Figure], ending: str
) -> None:
    compared = 0
    for figure in demo_site:
        screen = on_screen(client, figure)
        groups = {row["group"] for row in figure.result["rows"]}
        for row in rows_of(client, figure, ending):
            if row["group"] in groups and row["status"] != "not shown":
                printed, words = shown_from(row, figure), screen[row["group"]]
                assert [text for text in printed if text not in words] == []
                numbers = set(re.findall(r"\d[\d,.]*", words))
                assert numbers <= set(re.findall(r"\d[\d,.]*", " ".join(printed)))
                compared += len(numbers)

    assert compared > 20 * len(demo_site)


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".zip"])
def test_those_not_recorded_are_in_the_file_as_they_are_on_the_page(
    client: Client, demo_site: list[Figure], ending: str
) -> None:
    figure = latest()
    (row,) = (one for one in rows_of(client, figure, ending) if one["group_kind"] == "not recorded")

    assert f"{number(row['events']):,.0f}" in on_screen(client, figure)["Not recorded"]


@pytest.mark.parametrize("measure", SHOWN)
def test_every_form_has_the_same_numbers_to_the_last_digit(
    client: Client, demo_site: list[Figure], measure: str
) -> None:
    figure = latest(measure)
    frozen = {row["group"]: given_in(row) for row in figure.result["rows"] if row["events"]}

    for ending in FORMS:
        found = {row["group"]: given_in(row) for row in rows_of(client, figure, ending)}
        for group, numbers in frozen.items():  # a spreadsheet holds one digit less than the others
            expected = pytest.approx(numbers, rel=1e-14) if ending == ".xlsx" else numbers
            assert found[group] == expected, (ending, group)


def given_in(row: dict[str, Any]) -> dict[str, float]:
    """Every number that a row gives."""
    return {name: given for name, given in numbers_of(row, NUMERIC).items() if given is not None}


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("measure", HIDDEN)
def test_a_group_that_is_not_shown_has_no_number_in_any_form(
    client: Client, demo_site: list[Figure], measure: str, ending: str
) -> None:
    hidden = [
        row
        for row in rows_of(client, latest(measure), ending)
        if row["status"] == "not shown" and row["group"] in {"Mixed", "Other"}
    ]

    assert len(hidden) == HIDDEN[measure]
    for row in hidden:
        assert set(numbers_of(row, NUMERIC).values()) == {None}
        assert re.findall(r"\d+", row["sentence"]) == ["5"]  # the threshold, nothing else


def test_a_number_left_behind_in_a_hidden_row_still_reaches_no_table(
    demo_site: list[Figure],
) -> None:
    """The result was hidden before it was frozen. Files do not rely on that alone."""
    figure = latest("clothing-removal-rate")
    figure.result = json.loads(json.dumps(figure.result))
    hidden = next(row for row in figure.result["rows"] if row["suppressed"])
    hidden.update(events=31_415, rate=0.31415, ratio_low=3.1415)

    assert b"31415" not in build_figure(figure, ".csv", HOST)
    (row,) = (
        row
        for row in read_parquet(build_figure(figure, ".parquet", HOST))
        if row["group"] == hidden["group"]
    )
    assert set(numbers_of(row, NUMERIC).values()) == {None}


@pytest.mark.parametrize("measure", SHOWN)
def test_the_picture_has_a_mark_for_each_group_that_is_shown_and_none_for_the_rest(
    client: Client, demo_site: list[Figure], measure: str
) -> None:
    figure = latest(measure)
    svg = client.get(address(figure, ".svg")).content.decode()
    rated = [row for row in figure.result["rows"] if row["rate"] is not None]
    dots = re.findall(r'<path[^>]* d="M[^"]*A[^"]*"', svg)
    hidden = len(figure.result["rows"]) - len(rated)

    assert len(dots) == len(rated)
    assert svg.count("Not shown") == hidden == HIDDEN.get(measure, 0)


def test_a_hidden_month_has_no_number_in_any_file(demo_site: list[Figure]) -> None:
    figure = latest()
    figure.months = [{"month": "2026-01", "count": None, "status": "hidden"}, *figure.months[-1:]]
    archive = ZipFile(io.BytesIO(build_figure(figure, ".zip", HOST)))
    (first, _) = read_csv(archive.read("months.csv"))
    sheet = table_of(read_xlsx(build_figure(figure, ".xlsx", HOST)), "Months", "month")

    assert (first["status"], first["shorthand"], first["count"]) == ("not shown", "[c]", "")
    assert (sheet[0]["status"], sheet[0]["count"]) == ("not shown", "[c]")
    assert figure.months[1]["count"] == number(sheet[1]["count"])


def test_months_are_whole_in_part_or_missing_in_the_files_as_on_the_page(
    client: Client, demo_site: list[Figure]
) -> None:
    archive = ZipFile(io.BytesIO(client.get(address(latest(), ".zip")).content))
    found = {row["month"]: row for row in read_csv(archive.read("months.csv"))}

    assert (found["2026-03"]["status"], found["2026-03"]["count"]) == ("no data", "")
    assert found["2026-03"]["supplied"] == "missing"
    assert found["2025-11"]["supplied"] == "partial"
    assert found["2026-01"]["status"] == "shown"


def test_the_json_is_the_frozen_result_with_all_it_was_made_of(
    client: Client, demo_site: list[Figure]
) -> None:
    figure = latest()
    found = read_json(client.get(address(figure, ".json")).content)

    assert found["result"] == json.loads(json.dumps(figure.result))
    assert found["licence"] == "Open Government Licence v3.0"
    assert found["months"] == figure.months
    assert {"inputs", "methods", "digest", "queries", "citation", "released_at"} <= set(found)
    assert found["series"] == json.loads(json.dumps(figure.series))
    assert found["expected"] == figure.expected
    assert "control" not in found


def test_whoever_has_only_the_json_can_check_its_digest(
    client: Client, demo_site: list[Figure]
) -> None:
    for figure in demo_site[:4]:
        found = read_json(client.get(address(figure, ".json")).content)

        assert fingerprint(found) == found["digest"]
        found["series"]["unit"] = "fortnight"
        assert fingerprint(found) != found["digest"]


def test_whoever_has_only_the_json_can_compute_the_figure_again(
    client: Client, demo_site: list[Figure]
) -> None:
    found = read_json(client.get(address(latest(), ".json")).content)
    done = again(parse(found), found, lake())

    assert done.digest_checked
    assert done.differences == ()


def test_the_smallest_change_is_given_or_the_file_says_why_it_is_not(
    client: Client, demo_site: list[Figure]
) -> None:
    found = {}
    for figure in demo_site:
        said = read_json(client.get(address(figure, ".json")).content)
        change = said["smallest_change"]
        found[figure.measure] = change["status"]
        assert (change["value"] is not None) == (change["status"] == "given")
        assert change["value"] == said["series"].get("smallest_change")
        assert change["sentence"].endswith(".")

    assert found["search-rate"] == "given"
    assert found["find-rate"] == "share"
