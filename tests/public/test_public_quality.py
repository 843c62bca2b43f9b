"""The page on a force's files: what was found, which months there are, and each file."""

import re
from typing import Any

import pytest
from django.test import Client

from evenhand.public.presenters.checks import GRAVE, MEANINGS, TITLES
from evenhand.public.presenters.files_page import files_page, months
from evenhand.public.presenters.quality import checked
from evenhand.publications import selectors
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db
ADDRESS = "/forces/demoshire/files/"


def finding(check: str, month: str | None, severity: str = "warning") -> dict[str, Any]:
    return {"check": check, "month": month, "severity": severity, "message": f"About {month}."}


def text(client: Client) -> str:
    page = client.get(ADDRESS).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_check_has_a_name_and_a_meaning() -> None:
    assert set(TITLES) == set(MEANINGS)


def test_findings_of_one_check_stand_together_with_their_months() -> None:
    found = checked([finding("no-times", f"2026-0{month}") for month in (1, 2, 3)])

    assert len(found) == 1
    assert found[0].months == "January 2026 to March 2026"
    assert found[0].messages == ("About 2026-01.", "About 2026-02.", "About 2026-03.")


def test_how_grave_is_a_word_and_a_shape_and_the_gravest_comes_first() -> None:
    found = checked(
        [
            finding("blank-column", "2026-01", "note"),
            finding("duplicate-file", "2026-02", "error"),
            finding("no-times", None),
        ]
    )

    assert [one.grave for one in found] == list(GRAVE.values())
    assert [one.shape for one in found] == ["wrong", "unsure", "note"]
    assert found[1].months is None


def test_no_data_zero_and_not_shown_never_look_alike_in_the_grid() -> None:
    statuses = ("whole", "partial", "missing", "hidden")
    rows = [
        {"month": f"2026-0{number}", "count": 0, "status": status}
        for number, status in enumerate(statuses, start=1)
    ]
    cells = [cell for cell in months(rows)[0].months if cell]

    assert len({cell.status for cell in cells}) == 4
    assert [cell.words.partition(": ")[2] for cell in cells] == [
        "supplied",
        "supplied in part",
        "missing, not counted as zero",
        "supplied; its count is not shown, to protect people",
    ]


def test_a_month_outside_the_figure_is_an_empty_cell() -> None:
    laid_out = months([{"month": "2025-12", "count": 1, "status": "whole"}])

    assert laid_out[0].year == "2025"
    assert laid_out[0].months[:11] == (None,) * 11


def test_the_page_says_what_was_found_and_what_it_means(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client)

    assert "11 of 12 months observed, one of them in part." in page
    for check in {one["check"] for one in demo_site[-1].quality}:
        assert TITLES[check] in page
        assert MEANINGS[check] in page


def test_the_grid_says_in_words_which_month_is_missing(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client)

    assert "March 2026: missing, not counted as zero" in page
    assert "November 2025: supplied in part" in page
    assert "January 2026: supplied" in page


def test_what_was_not_recorded_stands_by_year_with_how_far_it_could_move_the_answer(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client)
    rows = re.findall(
        r"(October 20\d\d to September 20\d\d) (\d+) of every 100 ([\d.]+ to [\d.]+) times", page
    )

    assert [period for period, *_ in rows] == [
        "October 2025 to September 2026",
        "October 2024 to September 2025",
    ]
    assert rows[0][1] == "13"
    links = re.findall(
        r'class="eh-how" href="/figures/search-rate/demoshire/([^/]+)/five-groups/1/#how-left-out"',
        client.get("/forces/demoshire/files/").content.decode(),
    )
    assert links == ["2025-10--2026-09"] * 2 + ["2024-10--2025-09"] * 2


def test_each_file_has_its_fingerprint(client: Client, demo_site: list[Figure]) -> None:
    page = text(client)
    figure = selectors.latest("demoshire", "search-rate")
    assert figure is not None

    assert all(source["sha256"] in page for source in figure.inputs)


def test_a_share_that_is_not_shown_says_so(demo_site: list[Figure]) -> None:
    figure = selectors.latest("demoshire", "search-rate")
    assert figure is not None
    figure.result["unknown_share"] = None

    shown = files_page(figure, [figure]).unknown[0]

    assert (shown.share, shown.ends) == ("Not shown, to protect people", None)
