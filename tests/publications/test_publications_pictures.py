"""Pictures over time and of expected ranges; and what every picture must be."""

import re
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest

from evenhand.publications import charts
from evenhand.publications.charts import analyst
from evenhand.publications.charts.analyst import funnel_specification, log_ratios_specification
from evenhand.publications.charts.expected import expected_specification
from evenhand.publications.charts.lighter import lighter
from evenhand.publications.charts.over_time import over_time_specification
from evenhand.publications.charts.scale import Linear, runs
from evenhand.stats import Overdispersion
from publications.drawn import FORCES, SPREAD, UNSEEN, WORDS, Values, rows_of, words_in


def group(rate: float | None) -> Values:
    if rate is None:
        return dict.fromkeys(("rate", "rate_low", "rate_high", "events"))
    return {"rate": rate, "rate_low": rate * 0.8, "rate_high": rate * 1.25, "events": 40}


def quarter(number: int, black: float | None, white: float = 8.0, status: str = "whole") -> Values:
    year, first = 2024 + number // 4, number % 4 * 3 + 1
    seen = {} if status == "missing" else {"Black": group(black), "White": group(white)}
    return {
        **{"from": f"{year}-{first:02d}", "to": f"{year}-{first + 2:02d}"},
        **{"months_observed": 0 if status == "missing" else 3, "status": status, "groups": seen},
    }


def series(*points: Values, smallest: float | None = 1.5, changes: Any = ()) -> Values:
    return {
        **{"unit": "quarter", "points": list(points)},
        **{"smallest_change": smallest, "recording_changes": list(changes)},
    }


BROKEN = series(
    quarter(0, 24.0),
    quarter(1, 26.0),
    quarter(2, None, status="missing"),
    quarter(3, 31.0),
    quarter(4, None),
    quarter(5, 30.0, status="partial"),
    quarter(6, 29.0),
    changes=[{"month": "2024-04", "label": "recording changed"}],
)
MONTHS = series(
    *(
        {**quarter(0, 20.0 + number % 7), "from": month, "to": month}
        for number, month in enumerate(
            f"{year}-{at:02d}" for year in (2023, 2024, 2025) for at in range(1, 13)
        )
    )
) | {"unit": "month"}
ROW = {
    **{"value": 3.8, "low": 3.4, "high": 4.3, "expected_low": 2.1, "expected_high": 3.3},
    **{"unknown_low": 3.3, "unknown_high": 16.6, "same": 1},
}


def time(given: Values, width: int) -> str:
    return charts.over_time(given, focus="Black", width=width, **WORDS)


def funnel(width: int, spread: Overdispersion | None = SPREAD) -> str:
    return analyst.funnel(FORCES, centre=2.9, overdispersion=spread, width=width, **WORDS)


DRAWN = [
    lambda width: time(BROKEN, width),
    lambda width: time(MONTHS, width),
    lambda width: charts.expected(ROW, width=width, **WORDS),
    funnel,
    lambda width: analyst.log_ratios(FORCES, width=width, **WORDS),
]


@pytest.mark.parametrize("width", charts.WIDTHS)
@pytest.mark.parametrize("draw", DRAWN)
def test_every_picture_is_named_light_strict_and_follows_light_and_dark(
    draw: Any, width: int
) -> None:
    drawn = draw(width)
    root = ElementTree.fromstring(drawn)  # noqa: S314 (our own)

    assert (root.get("width"), root.get("role")) == (str(width), "img")
    assert root.get("aria-labelledby") == "it-title it-desc"
    assert not re.search(r"<style|<script| style=| on\w+=|href", drawn)
    assert not re.search(r'(?:fill|stroke)="#', drawn)
    assert len(drawn) < 20_000


@pytest.mark.parametrize("width", charts.WIDTHS)
def test_every_specification_is_what_vega_lite_understands(width: int) -> None:
    for specification in (
        over_time_specification(BROKEN, width, focus="Black"),
        over_time_specification(MONTHS, width, focus="White", share=True),
        expected_specification(ROW, width),
        expected_specification({**ROW, "unknown_low": None, "same": None}, width),
        funnel_specification(FORCES, width, centre=2.9, overdispersion=SPREAD),
        log_ratios_specification([*FORCES, {**UNSEEN, "name": "Essex"}], width),
    ):
        alt.LayerChart.from_dict(specification, validate=True)


# Over time


def test_a_line_is_broken_where_a_quarter_is_missing_or_not_shown() -> None:
    lines = rows_of(over_time_specification(BROKEN, 620, focus="Black"), "line")

    assert [len(line) for line in lines] == [2, 2, 2, 4]  # Black, then White, who is always shown


def test_missing_is_hatched_and_labelled_and_not_shown_is_neither() -> None:
    drawn = over_time_specification(BROKEN, 620, focus="Black")

    assert len(rows_of(drawn, "rect", fill="#875701")) == 2  # one band in each panel
    assert words_in(drawn).count("missing") == 1
    assert words_in(drawn).count("not shown") == 1
    assert "?" in words_in(over_time_specification(BROKEN, 340, focus="Black"))


def test_a_number_that_is_not_shown_is_nowhere_in_the_picture() -> None:
    """Whatever it was: the picture of two different hidden numbers is one picture."""
    one, other = (
        series(quarter(0, 24.0), {**quarter(1, None), "events_withheld": count}, quarter(2, 29.0))
        for count in (2, 4)
    )
    assert time(one, 620) == time(other, 620)
    known = [
        row["x"] for row in rows_of(over_time_specification(one, 620, focus="Black"), "point")[0]
    ]
    assert len(known) == 2


def test_zero_is_a_dot_on_the_line_of_nothing() -> None:
    drawn = over_time_specification(
        series(quarter(0, 10.0), quarter(1, 0.0), smallest=None), 620, focus="Black"
    )
    dots = rows_of(drawn, "point")[0]
    base = rows_of(drawn, "rule", color="#66757c")[0][0]["y"]

    assert dots[1]["y"] == base
    assert dots[0]["y"] < base


def test_both_groups_share_one_linear_scale_from_zero() -> None:
    drawn = over_time_specification(series(quarter(0, 20.0, 10.0)), 620, focus="Black")
    black, white = (rows[0]["y"] for rows in rows_of(drawn, "point"))
    zero_black, zero_white = (
        rows[0]["y"] for rows in rows_of(drawn, "rule", color="#66757c", strokeWidth=1.5)
    )

    assert zero_black - black == pytest.approx(2 * (zero_white - white), abs=0.05)


def bracket_of(specification: Values) -> list[list[Values]]:
    return rows_of(specification, "rule", color="#875700", strokeWidth=2)


def test_the_bracket_reaches_from_the_last_point_to_what_could_have_been_seen() -> None:
    drawn = over_time_specification(BROKEN, 620, focus="Black")
    upright, caps = bracket_of(drawn)
    last = rows_of(drawn, "point")[0][-1]
    zero = rows_of(drawn, "rule", color="#66757c", strokeWidth=1.5)[0][0]["y"]

    assert upright[0]["bottom"] == last["y"]
    assert zero - upright[0]["top"] == pytest.approx(1.5 * (zero - last["y"]), abs=0.05)
    assert len(caps) == 2
    assert "could see" in time(BROKEN, 340)


def test_a_change_too_large_for_the_picture_leaves_the_bracket_open() -> None:
    drawn = over_time_specification(BROKEN | {"smallest_change": 9.0}, 620, focus="Black")

    assert len(bracket_of(drawn)[1]) == 1


@pytest.mark.parametrize("given", [BROKEN | {"smallest_change": None}, series(quarter(0, None))])
def test_without_a_last_number_or_a_smallest_change_there_is_no_bracket(given: Values) -> None:
    assert bracket_of(over_time_specification(given, 620, focus="Black")) == []


def test_a_change_of_recording_is_an_upright_rule_with_its_word() -> None:
    drawn = over_time_specification(BROKEN, 620, focus="Black")
    rules = rows_of(drawn, "rule", strokeDash=[6, 3])

    assert len(rules) == 2
    labels = [row["label"] for rows in rows_of(drawn, "text") for row in rows if "label" in row]
    assert labels == ["recording changed"]
    early = series(*BROKEN["points"], changes=[{"month": "2019-01", "label": "before"}])
    assert ">before<" not in time(early, 620)


def test_a_quarter_loaded_in_part_has_another_shape() -> None:
    drawn = over_time_specification(BROKEN, 620, focus="Black")

    assert [len(rows) for rows in rows_of(drawn, "point", shape="square")] == [1, 1]


def test_the_last_quarter_is_always_named_and_names_do_not_run_into_each_other() -> None:
    for width in charts.WIDTHS:
        words = words_in(over_time_specification(MONTHS, width, focus="Black"))
        assert "Dec" in words
        assert {"2023", "2024", "2025"} <= set(words)


# A force beside its own expected range


def test_the_mark_stands_on_the_bar_and_what_is_not_known_apart_from_both() -> None:
    drawn = expected_specification(ROW, 620)
    bar, band = (rows[0] for rows in rows_of(drawn, "rect"))
    mark = rows_of(drawn, "point")[0][0]

    assert bar["top"] < mark["y"] < bar["bottom"] < band["top"]
    assert bar["right"] < mark["x"]
    assert words_in(drawn)[-3:] == ["expected range", "this force", "what we do not know"]


def test_without_an_unknown_range_its_lane_is_not_there() -> None:
    drawn = charts.expected({**ROW, "unknown_low": None}, width=340, **WORDS)

    assert "hatch" not in drawn
    assert "what we do not know" not in drawn


def test_words_never_leave_the_picture() -> None:
    far_left = {**ROW, "value": 0.0, "low": 0.0, "expected_low": 0.0, "expected_high": 0.1}
    for row in (far_left, {**ROW, "value": 16.0, "expected_low": 15.0, "expected_high": 17.0}):
        drawn = expected_specification(row, 340)
        for rows in rows_of(drawn, "text", fontWeight="bold"):
            half = len(rows[0]["word"]) * 7.6 / 2
            assert half <= rows[0]["x"] + 0.01
            assert rows[0]["x"] <= drawn["width"] - half + 0.01


# What they share


def test_lighter_drawings_say_once_what_all_marks_of_a_group_share() -> None:
    drawn = (
        '<g><path d="M0,0" fill="red" stroke="blue" opacity="1"/>'
        '<path d="M1,1" fill="red" stroke="green" opacity="1"/></g>'
    )
    assert lighter(drawn) == (
        '<g fill="red"><path d="M0,0" stroke="blue"/><path d="M1,1" stroke="green"/></g>'
    )


def test_lighter_drawings_have_no_empty_groups_nor_boxes_that_paint_nothing() -> None:
    drawn = (
        '<g><g fill="red"></g><path d="M0,0h208v354h-208Z"/><path d="" display="none"/>'
        '<g><g transform="translate(1,2)"><line x2="0" y2="7.123456"/></g></g></g>'
    )

    assert lighter(drawn) == '<g transform="translate(1,2)"><line y2="7.1"/></g>'


def test_lighter_drawings_round_places_and_never_words_or_shades() -> None:
    drawn = '<text x="131.456" opacity="0.22">131.456</text>'

    assert lighter(drawn) == '<text x="131" opacity="0.22">131.456</text>'


@pytest.mark.parametrize("end", [0.013, 0.9, 3.7, 48.0, 950.0, 12_345.0])
def test_a_scale_is_labelled_with_a_few_round_numbers_from_zero(end: float) -> None:
    ticks = Linear(end, 0, 100).ticks(4)

    assert ticks[0] == (0, "0")
    assert 2 <= len(ticks) <= 5
    assert ticks[-1][0] <= end
    assert all(float(word.replace(",", "")) == value for value, word in ticks)


def test_runs_are_neighbours_that_are_all_there() -> None:
    assert runs([True, True, False, True]) == [[0, 1], [3]]
    assert runs([]) == []
