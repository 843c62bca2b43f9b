"""Pictures: what is drawn, what is never drawn, and that a strict page may hold them."""

import re
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest

from evenhand.publications import charts
from evenhand.publications.charts.by_month import months_specification
from evenhand.publications.charts.not_known import unknown_specification
from evenhand.publications.charts.rates_by_group import rates_specification

KEYS = ("rate", "rate_low", "rate_high", "rate_low_50", "rate_high_50")
SVG = "{http://www.w3.org/2000/svg}"


def rate(group: str, value: float | None) -> dict[str, Any]:
    around = (1.0, 0.9, 1.1, 0.97, 1.03)
    values = {
        key: None if value is None else value * times
        for key, times in zip(KEYS, around, strict=True)
    }
    shown = "Not shown" if value is None else f"{value}"
    return {"group": group, **values, "label": shown, "range": ""}


RATES = [rate("White", 8.2), rate("Black", 31.2), rate("Mixed", 17.0), rate("Asian", 10.6)]
BANDS = [
    {"group": "Black", "low": 3.1, "high": 9.4, "label": "3.1 to 9.4"},
    {"group": "Asian", "low": 1.1, "high": 3.2, "label": "1.1 to 3.2"},
]
MONTHS = [
    {"month": "2025-10", "count": 600, "status": "whole"},
    {"month": "2025-11", "count": 200, "status": "partial"},
    {"month": "2025-12", "count": 0, "status": "whole"},
    {"month": "2026-01", "count": None, "status": "missing"},
]
THOUSAND = [{"group": "Black", "name": "Black people", "of_thousand": 132, "label": "about 132"}]
WORDS = {"name": "it", "title": "What is drawn", "description": "What is <seen>"}
PICTURES = [
    (charts.rates, RATES),
    (charts.unknown, BANDS),
    (charts.months, MONTHS),
    (charts.people, THOUSAND),
]


@pytest.mark.parametrize("width", charts.WIDTHS)
@pytest.mark.parametrize(("picture", "rows"), PICTURES)
def test_a_picture_is_as_wide_as_asked_and_named_and_described(
    picture: Any, rows: Any, width: int
) -> None:
    root = ElementTree.fromstring(picture(rows, width=width, **WORDS))  # noqa: S314 (our own)

    assert root.get("width") == str(width)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "it-title it-desc"
    assert root.findtext(f"{SVG}title") == "What is drawn"
    assert root.findtext(f"{SVG}desc") == "What is <seen>"


@pytest.mark.parametrize(("picture", "rows"), PICTURES)
def test_a_picture_has_nothing_that_a_strict_page_would_block_and_is_light(
    picture: Any, rows: Any
) -> None:
    drawn = picture(rows, width=620, **WORDS)

    assert not re.search(r"<style|<script| style=| on\w+=|href", drawn)
    assert len(drawn) < 12_000


@pytest.mark.parametrize(("picture", "rows"), PICTURES)
def test_a_picture_follows_light_and_dark(picture: Any, rows: Any) -> None:
    drawn = picture(rows, width=340, **WORDS)

    assert "var(--eh-" in drawn
    assert not re.search(r'(?:fill|stroke)="#', drawn)


@pytest.mark.parametrize("width", charts.WIDTHS)
@pytest.mark.parametrize(
    "specification",
    [
        lambda width: rates_specification(RATES, width),
        lambda width: rates_specification(RATES, width, 10.1),
        lambda width: unknown_specification(BANDS, width),
        lambda width: months_specification(MONTHS, width),
    ],
)
def test_a_specification_is_what_vega_lite_understands(specification: Any, width: int) -> None:
    alt.LayerChart.from_dict(specification(width), validate=True)


def axis_scales(specification: Any) -> list[dict[str, Any]]:
    return [
        layer["encoding"]["x"]["scale"]
        for layer in specification["layer"]
        if layer["encoding"]["x"].get("axis")
    ]


@pytest.mark.parametrize(
    "specification", [rates_specification(RATES, 620), unknown_specification(BANDS, 620)]
)
def test_scales_are_linear_from_zero(specification: Any) -> None:
    scales = axis_scales(specification)

    assert scales
    assert all(scale["domain"][0] == 0 and "type" not in scale for scale in scales)


def test_groups_stand_in_the_fixed_order_whatever_their_numbers() -> None:
    drawn = charts.rates(RATES, width=620, **WORDS)
    places = [drawn.index(f">{group}</text>") for group in ("Asian", "Black", "Mixed", "White")]

    assert places == sorted(places)


def test_rates_are_dots_with_two_intervals_and_never_bars() -> None:
    kinds = [layer["mark"]["type"] for layer in rates_specification(RATES, 620)["layer"]]

    assert "bar" not in kinds
    assert "rect" not in kinds
    assert kinds.count("point") == 1


def test_everyone_together_is_a_line_to_compare_with_where_it_is_known() -> None:
    assert ">everyone</text>" in charts.rates(RATES, width=620, **WORDS, everyone=10.1)
    assert ">everyone</text>" not in charts.rates(RATES, width=620, **WORDS)


def test_a_rate_that_is_not_shown_leaves_no_mark_and_no_number() -> None:
    hidden = rates_specification([rate("Black", 31.2), rate("Other", None)], 620)
    marks = [layer for layer in hidden["layer"] if layer["mark"]["type"] == "point"]

    assert [row["group"] for row in marks[0]["data"]["values"]] == ["Black"]
    assert "Not shown" in charts.rates([rate("Other", None)], width=340, **WORDS)


def test_what_is_not_known_is_hatched_and_apart_from_the_rates() -> None:
    assert "url(#it-hatch)" in charts.unknown(BANDS, width=620, **WORDS)
    assert "hatch" not in charts.rates(RATES, width=620, **WORDS)


def statuses(specification: Any, mark: dict[str, Any]) -> list[str]:
    return [
        row["status"]
        for layer in specification["layer"]
        if mark.items() <= layer["mark"].items()
        for row in layer["data"]["values"]
    ]


def test_a_missing_month_is_a_dashed_slot_and_zero_is_a_bar() -> None:
    drawn = months_specification(MONTHS, 620)

    assert statuses(drawn, {"type": "rect", "strokeDash": [3, 3]}) == ["partial", "missing"]
    assert statuses(drawn, {"type": "rect", "fill": "#0f4f5c"}) == ["whole", "whole"]
    assert ">?</text>" in charts.months(MONTHS, width=340, **WORDS)


def test_a_month_that_only_some_forces_supplied_is_drawn_as_one_of_which_there_is_more() -> None:
    rows = [*MONTHS, {"month": "2026-02", "count": 300, "status": "some"}]
    drawn = months_specification(rows, 620)

    assert statuses(drawn, {"type": "rect", "strokeDash": [3, 3]}) == ["partial", "missing", "some"]
    assert statuses(drawn, {"type": "rect", "fill": "#875701"}) == ["partial", "some"]


def years_of(months: list[str]) -> list[str]:
    rows = [{"month": month, "count": 5, "status": "whole"} for month in months]
    return [row["word"] for row in months_specification(rows, 620)["layer"][-1]["data"]["values"]]


def test_a_year_of_one_month_at_the_start_leaves_its_number_out_rather_than_run_into_the_next() -> (
    None
):
    two_years = ["2018-12", *(f"2019-{number:02d}" for number in range(1, 13))]
    long = [*two_years, *(f"2020-{number:02d}" for number in range(1, 13))]

    assert years_of(long) == ["2019", "2020"]
    assert years_of(["2019-12", "2020-01"]) == ["2019", "2020"]


def test_a_few_months_are_not_drawn_as_blocks() -> None:
    rows = months_specification(MONTHS[:1], 620)["layer"][1]["data"]["values"]

    assert rows[0]["right"] - rows[0]["left"] < 60


def test_a_result_without_any_rate_has_no_picture_of_rates() -> None:
    from evenhand.publications.making.pictures import draw

    row = {**dict.fromkeys(KEYS), "group": "Black", "suppressed": False}
    row |= {"unknown_low": None, "unknown_high": None}
    result = {"rows": [row], "reference": "White", "overall": None}

    about = {"kind": "rate", "title": "", "focus": "Black"}
    assert draw(result, about, [], series={}, expected={}) == {}


def test_a_year_without_a_missing_month_has_no_question_mark() -> None:
    assert ">?</text>" not in charts.months(MONTHS[:1], width=340, **WORDS)


@pytest.mark.parametrize("width", charts.WIDTHS)
@pytest.mark.parametrize("filled", [0, 1, 32, 100, 999, 1000])
def test_a_thousand_marks_are_a_thousand_and_the_filled_ones_are_counted(
    filled: int, width: int
) -> None:
    rows = [{**THOUSAND[0], "of_thousand": filled}]
    root = ElementTree.fromstring(charts.people(rows, width=width, **WORDS))  # noqa: S314
    marks = {"full": 0, "empty": 0}
    for box in root.iter(f"{SVG}rect"):
        kind = "full" if "full" in str(box.get("fill")) else "empty"
        marks[kind] += int(str(box.get("width"))) // 6 * (int(str(box.get("height"))) // 6)

    assert marks == {"full": filled, "empty": 1000 - filled}
