"""Small pictures over time: one scale for all, a gap where nothing is known, never a zero."""

import re
from typing import Any

from evenhand.publications.charts.small_multiples import HEIGHT, scale_over_time, spark


def point(ratio: float | None, status: str = "whole", high: float | None = None) -> dict[str, Any]:
    ends = (None, None) if ratio is None else (ratio * 0.8, high or ratio * 1.2)
    return {"ratio": ratio, "ratio_low": ends[0], "ratio_high": ends[1], "status": status}


def kinds(drawn: str) -> list[str]:
    return re.findall(r'class="(\w)"', drawn)


def test_a_line_is_broken_where_a_quarter_is_missing() -> None:
    points = [point(2.0), point(2.1), point(None, "missing"), point(2.2), point(2.4)]
    drawn = spark(points, scale_over_time([points]), label="Kent")

    assert kinds(drawn) == ["s", "m", "b", "i", "d", "b", "i", "d"]


def test_a_quarter_that_is_not_shown_leaves_a_gap_without_the_mark_of_a_missing_one() -> None:
    points = [point(2.0), point(None), point(2.2)]

    assert "m" not in kinds(spark(points, scale_over_time([points]), label="Kent"))


def test_a_quarter_alone_keeps_its_range_as_an_upright_rule() -> None:
    points = [point(None), point(2.0), point(None)]

    assert kinds(spark(points, scale_over_time([points]), label="Kent")) == ["s", "i", "d"]


def test_every_force_stands_on_one_scale_from_zero() -> None:
    low, high = [point(1.5), point(1.6)], [point(6.0), point(5.0)]
    scale = scale_over_time([low, high])

    assert scale.at(0) == HEIGHT - 4
    assert scale.at(6.0) < scale.at(1.5) < scale.at(0)


def test_a_range_without_an_end_does_not_squeeze_the_others() -> None:
    points = [point(2.0, high=900.0), point(2.0)]

    assert scale_over_time([points]).end < 6


def test_markup_in_a_name_is_never_obeyed() -> None:
    assert "<b>" not in spark([point(2.0)], scale_over_time([[point(2.0)]]), label="<b>Kent")
