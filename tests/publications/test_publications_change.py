"""Whether a ratio moved between two years, in words that never overstate it."""

from typing import Any

import pytest

from evenhand import stats
from evenhand.publications.making.change import between

WHITE = (5000, 602_920.0)


def result(black: int, residents: float = 20_880.0) -> dict[str, Any]:
    ratio = stats.ratio_of_rates(black, residents, *WHITE)
    rows = [
        {
            "group": "Black",
            "events": black,
            "ratio": float(ratio.value),
            "ratio_low": float(ratio.low),
            "ratio_high": float(ratio.high),
        },
        {"group": "White", "events": WHITE[0], "ratio": 1.0, "ratio_low": 1.0, "ratio_high": 1.0},
    ]
    return {"rows": rows, "ratio_group": "Black", "reference": "White"}


def test_the_same_year_twice_is_a_change_that_we_cannot_tell() -> None:
    change = between(result(650), result(650), kind="rate")

    assert change is not None
    assert not change.changed
    assert change.sentence == (
        "We cannot tell whether that changed since the 12 months before: it is likely to be "
        "between 0.9 and 1.1 times what it was."
    )


def test_we_cannot_tell_comes_with_the_smallest_change_that_would_have_been_seen() -> None:
    change = between(result(650), result(650), kind="rate")

    assert change is not None
    assert change.seen == (
        "It was 3.8 times. It would have had to fall below 3.2 or rise above 4.4 to be seen."
    )


@pytest.mark.parametrize(("now", "word"), [(1300, "rose"), (325, "fell")])
def test_a_doubling_and_a_halving_are_told(now: int, word: str) -> None:
    change = between(result(now), result(650), kind="rate")

    assert change is not None
    assert change.changed
    assert change.sentence.startswith(f"That {word} since the 12 months before, to between ")
    assert change.seen is None


def test_a_ratio_that_was_not_given_has_no_change() -> None:
    nothing = result(650)
    nothing["rows"][0]["ratio"] = None

    assert between(result(650), nothing, kind="rate") is None
    assert between(nothing, result(650), kind="rate") is None


def test_a_share_says_its_range_but_no_smallest_change() -> None:
    change = between(result(650), result(650), kind="share")

    assert change is not None
    assert change.seen is None
