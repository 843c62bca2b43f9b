"""Small lakes, worked by hand: what a measure answers and what it refuses."""

import json

import pytest
from made_lakes import BEDS, MakeLake, answer, searches, year

from evenhand.measures import (
    BadGrouping,
    BadPeriod,
    MixedForces,
    NothingObserved,
    UnknownMeasure,
)
from evenhand.records import codes
from evenhand.records.lake import Lake

PEOPLE = codes.GROUPINGS["five-groups"].people(BEDS)


def test_a_rate_is_events_over_residents_and_the_months_that_were_supplied(lake: Lake) -> None:
    row = answer(lake).row("Black")
    assert row.events == 60
    assert row.exposure == pytest.approx(PEOPLE["Black"] * 2 / 12)
    assert row.rate == pytest.approx(60 / (PEOPLE["Black"] * 2 / 12) * 1000)
    assert row.rate_low < row.rate < row.rate_high


def test_a_ratio_divides_unrounded_rates(lake: Lake) -> None:
    row = answer(lake).row("Black")
    assert row.ratio == pytest.approx((60 / PEOPLE["Black"]) / (50 / PEOPLE["White"]))
    assert row.excess == pytest.approx(60 - PEOPLE["Black"] * 50 / PEOPLE["White"])
    assert row.difference == pytest.approx(row.rate - answer(lake).row("White").rate)


def test_searches_of_vehicles_only_are_nobodys(lake: Lake) -> None:
    assert answer(lake).row("White").events == 50
    assert answer(lake).overall.events == 180


def test_not_stated_and_blank_are_unknown_and_never_other(lake: Lake) -> None:
    result = answer(lake)
    assert result.unknown_events == 20
    assert result.row("Other").events == 0


def test_the_unknown_range_gives_every_unknown_to_one_group_or_the_other(lake: Lake) -> None:
    row = answer(lake).row("Black")
    n, m = PEOPLE["Black"], PEOPLE["White"]
    assert row.ratio_if_unknown_all_reference == pytest.approx((60 / n) / (70 / m))
    assert row.ratio_if_unknown_all_group == pytest.approx((80 / n) / (50 / m))


def test_the_tipping_share_makes_the_two_rates_equal(lake_of: MakeLake) -> None:
    rows = searches(200, "White") + searches(12, "Black") + searches(60, "Not stated")
    result = answer(lake_of({(BEDS, "2021-05"): rows}), last="2021-05")
    share = result.row("Black").tipping_share
    assert share is not None
    mine, theirs = 12 + share * 60, 200 + (1 - share) * 60
    assert mine / PEOPLE["Black"] == pytest.approx(theirs / PEOPLE["White"])
    assert any("the two rates would be equal" in note for note in result.notes)


def test_a_missing_month_is_not_zero(lake: Lake) -> None:
    result = answer(lake)
    assert result.months_observed == 2
    assert result.months_missing == {BEDS: ["2021-06"]}
    assert (
        "Bedfordshire Police: June 2021 is missing. It is not counted as zero." in result.warnings
    )


def test_records_of_a_missing_month_in_another_months_file_are_not_counted(
    lake_of: MakeLake,
) -> None:
    rows = searches(50, "White") + searches(20, "Black")
    stray = [row | {"Date": "2021-06-02T12:00:00+00:00"} for row in searches(9, "White")]
    lake = lake_of({(BEDS, "2021-05"): rows, (BEDS, "2021-07"): rows + stray})
    assert answer(lake).row("White").events == 100


def test_no_month_observed_is_refused(lake: Lake) -> None:
    with pytest.raises(NothingObserved, match="That is not zero: nothing is known"):
        answer(lake, first="2020-01", last="2020-12")
    with pytest.raises(NothingObserved, match="Dorset Police"):
        answer(lake, forces=["dorset"])


def test_a_force_with_no_month_is_left_out_and_named(lake: Lake) -> None:
    result = answer(lake, forces=[BEDS, "dorset"])
    assert result.row("Black") == answer(lake).row("Black")
    assert (
        "Dorset Police supplied none of the months from May 2021 to July 2021 and is left out."
        in result.warnings
    )


def test_the_reference_group_is_itself(lake: Lake) -> None:
    row = answer(lake).row("White")
    assert (row.ratio, row.ratio_low, row.ratio_high) == (1.0, 1.0, 1.0)
    assert row.difference == 0
    assert row.sentence.startswith("White people, the group that others are compared with,")


def test_black_can_include_people_of_mixed_black_heritage(lake: Lake) -> None:
    result = answer(lake, grouping="black-including-mixed")
    group = "Black (including mixed Black heritage)"
    people = codes.GROUPINGS["black-including-mixed"].people(BEDS)
    assert result.row(group).events == 70
    assert result.row(group).exposure == pytest.approx(people[group] / 6)
    assert result.ratio_group == group
    assert result.as_json()["pooled_ratio"] == result.row(group).ratio


def test_a_force_without_residents_has_counts_and_no_rates(lake_of: MakeLake) -> None:
    result = answer(lake_of(year("btp")), forces=["btp"])
    row = result.row("Black")
    assert (row.events, row.rate, row.ratio, row.exposure) == (60, None, None, None)
    assert result.population is None
    assert result.includes_btp
    assert (
        "British Transport Police has too few residents, or none, to set searches against, so it "
        "has counts and no rates." in result.warnings
    )


def test_beside_others_a_force_without_residents_is_left_out_of_rates(lake_of: MakeLake) -> None:
    lake = lake_of(year() | year("btp"))
    result = answer(lake, forces=["btp", BEDS])
    assert result.row("Black") == answer(lake).row("Black")
    assert not result.includes_btp
    assert any("Its searches are left out here" in text for text in result.warnings)


def test_objects_and_powers_divide_the_searches(lake_of: MakeLake) -> None:
    knife = {
        "Object of search": "Offensive weapons",
        "Legislation": "Criminal Justice and Public Order Act 1994 (section 60)",
    }
    rows = (
        searches(30, "Black")
        + searches(20, "Black", **knife)
        + searches(8, "Black", **{"Object of search": "Stolen goods"})
        + searches(7, "Black", **{"Object of search": "", "Legislation": ""})
        + searches(100, "White")
    )
    lake = lake_of({(BEDS, "2021-05"): rows})
    found = {
        name: answer(lake, name, last="2021-05").row("Black").events
        for name in (
            "search-rate",
            "drugs-search-rate",
            "weapons-search-rate",
            "other-search-rate",
            "grounds-search-rate",
            "suspicionless-search-rate",
        )
    }
    assert list(found.values()) == [65, 30, 20, 8, 38, 20]
    assert answer(lake, "drugs-search-rate", last="2021-05").left_out == 7


def test_two_forces_are_pooled_and_compared_within(lake_of: MakeLake) -> None:
    beds = searches(30, "Black") + searches(60, "White") + searches(9, "Asian")
    wales = searches(9, "Black") + searches(900, "White") + searches(9, "Asian")
    lake = lake_of({(BEDS, "2021-05"): beds, ("north-wales", "2021-05"): wales})
    result = answer(lake, forces=[BEDS, "north-wales"], last="2021-05")
    here, there = (codes.GROUPINGS["five-groups"].people(f) for f in (BEDS, "north-wales"))
    crude = (39 / (here["Black"] + there["Black"])) / (960 / (here["White"] + there["White"]))
    parts = [(30, here["Black"], 60, here["White"]), (9, there["Black"], 900, there["White"])]
    within = sum(a * m / (n + m) for a, n, b, m in parts) / sum(
        b * n / (n + m) for a, n, b, m in parts
    )
    found = result.as_json()
    assert found["pooled_ratio"] == pytest.approx(crude)
    assert found["within_force_ratio"] == pytest.approx(within)
    assert found["within_force_ratio_low"] < within < found["within_force_ratio_high"]
    assert found["forces"] == [BEDS, "north-wales"]
    black = result.row("Black")
    assert black.sentence.startswith("Compared within the same force, Black people were searched")
    assert "All forces taken together: between" in black.sentence


def test_several_forces_are_judged_by_what_happens_within_each(lake_of: MakeLake) -> None:
    """Everyone in a force is searched alike there, and the forces differ: pooling misleads."""
    people = codes.GROUPINGS["five-groups"].people
    beds, wales = people(BEDS), people("north-wales")
    files = {
        (force, "2021-05"): [
            search
            for group in ("Black", "White")
            for search in searches(round(residents[group] * rate), group)
        ]
        for force, residents, rate in ((BEDS, beds, 0.004), ("north-wales", wales, 0.0005))
    }
    files["north-wales", "2021-05"] += searches(3, "Black")
    lake = lake_of(files)
    black = answer(lake, forces=[BEDS, "north-wales"], last="2021-05").row("Black")
    assert black.ratio_low is not None
    assert black.ratio_low > 1
    assert black.status == "cannot tell"
    assert ", compared within the same force: the likely range runs from " in black.sentence
    assert " times. All forces taken together: between " in black.sentence


def test_forces_with_no_group_in_common_are_not_compared(lake_of: MakeLake) -> None:
    lake = lake_of(
        {
            (BEDS, "2021-05"): searches(20, "Black", Outcome="Arrest"),
            ("north-wales", "2021-05"): searches(20, "White", Outcome="Arrest"),
        }
    )
    both = answer(lake, "arrest-rate", forces=[BEDS, "north-wales"], last="2021-05")
    assert both.row("Black").status == "no force has both"
    assert both.row("Black").sentence == (
        "We cannot tell how Black people compare with White people: no force here has enough of "
        "both to compare people within the same force."
    )


def test_months_of_each_force_weigh_its_own_residents(lake_of: MakeLake) -> None:
    rows = searches(30, "Black") + searches(60, "White")
    lake = lake_of(
        {
            (BEDS, "2021-05"): rows,
            (BEDS, "2021-06"): rows,
            ("north-wales", "2021-06"): rows,
        }
    )
    result = answer(lake, forces=[BEDS, "north-wales"])
    here, there = (codes.GROUPINGS["five-groups"].people(f) for f in (BEDS, "north-wales"))
    assert result.row("Black").exposure == pytest.approx((here["Black"] * 2 + there["Black"]) / 12)
    assert result.months_observed == 2
    assert result.months_observed_by_force == {BEDS: 2, "north-wales": 1}


def test_one_force_is_its_own_stratum(lake: Lake) -> None:
    found = answer(lake).as_json()
    for end in ("", "_low", "_high"):
        assert found[f"pooled_ratio{end}"] == found[f"within_force_ratio{end}"]


@pytest.mark.parametrize(
    ("asked", "refusal", "why"),
    [
        ({"measure": "find-rates"}, UnknownMeasure, "Did you mean find-rate"),
        ({"first": "2021-13"}, BadPeriod, "not a month"),
        ({"last": "2021-01"}, BadPeriod, "comes before"),
        ({"grouping": "six-groups"}, BadGrouping, "five-groups"),
        (
            {"measure": "ethnicity-agreement", "grouping": "nineteen-groups"},
            BadGrouping,
            "five-groups",
        ),
        ({"forces": [BEDS, "demoshire"]}, MixedForces, "cannot be measured together"),
        ({"forces": ["bedforshire"]}, codes.UnknownForce, "bedfordshire"),
        ({"forces": []}, NothingObserved, "No force was named"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    lake: Lake, asked: dict[str, object], refusal: type[Exception], why: str
) -> None:
    with pytest.raises(refusal, match=why):
        answer(lake, **asked)


@pytest.mark.parametrize("grouping", sorted(codes.GROUPINGS))
def test_nothing_that_is_printed_is_nan(lake: Lake, grouping: str) -> None:
    text = json.dumps(answer(lake, grouping=grouping).as_json(), allow_nan=False)
    assert "bedfordshire" in text


def test_the_answer_has_the_names_that_programs_rely_on(lake: Lake) -> None:
    found = answer(lake).as_json()
    assert {
        "measure",
        "force",
        "from",
        "to",
        "months_observed",
        "reference",
        "rows",
        "unknown_events",
        "pooled_ratio",
        "within_force_ratio",
        "warnings",
        "population",
        "includes_btp",
        "rate_unit",
    } <= set(found)
    assert {
        "group",
        "events",
        "exposure",
        "rate",
        "rate_low",
        "rate_high",
        "ratio",
        "ratio_low",
        "ratio_high",
        "ratio_if_unknown_all_reference",
        "ratio_if_unknown_all_group",
        "tipping_share",
        "suppressed",
        "sentence",
    } <= set(found["rows"][0])
    assert [row["group"] for row in found["rows"]] == ["Asian", "Black", "Mixed", "Other", "White"]


def test_the_census_of_2011_can_stand_behind_a_rate(lake: Lake) -> None:
    result = answer(lake, census=2011, grouping="nineteen-groups")
    people = codes.GROUPINGS["nineteen-groups"].people(BEDS, 2011)
    group = "Black, Black British, Black Welsh, Caribbean or African: African"
    assert result.row(group).exposure == pytest.approx(people[group] / 6)
    assert result.population == 2011
    assert "White: Roma" not in people
    assert result.row("White: Roma").status == "cannot be recorded"


def test_a_fictional_force_says_so_first(lake_of: MakeLake) -> None:
    result = answer(lake_of(year("demoshire")), forces=["demoshire"])
    assert result.fictional
    assert result.warnings[0] == (
        "This force is fictional. The records were generated and no such person exists."
    )
    assert not any("British Transport Police" in text for text in result.warnings)


def test_detailed_groups_come_with_a_warning(lake: Lake) -> None:
    detailed = answer(lake, grouping="nineteen-groups").warnings
    assert any("Detailed groups mislead easily" in text for text in detailed)
    assert not any("Detailed groups" in text for text in answer(lake).warnings)


def test_an_answer_names_no_group_that_it_does_not_have(lake: Lake) -> None:
    with pytest.raises(KeyError):
        answer(lake).row("Martian")


def test_none_where_many_were_to_be_expected_is_compared(lake_of: MakeLake) -> None:
    rows = searches(40, "White", Outcome="Arrest") + searches(40, "White") + searches(30, "Black")
    lake = lake_of({(BEDS, "2021-05"): rows + searches(8, "Asian")})
    result = answer(lake, "arrest-rate", last="2021-05")
    black = result.row("Black")
    assert (black.status, black.events, black.ratio, black.ratio_low) == ("compared", 0, 0, 0)
    assert black.ratio_high is not None
    assert black.ratio_high < 0.5
    assert black.sentence.startswith("Searches of Black people led to an arrest at most 0.")
    assert "0 against 50.0 of every 100 searches" in black.sentence
    assert result.row("Asian").status == "too few to compare"


def test_a_rate_of_what_nobody_wrote_down_is_not_zero(lake_of: MakeLake) -> None:
    blank = {"Object of search": ""}
    rows = searches(30, "Black", **blank) + searches(30, "White", **blank)
    result = answer(lake_of({(BEDS, "2021-05"): rows}), "drugs-search-rate", last="2021-05")
    assert {row.status for row in result.rows} == {"nothing recorded"}
    assert all(row.events is None and row.rate is None for row in result.rows)
    assert (result.overall.events, result.overall.rate) == (None, None)
    assert result.sentence == (
        "What is asked here was not recorded for any search, of Black people or of anybody. That "
        "is not zero: nothing is known."
    )
