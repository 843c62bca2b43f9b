"""Zero, not shown and not known never look alike, and what is hidden stays hidden."""

import json

from made_lakes import BEDS, MakeLake, answer, searches

from evenhand.records import codes
from evenhand.records.lake import Lake


def test_zero_is_zero_and_not_hidden(lake: Lake) -> None:
    row = answer(lake).row("Other")
    assert (row.events, row.rate, row.rate_low, row.suppressed) == (0, 0.0, 0.0, False)
    assert row.rate_high is not None
    assert row.rate_high > 0
    assert row.ratio is None
    assert row.sentence == (
        "People of Other ethnicity were searched 0 times. To compare people of Other ethnicity "
        "with White people, each must have been searched at least 5 times."
    )


def hidden_parts(row: object) -> dict[str, object]:
    kept = {"group", "suppressed", "sentence", "status"}
    return {name: value for name, value in vars(row).items() if name not in kept}


def test_a_small_count_hides_all_that_comes_from_it(lake_of: MakeLake) -> None:
    rows = searches(50, "White") + searches(3, "Black") + searches(9, "Asian")
    result = answer(lake_of({(BEDS, "2021-05"): rows}), last="2021-05")
    row = result.row("Black")
    assert row.suppressed
    assert set(hidden_parts(row).values()) == {None}
    found = result.as_json()
    for name in ("pooled_ratio", "within_force_ratio"):
        assert found[name] is found[f"{name}_low"] is found[f"{name}_high"] is None
    assert found["smallest_detectable_ratio"] is None


def test_a_small_count_is_not_given_back_by_the_total(lake_of: MakeLake) -> None:
    rows = searches(50, "White") + searches(3, "Black") + searches(9, "Asian")
    result = answer(lake_of({(BEDS, "2021-05"): rows}), last="2021-05")
    assert result.row("Asian").suppressed
    assert result.overall.events == 62


def test_a_few_unknown_are_hidden_and_with_them_what_they_could_change(lake_of: MakeLake) -> None:
    rows = searches(50, "White") + searches(30, "Black") + searches(9, "Asian") + searches(2, "")
    result = answer(lake_of({(BEDS, "2021-05"): rows}), last="2021-05")
    assert result.unknown_events is result.unknown_share is None
    row = result.row("Black")
    assert row.ratio is not None
    assert row.ratio_if_unknown_all_group is row.ratio_if_unknown_all_reference is None
    assert row.tipping_share is row.unknown_sentence is None


def test_a_hidden_reference_leaves_rates_alone(lake_of: MakeLake) -> None:
    rows = searches(2, "White") + searches(30, "Black") + searches(2, "Asian")
    row = answer(lake_of({(BEDS, "2021-05"): rows}), last="2021-05").row("Black")
    assert row.rate is not None
    assert row.ratio is row.difference is row.excess is None
    assert "They cannot be compared with White people, whose rate is not given." in row.sentence


def test_what_is_printed_is_the_same_whatever_the_hidden_count_is(lake_of: MakeLake) -> None:
    files = {n: (BEDS, f"2021-0{n + 4}") for n in (1, 2, 3, 4)}
    lake = lake_of(
        {
            key: searches(60, "White") + searches(n, "Black") + searches(12 - n, "Asian")
            for n, key in files.items()
        }
    )
    printed = set()
    for _, month in files.values():
        found = answer(lake, first=month, last=month).as_json()
        found["from"] = found["to"] = None
        printed.add(json.dumps(found, sort_keys=True))
    assert len(printed) == 1


def test_roma_people_are_not_zero_among_the_nineteen(lake: Lake) -> None:
    result = answer(lake, grouping="nineteen-groups")
    row = result.row("White: Roma")
    assert not row.suppressed
    assert set(hidden_parts(row).values()) == {None}
    assert "not zero" in row.sentence
    assert [row.group for row in result.rows] == list(codes.NINETEEN_GROUPS)
    assert result.reference == "White: English, Welsh, Scottish, Northern Irish or British"


def test_too_few_residents_give_counts_without_a_rate(lake_of: MakeLake) -> None:
    traveller = {"Self-defined ethnicity": "White - Gypsy or Irish Traveller"}
    rows = searches(50, "White") + searches(40, "Black") + searches(9, "White", **traveller)
    lake = lake_of({(BEDS, "2021-05"): rows})
    row = answer(lake, last="2021-05", grouping="nineteen-groups").row(
        "White: Gypsy or Irish Traveller"
    )
    assert row.events == 9
    assert row.rate is row.ratio is None
    assert "fewer than 1,000 of them lived here" in row.sentence


def test_a_group_with_hardly_any_misses_is_hidden_in_a_share(lake_of: MakeLake) -> None:
    rows = (
        searches(40, "Black", Outcome="Arrest")
        + searches(2, "Black")
        + searches(50, "White", Outcome="Arrest")
        + searches(50, "White")
        + searches(20, "Asian", Outcome="Arrest")
        + searches(20, "Asian")
    )
    result = answer(lake_of({(BEDS, "2021-05"): rows}), "arrest-rate", last="2021-05")
    assert result.row("Black").suppressed
    assert set(hidden_parts(result.row("Black")).values()) == {None}
