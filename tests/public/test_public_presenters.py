"""What a reader is told, word for word; no data, zero and not shown never look alike."""

from typing import Any

import pytest

from demo.demonstration import frozen
from evenhand.public.presenters.emphasis import with_bold_range, with_hero
from evenhand.public.presenters.page import figure_page
from evenhand.public.presenters.quality import quality
from evenhand.public.presenters.table import line, table
from evenhand.publications.models import Figure
from evenhand.publications.reporting.cells import Cell

ROW: dict[str, Any] = {
    "group": "Black",
    "events": 651,
    "exposure": 20_880.0,
    "rate": 31.2,
    "rate_low": 28.8,
    "rate_high": 33.7,
    "ratio": 3.8,
    "ratio_low": 3.5,
    "ratio_high": 4.1,
    "ratio_if_unknown_all_reference": 3.3,
    "ratio_if_unknown_all_group": 9.4,
    "unknown_low": 3.3,
    "unknown_high": 9.4,
    "difference": 23.0,
    "difference_low": 20.5,
    "difference_high": 25.5,
    "suppressed": False,
    "sentence": "",
}
NUMBERS = [key for key, value in ROW.items() if value and not isinstance(value, str)]


def latest(measure: str) -> Figure:
    return next(one for one in frozen() if (one.measure, one.first_month) == (measure, "2025-10"))


def test_the_range_is_the_hero_of_its_sentence() -> None:
    assert with_hero("They were searched between 3.4 and 4.3 times as often.") == (
        'They were searched between <span class="eh-hero">3.4 and 4.3 times</span> as often.'
    )


def test_we_cannot_tell_keeps_its_range_as_large() -> None:
    assert '<span class="eh-hero">0.8 to 1.2 times</span>' in with_hero(
        "We cannot tell: the likely range runs from 0.8 to 1.2 times (11.6 against 11.9)."
    )


def test_large_numbers_are_one_range() -> None:
    assert '<span class="eh-hero">1,200.5 and 2,300 times</span>' in with_hero(
        "between 1,200.5 and 2,300 times as often."
    )


@pytest.mark.parametrize("stop", [".", ",", ":", ";"])
def test_no_line_begins_with_a_full_stop(stop: str) -> None:
    assert with_hero(f"It runs from 0.6 to 1.4{stop} All forces together.") == (
        f'It runs from <span class="eh-hero">0.6 to 1.4{stop}</span> All forces together.'
    )
    assert (
        with_bold_range(f"Between 3 and 4{stop} No more.")
        == f"Between <b>3 and 4</b>{stop} No more."
    )


def test_an_upper_end_alone_is_a_range_too() -> None:
    assert with_hero("They were searched at most 0.03 times as often: 0 against 99.0.") == (
        'They were searched <span class="eh-hero">at most 0.03 times</span> as often: 0 against '
        "99.0."
    )


def test_a_sentence_without_a_range_stays_as_it_is() -> None:
    assert with_hero("Not shown, to protect people.") == "Not shown, to protect people."
    assert with_bold_range("Nothing here.") == "Nothing here."


def test_markup_in_a_sentence_is_never_obeyed() -> None:
    assert with_hero("<b>3 and 4 times</b>") == (
        '&lt;b&gt;<span class="eh-hero">3 and 4 times</span>&lt;/b&gt;'
    )


def test_the_last_range_is_bold_where_a_sentence_has_a_share_before_it() -> None:
    assert with_bold_range("In 13 of every 100. Anywhere between 3.3 and 16.6 times.") == (
        "In 13 of every 100. Anywhere between <b>3.3 and 16.6 times</b>."
    )


def test_a_group_has_its_numbers_and_under_each_its_likely_range() -> None:
    laid_out = line(ROW, reference="White", share=False)

    assert laid_out.events == Cell("651")
    assert laid_out.rate == Cell("31.2", "28.8 to 33.7")
    assert laid_out.difference == Cell("+23.0", "+20.5 to +25.5")
    assert laid_out.ratio == Cell("3.8", "3.5 to 4.1")
    assert laid_out.unknown == Cell("3.3 to 9.4")


def test_a_lower_rate_has_a_true_minus_sign() -> None:
    lower = {**ROW, "difference": -5.9, "difference_low": -9.6, "difference_high": 1.8}

    assert line(lower, reference="White", share=False).difference == Cell("−5.9", "−9.6 to +1.8")


def test_a_share_is_of_every_100_and_says_of_how_many() -> None:
    share = {**ROW, "events": 134, "exposure": 544.0, "rate": 0.246}
    laid_out = line({**share, "rate_low": 0.212, "rate_high": 0.284}, reference="White", share=True)

    assert laid_out.events == Cell("134 of 544")
    assert laid_out.rate == Cell("24.6", "21.2 to 28.4")


def test_zero_not_shown_and_not_given_never_look_alike() -> None:
    gone = {**ROW, **dict.fromkeys(NUMBERS)}
    zero = {**ROW, "events": 0, "rate": 0.0, "rate_low": 0.0, "rate_high": 0.2}

    assert line(zero, reference="White", share=False).rate == Cell("0", "0 to 0.2")
    assert line(zero, reference="White", share=False).events == Cell("0")
    hidden = line(
        {**gone, "suppressed": True, "sentence": "Why it is not shown."},
        reference="White",
        share=False,
    )
    assert hidden.hidden == "Why it is not shown."
    absent = line(gone, reference="White", share=False)
    for cell in (hidden.events, hidden.rate, hidden.ratio, hidden.unknown, hidden.difference):
        assert cell == Cell(None, words="Not shown, to protect people")
    assert absent.rate == Cell(None, words="Not given")


def test_a_group_without_any_number_says_why_once() -> None:
    gone = {
        **ROW,
        **dict.fromkeys(NUMBERS),
        "suppressed": False,
        "sentence": "Nobody wrote it down.",
    }
    laid_out = line(gone, reference="White", share=True)

    assert laid_out.hidden == "Nobody wrote it down."
    assert laid_out.hidden != laid_out.rate.words


def test_the_reference_group_is_compared_with_and_not_blank() -> None:
    laid_out = line({**ROW, "group": "White"}, reference="White", share=False)

    assert laid_out.ratio == laid_out.unknown == Cell(None, words="Compared with")


def test_groups_stand_in_the_fixed_order_and_the_unrecorded_are_never_other() -> None:
    figure = latest("search-rate")
    laid_out = table(figure.result, figure.about)

    assert [one.group for one in laid_out.lines] == ["Asian", "Black", "Mixed", "Other", "White"]
    assert laid_out.unknown is not None
    assert laid_out.unknown.endswith("Never counted as “Other”.")


def test_an_unknown_count_that_is_hidden_is_said_to_be() -> None:
    figure = latest("search-rate")

    assert table({**figure.result, "unknown_events": None}, figure.about).unknown == (
        "Not shown, to protect people."
    )


def test_counts_without_rates_are_one_column_and_not_four_empty_ones() -> None:
    figure = latest("search-rate")
    rows = [{**row, "rate": None, "ratio": None} for row in figure.result["rows"]]

    found = table({**figure.result, "rows": rows}, figure.about)
    assert found.headings == ("Searches",)
    assert found.caption == "Searches, by the ethnicity people gave"


def test_every_group_leads_to_how_its_numbers_were_got() -> None:
    page = figure_page(latest("search-rate"))

    assert [one.how for one in page.table.lines] == [f"#{one.anchor}" for one in page.workings.rows]


def test_the_range_in_the_lead_leads_to_how_we_got_it() -> None:
    assert with_hero("between 3.4 and 4.3 times.", "#how-black") == (
        'between <a class="eh-hero eh-how" href="#how-black">3.4 and 4.3 times.</a>'
    )


def test_the_first_range_is_bold_where_the_second_is_of_something_else() -> None:
    assert with_bold_range("Expected: 2 to 5 times, not 6 to 7 times.", first=True) == (
        "Expected: <b>2 to 5 times</b>, not 6 to 7 times."
    )


def finding(check: str, month: str | None, severity: str = "warning") -> dict[str, Any]:
    return {"check": check, "month": month, "severity": severity, "message": f"About {month}."}


def test_one_check_over_many_months_is_one_entry_in_the_box_and_each_in_the_list() -> None:
    found = quality([finding("blank-column", f"2026-0{month}") for month in (1, 2, 3)])

    assert [(one.title, one.message) for one in found.shown] == [
        ("A column is blank, 3 months", "About 2026-03.")
    ]
    assert len(found.every) == 3


def test_what_changes_the_numbers_most_stands_first() -> None:
    found = quality(
        [
            finding("residual-codes-high", None, "note"),
            finding("partial-month", "2025-11"),
            finding("missing-month", "2026-03"),
            finding("duplicate-file", "2025-05", "error"),
        ]
    )

    assert [one.title for one in found.shown] == [
        "File published twice over, May 2025",
        "Missing, March 2026",
        "Partly loaded, November 2025",
        "“Any other” used often",
    ]


def test_every_figure_makes_a_page() -> None:
    for figure in frozen():
        page = figure_page(figure)

        assert page.title == figure.about["title"]
        assert {"rates", "months"} <= set(page.pictures)
        assert len(page.table.lines) == 5
