"""A measure over time in numbers: each point has its formula, and the picture its table."""

import re
from typing import Any

import pytest
from django.test import Client

from demo.demonstration import frozen
from evenhand.measures.words.rows import Status
from evenhand.public.presenters.points import LATEST, Made, points, ratio
from evenhand.publications.models import Figure

OVER_TIME = "/measures/search-rate/over-time/"


def row(events: int | None, exposure: float, **more: Any) -> dict[str, Any]:
    rate = None if events is None else events / exposure * 1000
    ends = {"rate": rate, "rate_low": rate and rate * 0.9, "rate_high": rate and rate * 1.1}
    return {"events": events, "exposure": exposure, "status": "compared", **ends, **more}


def point(month: int, **more: Any) -> dict[str, Any]:
    known = {"Black": row(60, 2000.0), "White": row(200, 20000.0)}
    ends = {"ratio": 3.0, "ratio_low": 2.25, "ratio_high": 4.01}
    name = f"{2023 + month // 12}-{month % 12 + 1:02d}"
    return {"from": name, "to": name, "status": "whole", "groups": known, **ends, **more}


def test_every_point_has_the_numbers_that_it_was_made_from() -> None:
    found = points({"points": [point(0)]}, "White", share=False)

    assert found is not None
    assert found.lines[0].cells == (
        Made("30.0", "27.0 to 33.0", "60 ÷ 2,000 × 1,000"),
        Made("10.0", "9.0 to 11.0", "200 ÷ 20,000 × 1,000"),
        Made("3.0", "2.2 to 4.0"),
    )


def test_a_missing_month_a_hidden_number_and_none_at_all_never_look_alike() -> None:
    empty = row(None, 2000.0)
    hidden = point(
        1, ratio=None, groups={"Black": {**empty, "status": Status.HIDDEN}, "White": row(200, 2e4)}
    )
    absent = point(2, ratio=None, groups={"Black": empty, "White": row(200, 2e4)})
    gone = point(3, status="missing", groups={}, ratio=None)
    found = points({"points": [point(0), hidden, absent, gone]}, "White", share=False)

    assert found is not None
    _, first, second, third = found.lines
    assert first.cells[0] == first.cells[2] == Made(words="Not shown, to protect people")
    assert second.cells[0] == second.cells[2] == Made(words="Not given")
    assert (third.cells, third.gone) == ((), "Missing. Not counted as zero.")


def test_a_range_without_an_upper_end_says_so() -> None:
    assert ratio(point(0, ratio_high=None)) == Made("3.0", "2.2 or more")


def test_all_forces_have_both_ways_of_adding_up_at_every_point() -> None:
    both = point(0, pooled_ratio=3.5, pooled_ratio_low=3.1, pooled_ratio_high=3.9)
    found = points({"points": [both]}, "White", share=False)

    assert found is not None
    assert found.headings[2:] == (
        "Times the White rate, within each force",
        "Times the White rate, all taken together",
    )
    assert [one.number for one in found.lines[0].cells[2:]] == ["3.0", "3.5"]


def test_a_long_series_shows_its_first_point_and_its_latest() -> None:
    found = points({"points": [point(month) for month in range(36)]}, "White", share=False)

    assert found is not None
    assert len(found.lines) == LATEST + 1
    assert found.left_out == 36 - len(found.lines)
    assert (found.lines[0].months, found.lines[-1].months) == ("January 2023", "December 2025")


def test_a_series_without_any_rate_has_no_table() -> None:
    counts = point(0, ratio=None, groups={"Black": row(None, 1.0), "White": row(None, 1.0)})

    assert points({"points": [counts]}, "White", share=False) is None
    assert points({}, "White", share=False) is None


def test_every_picture_over_time_has_its_numbers() -> None:
    drawn = [one for one in frozen() if "over_time" in one.charts]

    assert drawn
    for figure in drawn:
        share = figure.about["kind"] != "rate"
        assert points(figure.series, figure.result["reference"], share=share), figure.reference


@pytest.mark.django_db
def test_every_number_over_time_leads_to_its_own_formula(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get(OVER_TIME).content.decode()
    cells = re.findall(r'<td class="govuk-table__cell" data-label[^>]*>(.*?)</td>', page)

    assert len(cells) == 4
    for cell in cells:
        link = re.search(r'class="eh-how" href="(/figures/[^"#]+)#how-over-time">([\d.]+)<', cell)
        assert link is not None
        table = client.get(link[1]).content.decode().partition('id="how-over-time"')[2]
        assert f"<b>{link[2]}</b>" in table.partition("</table>")[0]


@pytest.mark.django_db
def test_over_time_opens_with_both_ways_of_adding_up(
    client: Client, several_forces: list[Figure]
) -> None:
    page = re.sub(r"<[^>]+>", "", client.get(OVER_TIME).content.decode())

    assert re.search(
        r"In [\w ]+ the Black rate was [\d.]+ to [\d.]+ times the White rate, compared within each "
        r"force. All forces taken together: [\d.]+ to [\d.]+ times.",
        page,
    )
