"""Groups that the records could not name are not zero: it depends on the codes then in use."""

import pytest
from made_lakes import BEDS, SAYS, MakeLake, Search, answer, searches

from evenhand.measures.recordable import only_in_current
from evenhand.measures.result import Row
from evenhand.records.lake import Lake

ARAB, TRAVELLER = "Other ethnic group: Arab", "White: Gypsy or Irish Traveller"
OLD_WHITE, OLD_BLACK = "White - White British (W1)", "Black or Black British - African (B2)"
TRAVELLERS = "White - Gypsy or Irish Traveller"
DETAILED = {"grouping": "nineteen-groups"}


def who(number: int, says: str) -> list[Search]:
    return searches(number, "White", **{"Self-defined ethnicity": says})


def row_of(lake: Lake, group: str = ARAB, measure: str = "search-rate", **other: object) -> Row:
    return answer(lake, measure, **(DETAILED | other)).row(group)


def is_not_known(row: Row) -> bool:
    numbers = (row.events, row.exposure, row.rate, row.ratio, row.detectable_below)
    return (
        row.status == "cannot be recorded"
        and set(numbers) == {None}
        and "That is not zero" in row.sentence
        and not row.suppressed
    )


def test_two_groups_had_no_code_in_the_old_list() -> None:
    assert only_in_current() == {ARAB, TRAVELLER}


@pytest.mark.parametrize("group", [ARAB, TRAVELLER])
@pytest.mark.parametrize("measure", ["search-rate", "find-rate"])
def test_months_in_the_old_list_cannot_name_them(
    lake_of: MakeLake, group: str, measure: str
) -> None:
    lake = lake_of({(BEDS, "2021-05"): who(60, OLD_WHITE) + who(30, OLD_BLACK)})
    assert is_not_known(row_of(lake, group, measure))


def test_one_old_month_is_enough_and_years_after_it_are_not_touched(lake_of: MakeLake) -> None:
    """Its residents' month would count, and nobody in it could have been recorded."""
    arab = who(20, "Other ethnic group - Arab")
    lake = lake_of(
        {
            (BEDS, "2021-05"): who(60, OLD_WHITE) + arab,
            (BEDS, "2021-06"): who(60, SAYS["White"]) + arab,
        }
    )
    assert is_not_known(row_of(lake))
    later = row_of(lake, first="2021-06")
    assert (later.events, later.status) == (20, "compared")


def test_a_few_old_codes_in_a_month_do_not_make_it_old(lake_of: MakeLake) -> None:
    lake = lake_of({(BEDS, "2021-05"): who(20, OLD_WHITE) + who(60, SAYS["White"])})
    assert row_of(lake).events == 0


def test_other_groups_and_other_groupings_keep_their_old_months(lake_of: MakeLake) -> None:
    lake = lake_of({(BEDS, "2021-05"): who(60, OLD_WHITE) + who(30, OLD_BLACK)})
    african = "Black, Black British, Black Welsh, Caribbean or African: African"
    assert row_of(lake, african).events == 30
    assert answer(lake).row("Other").events == 0


def test_a_few_searches_without_the_codes_do_not_show_that_they_are_not_used(
    lake_of: MakeLake,
) -> None:
    """London: 4.3 Arab residents and 0.2 Gypsies or Travellers for every 100 White British."""
    lake = lake_of({("metropolitan", "2021-05"): who(600, SAYS["White"])})
    assert row_of(lake, forces=["metropolitan"]).events == 0


@pytest.mark.parametrize("group", [ARAB, TRAVELLER])
@pytest.mark.parametrize("measure", ["search-rate", "drugs-search-rate", "find-rate"])
def test_codes_that_are_never_used_where_fifty_were_expected_are_not_zero(
    lake_of: MakeLake, group: str, measure: str
) -> None:
    """Of 2,500 some 113 together, though of Travellers alone only 5: they came in together."""
    lake = lake_of({("metropolitan", "2021-05"): who(2_500, SAYS["White"])})
    assert is_not_known(row_of(lake, group, measure, forces=["metropolitan"]))


def test_one_record_shows_that_the_code_is_used(lake_of: MakeLake) -> None:
    """A vehicle's driver, whom no measure of searches of people counts."""
    arab = searches(
        6, "White", Type="Vehicle search", **{"Self-defined ethnicity": "Other ethnic group - Arab"}
    )
    lake = lake_of({("metropolitan", "2021-05"): who(2_500, SAYS["White"]) + arab})
    for group in (ARAB, TRAVELLER):
        assert row_of(lake, group, forces=["metropolitan"]).events == 0


def test_the_metropolitan_police_used_neither_code_in_2018(real_lake: Lake) -> None:
    for group in (ARAB, TRAVELLER):
        asked = {"forces": ["metropolitan"], "first": "2018-04", "last": "2018-05"}
        assert is_not_known(row_of(real_lake, group, **asked))


def test_bedfordshire_uses_them(real_lake: Lake) -> None:
    row = row_of(real_lake, forces=[BEDS], first="2021-05", last="2022-04")
    assert row.events == 12
