"""Pictures of all forces: in the cells of a table, and for analysts."""

import re
from xml.etree import ElementTree

import pytest

from evenhand.publications.charts import across
from evenhand.publications.charts.analyst import funnel_specification, log_ratios_specification
from publications.drawn import FORCES, SPREAD, UNSEEN, rows_of, words_in

# All forces in a table

CELL = {"value": 3.0, "low": 2.0, "high": 4.0, "expected_low": 2.5, "expected_high": 3.5}
NOTHING = dict.fromkeys(CELL)


def test_a_cell_is_tiny_and_is_one_image_with_one_sentence() -> None:
    rows = [CELL, {**CELL, "high": 900.0}, {**NOTHING, "status": "not shown"}, NOTHING]
    scale = across.scale_of(rows, same=1)
    label = "Devon & Cornwall: 3.0 times, likely between 2.0 and 4.0; expected 2.5 to 3.5."
    for row in rows:
        drawn = across.cell(row, scale, label=label, same=1)
        root = ElementTree.fromstring(drawn)  # noqa: S314 (our own)
        assert (root.get("role"), root.get("aria-label")) == ("img", label)
        assert len(drawn) < 700
        assert not re.search(r" style=|<style|#", drawn)


def test_all_cells_share_one_linear_scale_from_zero() -> None:
    scale = across.scale_of([CELL, {**CELL, "value": 6.0, "high": 8.0}])

    assert scale.at(0) == scale.start
    assert scale.at(6) - scale.at(3) == pytest.approx(scale.at(3) - scale.at(0), abs=0.02)
    assert scale.at(8) < scale.stop


def test_one_endless_interval_does_not_squeeze_the_others_and_is_drawn_as_going_on() -> None:
    long = {**CELL, "high": 900.0}
    scale = across.scale_of([CELL, long])

    assert scale.end < 10
    assert "l4 4l-4 4" in across.cell(long, scale, label="")
    assert "l4 4l-4 4" not in across.cell(CELL, scale, label="")


def test_no_data_not_shown_and_zero_are_three_cells() -> None:
    scale = across.scale_of([CELL])
    zero = {**CELL, "value": 0.0, "low": 0.0}
    cells = [
        across.cell(row, scale, label="")
        for row in (NOTHING, {**NOTHING, "status": "not shown"}, zero)
    ]
    assert len(set(cells)) == 3
    assert 'class="x"' in cells[1]
    assert 'class="d"' in cells[2]


def test_what_is_not_shown_is_not_in_the_scale_either() -> None:
    hidden = {**NOTHING, "status": "not shown", "events": 3}

    assert across.scale_of([CELL, hidden]) == across.scale_of([CELL])


def test_the_scale_has_its_numbers_inside_the_picture() -> None:
    root = ElementTree.fromstring(across.axis(across.scale_of([CELL]), label="Times", same=1))  # noqa: S314
    texts = [one for one in root.iter() if one.tag.endswith("text")]

    assert texts[0].text == "0"
    assert all(4 <= float(str(one.get("x"))) <= 196 for one in texts)


# For the analyst


def test_forces_stand_in_alphabetical_order_whatever_their_ratios() -> None:
    drawn = log_ratios_specification(FORCES, 620)
    names = next(rows for rows in rows_of(drawn, "text") if rows[0].get("word") == "Avon")

    assert [row["word"] for row in names] == ["Avon", "City", "Kent", "Wiltshire"]
    assert names == sorted(names, key=lambda row: row["y"])


def test_a_force_that_is_not_shown_keeps_its_line_and_has_no_mark() -> None:
    drawn = log_ratios_specification([*FORCES, {**UNSEEN, "name": "Essex"}], 620)

    assert len(rows_of(drawn, "point")[0]) == len(FORCES)
    assert {"Essex", "not shown"} <= set(words_in(drawn))
    assert "Essex" not in words_in(
        funnel_specification([*FORCES, {**UNSEEN, "name": "Essex"}], 620, centre=2.9)
    )


def test_an_interval_without_an_end_reaches_the_edge() -> None:
    endless = {**FORCES[0], "name": "Endless", "ratio_high": float("inf")}
    drawn = log_ratios_specification([*FORCES, endless], 620)
    lines = next(rows for rows in rows_of(drawn, "rule") if "left" in rows[0])

    assert max(row["right"] for row in lines) == drawn["width"]


def test_doublings_are_equally_far_apart() -> None:
    drawn = log_ratios_specification(FORCES, 620)
    places = {row["word"]: row["x"] for row in rows_of(drawn, "text")[0]}

    assert places["2 ×"] - places["same"] == pytest.approx(places["4 ×"] - places["2 ×"], abs=0.02)


def test_over_dispersion_adds_four_wider_dashed_limits() -> None:
    plain = funnel_specification(FORCES, 620, centre=2.9)
    wide = funnel_specification(FORCES, 620, centre=2.9, overdispersion=SPREAD)

    assert len(rows_of(plain, "line")) == 4
    assert len(rows_of(wide, "line", strokeDash=[6, 3])) == 4


def test_only_forces_beyond_the_outer_limits_are_named_and_never_over_each_other() -> None:
    crowd = [{**FORCES[0], "name": f"Force {n}", "ratio": 9.0 + n / 100} for n in range(9)]
    words = words_in(funnel_specification([*crowd, *FORCES[1:]], 620, centre=2.9))

    assert sum(one.startswith("Force") for one in words) == 1
    assert "Kent" not in words
