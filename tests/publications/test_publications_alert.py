"""The picture of an alert: what is drawn, where it breaks, and what never looks like zero."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest

from evenhand.measures.watch.found import Found, Looks, Span
from evenhand.publications.charts import drawing
from evenhand.publications.charts.alert import (
    HEIGHT,
    LATE,
    TOP,
    WIDTHS,
    alert_specification,
    description,
    draw,
)
from publications.drawn import rows_of, words_in
from publications.found_alerts import quarters, rise, span

SVG = "{http://www.w3.org/2000/svg}"


def points(found: Found, width: int = 620, **mark: Any) -> list[dict[str, Any]]:
    drawn = alert_specification(found, width)
    return [row for rows in rows_of(drawn, "point", **mark) for row in rows]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_picture_is_valid_vega_lite_and_as_wide_as_asked(width: int) -> None:
    alt.Chart.from_dict(alert_specification(rise(), width))  # checks it against the schema

    drawn = draw(rise())[str(width)]
    root = ElementTree.fromstring(drawn)  # noqa: S314 (our own)
    assert root.get("width") == str(width)
    assert root.findtext(f"{SVG}title", "").startswith("Each quarter from")
    assert not re.search(r"<style|<script| style=| on\w+=|href", drawn)
    assert not re.search(r'(?:fill|stroke)="#', drawn)
    assert "var(--eh-late)" in drawn
    assert len(drawn) < 8_000


def test_the_two_widths_have_ids_of_their_own() -> None:
    ids = [set(re.findall(r' id="([^"]+)"', one)) for one in draw(rise()).values()]

    assert all(ids)
    assert not ids[0] & ids[1]


def test_the_last_quarter_alone_is_a_diamond() -> None:
    [raised] = points(rise(), shape="diamond")

    assert raised["x"] == max(row["x"] for row in points(rise()))
    quiet = rise(quarters=(*rise().quarters[:-1], Span("2026-02", "2026-04", 3, "too-few")))
    assert points(quiet, shape="diamond") == []


def test_a_quarter_of_too_few_is_a_hollow_mark_and_a_question_never_a_number() -> None:
    hollow = points(rise(), size=330)

    assert [row["word"] for row in hollow] == ["?"]
    assert hollow[0]["y"] == TOP + HEIGHT / 2
    places = {row["x"] for row in points(rise(), size=60)}
    assert hollow[0]["x"] not in places


def test_missing_quarters_are_a_hatched_gap_with_its_word() -> None:
    [gap] = rows_of(alert_specification(rise(), 620), "rect", fill=drawing.HATCH)[0]
    assert gap["bottom"] - gap["top"] == HEIGHT
    assert not any(gap["left"] < row["x"] < gap["right"] for row in points(rise()))

    two = rise(quarters=quarters((2.0, "missing", "missing", 2.1, 4.0)))
    assert "missing" in words_in(alert_specification(two, 620))


def test_the_usual_range_is_a_band_and_left_out_where_it_is_not_known() -> None:
    def bands(found: Found) -> list[list[dict[str, Any]]]:
        return rows_of(alert_specification(found, 620), "rect", fill=drawing.BAND)

    assert len(bands(rise())) == 1
    unknown = replace(rise().before, low=None, high=None, value=None)
    assert bands(rise(before=unknown)) == []
    assert "usual range" not in description(rise(before=unknown))


def test_a_ratio_has_a_heavy_line_at_same_and_a_share_has_none() -> None:
    shares = replace(rise().series, looks=Looks.SHARE)

    assert "same" in words_in(alert_specification(rise(), 620))
    assert "same" not in words_in(alert_specification(rise(series=shares), 620))


def test_the_scale_begins_at_zero_and_a_wild_range_does_not_flatten_the_rest() -> None:
    wild = (*quarters()[:-1], replace(span("2026-02", "2026-04", 4.3), high=900.0))
    drawn = points(rise(quarters=wild))

    tops = [row["y"] for row in drawn]
    assert all(TOP <= y <= TOP + HEIGHT for y in tops)
    assert max(tops) - min(tops) > HEIGHT / 6
    assert "0" in words_in(alert_specification(rise(), 620))


def test_a_dotted_line_stands_before_the_quarter_in_which_it_moved() -> None:
    [line] = rows_of(alert_specification(rise(), 620), "rule", color=LATE, strokeDash=[2, 4])
    before = [row["x"] for row in points(rise(), size=60) if row["x"] < line[0]["x"]]
    assert before
    assert "moved from here" in words_in(alert_specification(rise(), 620))
    always = rise(since=rise().quarters[0].first)
    assert "moved from here" not in words_in(alert_specification(always, 620))


@pytest.mark.parametrize("values", [(), ("missing",), ("too-few", "missing"), (3.0,), (2.0,) * 40])
def test_any_number_of_quarters_is_drawn(values: tuple[Any, ...]) -> None:
    for drawn in draw(rise(quarters=quarters(values))).values():
        ElementTree.fromstring(drawn)  # noqa: S314 (our own)


def test_quarters_names_do_not_run_into_each_other() -> None:
    many = rise(quarters=quarters((2.0,) * 24))
    for width in WIDTHS:
        drawn = alert_specification(many, width)
        named = [row["x"] for rows in rows_of(drawn, "text", baseline="top") for row in rows]
        names = sorted(
            row["x"]
            for rows in rows_of(drawn, "text", baseline="top")
            for row in rows
            if "–" in row["word"]
        )
        assert named
        assert all(after - before >= 58 for before, after in pairwise(names))
