"""Shares of searches, worked by hand: a blank is not a no."""

import pytest
from made_lakes import BEDS, MakeLake, answer, searches, year


def test_shares_need_no_residents(lake_of: MakeLake) -> None:
    result = answer(lake_of(year("btp")), "find-rate", forces=["btp"])
    assert result.row("Black").rate == 0
    assert result.includes_btp


def outcomes() -> list[dict[str, str]]:
    """Black: 10 arrests, 30 nothing, 20 blank. White: 20 arrests, 20 cautions, 60 nothing."""
    arrest, caution = {"Outcome": "Arrest"}, {"Outcome": "Caution (simple or conditional)"}
    return (
        searches(10, "Black", **arrest)
        + searches(30, "Black")
        + searches(20, "Black", Outcome="")
        + searches(20, "White", **arrest)
        + searches(20, "White", **caution)
        + searches(60, "White")
    )


@pytest.mark.parametrize(
    ("measure", "black", "white"),
    [
        ("find-rate", (10, 40), (40, 100)),
        ("arrest-rate", (10, 40), (20, 100)),
        ("no-further-action-rate", (30, 40), (60, 100)),
    ],
)
def test_a_blank_outcome_is_left_out_and_not_nothing(
    lake_of: MakeLake, measure: str, black: tuple[int, int], white: tuple[int, int]
) -> None:
    result = answer(lake_of({(BEDS, "2021-05"): outcomes()}), measure, last="2021-05")
    for group, (events, recorded) in (("Black", black), ("White", white)):
        row = result.row(group)
        assert (row.events, row.exposure, row.rate) == (events, recorded, events / recorded)
    assert result.left_out == 20
    assert any("in 12 of every 100 searches of people" in text for text in result.warnings)
    assert result.as_json()["rate_unit"] == "share"


@pytest.mark.parametrize(
    ("measure", "column"),
    [
        ("linked-outcome-rate", "Outcome linked to object of search"),
        ("clothing-removal-rate", "Removal of more than just outer clothing"),
    ],
)
def test_a_blank_flag_is_not_a_no(lake_of: MakeLake, measure: str, column: str) -> None:
    rows = [
        *searches(10, "Black", **{column: "True"}),
        *searches(30, "Black", **{column: "False"}),
        *searches(20, "Black", **{column: ""}),
        *searches(20, "White", **{column: "True"}),
        *searches(20, "White", **{column: "False"}),
    ]
    result = answer(lake_of({(BEDS, "2021-05"): rows}), measure, last="2021-05")
    assert (result.row("Black").events, result.row("Black").exposure) == (10, 40)
    assert result.row("Black").ratio == pytest.approx((10 / 40) / (20 / 40))
    assert result.left_out == 20
    assert any("not recorded in 20 of every 100" in text for text in result.warnings)
    assert any("not recorded in 20 of every 100" in text for text in result.notes)
    assert "of every 100 searches for which it was recorded" in result.sentence


def test_a_flag_that_was_never_filled_in_gives_no_share(lake_of: MakeLake) -> None:
    column = "Removal of more than just outer clothing"
    rows = searches(30, "Black", **{column: ""}) + searches(30, "White", **{column: ""})
    result = answer(lake_of({(BEDS, "2021-05"): rows}), "clothing-removal-rate", last="2021-05")
    assert all(row.rate is None and row.events is None for row in result.rows)
    assert result.overall.events is None
    assert result.sentence == (
        "Whether more than outer clothing was removed was not recorded for any search of Black "
        "people, or nobody of that group was searched."
    )


def test_not_stated_is_told_by_what_officers_saw(lake_of: MakeLake) -> None:
    seen = [{"Officer-defined ethnicity": group} for group in ("Black", "White", "")]
    rows = (
        searches(20, "", **seen[0])
        + searches(60, "Black")
        + searches(10, "Not stated", **seen[1])
        + searches(90, "White")
        + searches(15, "", **seen[2])
    )
    result = answer(lake_of({(BEDS, "2021-05"): rows}), "ethnicity-not-stated", last="2021-05")
    assert (result.row("Black").events, result.row("Black").exposure) == (20, 80)
    assert (result.row("White").events, result.row("White").exposure) == (10, 100)
    assert result.row("Black").ratio == pytest.approx(2.5)
    assert result.overall.rate == pytest.approx(45 / 195)
    assert (result.unknown_events, result.unknown_exposure) == (15, 15)


def test_a_share_could_lie_anywhere_its_unknown_finds_and_failures_allow(
    lake_of: MakeLake,
) -> None:
    """Black 10 of 40, White 40 of 100; of 20 unknown, 6 led to something."""
    unknown = searches(6, "", Outcome="Arrest") + searches(14, "Not stated")
    result = answer(lake_of({(BEDS, "2021-05"): outcomes() + unknown}), "find-rate", last="2021-05")
    row = result.row("Black")
    assert row.unknown_low == pytest.approx((10 / 54) / (46 / 106))
    assert row.unknown_high == pytest.approx((16 / 46) / (40 / 114))
    assert row.ratio_if_unknown_all_reference == pytest.approx((10 / 40) / (46 / 120))
    assert row.ratio_if_unknown_all_group == pytest.approx((16 / 60) / (40 / 100))
    assert row.unknown_sentence is not None
    assert row.unknown_sentence.endswith("could lie anywhere between 0.43 and 0.99 times.")


def silent_beside(column: str) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Bedfordshire fills a column in; Kent never does, and searched ten people."""
    says = [*searches(20, "Black"), *searches(20, "White")]
    blank = [*searches(5, "Black", **{column: ""}), *searches(5, "White", **{column: ""})]
    return {(BEDS, "2021-05"): says, ("kent", "2021-05"): blank}


@pytest.mark.parametrize(
    ("measure", "column", "words"),
    [
        (
            "linked-outcome-rate",
            "Outcome linked to object of search",
            "so it is in none of these numbers",
        ),
        ("drugs-search-rate", "Object of search", "so these rates are too low"),
    ],
)
def test_a_force_that_never_says_is_named_beside_those_that_do(
    lake_of: MakeLake, measure: str, column: str, words: str
) -> None:
    lake = lake_of(silent_beside(column))
    asked = {"last": "2021-05", "forces": [BEDS, "kent"]}
    named = [t for t in answer(lake, measure, **asked).warnings if "did not record this" in t]
    assert len(named) == 1
    assert named[0].startswith("Kent Police did not record this for any of its searches")
    assert words in named[0]
    for forces in ([BEDS], ["kent"]):
        alone = answer(lake, measure, **(asked | {"forces": forces}))
        assert not any("did not record this" in text for text in alone.warnings)


def test_rates_say_that_what_was_left_out_makes_them_too_low(lake_of: MakeLake) -> None:
    rows = [*searches(20, "White"), *searches(20, "Black", **{"Object of search": ""})]
    result = answer(lake_of({(BEDS, "2021-05"): rows}), "drugs-search-rate", last="2021-05")
    assert any("so these rates may be too low" in text for text in result.warnings)
