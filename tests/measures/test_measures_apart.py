"""What moved, taken apart: worked by hand, refused where little is known, safe to publish."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_lakes import BEDS, Files, MakeLake, searches, write_month

from evenhand.measures import compute
from evenhand.measures.apart import FEWEST, ROUNDED, CannotTakeApart, apart, ways_of
from evenhand.measures.watch.found import Looks, Series, Span
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from evenhand.stats.within.caution import ASSOCIATION

BEFORE = Span("2021-01", "2021-01", 1)
AFTER = Span("2021-02", "2021-02", 1)
DRUGS, KNIVES, THEFT = "Controlled drugs", "Offensive weapons", "Stolen goods"
RATIO = Series(BEDS, "stop-and-search", "search-rate", Looks.RATIO, "Black", "White")


def of(number: int, says: str, looked_for: str, **other: str) -> list[dict[str, str]]:
    return searches(number, says, **{"Object of search": looked_for, **other})


@pytest.fixture
def lake(lake_of: MakeLake) -> Lake:
    """Searches of Black people for drugs doubled; everything else stayed, and a few are rare."""
    white = of(100, "White", DRUGS) + of(60, "White", KNIVES)
    rare = of(4, "Black", THEFT) + of(3, "White", THEFT) + of(2, "Not stated", THEFT)
    before = of(50, "Black", DRUGS) + of(30, "Black", KNIVES) + white + rare
    after = of(100, "Black", DRUGS) + of(30, "Black", KNIVES) + white + rare
    return lake_of({(BEDS, "2021-01"): before, (BEDS, "2021-02"): after})


def numbers(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from numbers(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one, name)
    else:
        yield name, value


def test_a_ratio_that_rose_for_one_thing_rose_within_it_and_by_no_other_mix(lake: Lake) -> None:
    found = apart(lake, RATIO, BEFORE, AFTER, by="object")
    by_part = {row["part"]: row for row in found["rows"]}
    assert by_part[DRUGS]["after"]["value"] == pytest.approx(2 * by_part[DRUGS]["before"]["value"])
    assert found["within"]["value"] == pytest.approx(found["change"]["value"])
    assert found["mix"]["value"] == pytest.approx(0, abs=1e-9)
    assert found["change"]["value"] == pytest.approx(
        found["total"]["after"] - found["total"]["before"]
    )


def test_what_is_taken_apart_is_the_ratio_that_the_measure_gives(lake_of: MakeLake) -> None:
    rows = of(60, "Black", DRUGS) + of(40, "Black", KNIVES) + of(50, "Caribbean", KNIVES)
    rows += of(100, "White", DRUGS) + of(60, "White Irish", KNIVES) + of(30, "Not stated", DRUGS)
    lake = lake_of({(BEDS, "2021-01"): rows, (BEDS, "2021-02"): rows})

    found = apart(lake, RATIO, BEFORE, AFTER, by="object")

    result = compute("search-rate", lake, forces=[BEDS], first="2021-02", last="2021-02")
    [black] = [row for row in result.rows if row.group == "Black"]
    assert found["total"]["after"] == pytest.approx(black.ratio)
    assert found["change"]["value"] == pytest.approx(0, abs=1e-9)


def test_rare_parts_are_put_together_with_others_until_none_is_rare(lake: Lake) -> None:
    found = apart(lake, RATIO, BEFORE, AFTER, by="object")
    assert [row["part"] for row in found["rows"]] == [DRUGS, "(rest)"]
    assert found["rows"][1]["before"]["events"] == 35  # 30 for knives and 4 for theft, rounded


@pytest.mark.parametrize("looks", [Looks.RATIO, Looks.RATE, Looks.COVERAGE])
def test_every_count_is_ten_or_more_and_rounded(lake: Lake, looks: Looks) -> None:
    series = Series(BEDS, "stop-and-search", "search-rate", looks, "Black", "White")
    found = apart(lake, series, BEFORE, AFTER, by="object")
    counts = [one for name, one in numbers(found) if name in {"events", "reference_events", "of"}]
    assert counts and all(one >= FEWEST and one % ROUNDED == 0 for one in counts)


def test_one_search_more_or_less_is_not_seen(tmp_path: Path) -> None:
    """Two lakes that differ by one person give the same answer, to the last digit."""
    answers = []
    for more in (0, 1):
        rows = of(50 + more, "Black", DRUGS) + of(30, "Black", KNIVES)
        rows += of(100, "White", DRUGS) + of(60, "White", KNIVES)
        made = _lake(tmp_path / str(more), {(BEDS, "2021-01"): rows, (BEDS, "2021-02"): rows})
        answers.append(apart(made, RATIO, BEFORE, AFTER, by="object"))
    assert answers[0] == answers[1]


def _lake(folder: Path, files: Files) -> Lake:
    (folder / "files").mkdir(parents=True)
    for (force, month), rows in files.items():
        write_month(folder / "files", force, month, rows)
    import_police_uk([folder / "files"], folder / "lake")
    return Lake.open(folder / "lake")


def test_a_rate_names_the_part_that_makes_up_most_of_its_change(lake: Lake) -> None:
    series = Series(BEDS, "stop-and-search", "search-rate", Looks.RATE, "Black")
    found = apart(lake, series, BEFORE, AFTER, by="object")
    assert found["unit"] == "per-1000"
    assert sum(row["after"]["adds"] for row in found["rows"]) == pytest.approx(
        found["change"]["value"] - 1
    )
    assert found["sentence"].endswith(f"More than half of the change is in one part: {DRUGS}.")


def test_a_share_moves_by_its_parts_and_by_their_mix(lake_of: MakeLake) -> None:
    """Nobody is found with more or less: there is only less of what is seldom found."""
    found_it, nothing = {"Outcome": "Arrest"}, {"Outcome": "A no further action disposal"}

    def month(drugs: int, knives: int) -> list[dict[str, str]]:
        return [
            row
            for what, number, part in ((DRUGS, drugs, 2), (KNIVES, knives, 5))
            for said, some in ((found_it, number // part), (nothing, number - number // part))
            for row in of(some, "Black", what, **said)
        ]

    lake = lake_of({(BEDS, "2021-01"): month(100, 100), (BEDS, "2021-02"): month(200, 100)})
    series = Series(BEDS, "stop-and-search", "arrest-rate", Looks.SHARE, "Black")
    found = apart(lake, series, BEFORE, AFTER, by="object")
    assert found["unit"] == "per-100"
    assert found["total"] == {"before": pytest.approx(35), "after": pytest.approx(40)}
    assert found["within"]["value"] == pytest.approx(0, abs=1e-9)
    assert found["mix"]["value"] == pytest.approx(5)


def test_unknown_ethnicity_is_taken_apart_as_a_share_of_all_records(lake_of: MakeLake) -> None:
    def month(blank: int) -> list[dict[str, str]]:
        return (
            of(blank, "", DRUGS)
            + of(50, "White", DRUGS)
            + of(20, "", KNIVES)
            + of(30, "White", KNIVES)
        )

    lake = lake_of({(BEDS, "2021-01"): month(20), (BEDS, "2021-02"): month(50)})
    series = Series(BEDS, "stop-and-search", "", Looks.UNKNOWN)
    found = apart(lake, series, BEFORE, AFTER, by="object")
    assert {row["part"]: row["after"]["value"] for row in found["rows"]} == {
        DRUGS: pytest.approx(50),
        KNIVES: pytest.approx(40),
    }


def test_it_never_goes_without_saying_that_it_is_association(lake: Lake) -> None:
    found = apart(lake, RATIO, BEFORE, AFTER, by="object")
    assert found["caution"] == ASSOCIATION
    assert "What was looked for".lower() in found["sentence"]
    assert "because of" not in found["sentence"]


def test_what_it_answers_can_be_kept_as_json(lake: Lake) -> None:
    found = apart(lake, RATIO, BEFORE, AFTER, by="object")
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("area", "do not say this"),
        ("sex", "fewer than 10"),
        ("team", "cannot be taken apart in this way"),
        ("", "cannot be taken apart in this way"),
    ],
)
def test_what_is_not_recorded_or_not_there_is_refused_in_a_sentence(
    lake: Lake, by: str, why: str
) -> None:
    with pytest.raises(CannotTakeApart, match=why):
        apart(lake, RATIO, BEFORE, AFTER, by=by)


def test_months_that_nobody_supplied_are_not_zero(lake: Lake) -> None:
    with pytest.raises(CannotTakeApart, match="not in the lake"):
        apart(lake, RATIO, Span("2019-01", "2019-12", 0), AFTER, by="object")


def test_a_month_that_came_only_in_part_is_left_out(lake_of: MakeLake) -> None:
    """A sixth of the usual searches is no fall of searching: the checks say that it is partial."""

    def month(times: int) -> list[dict[str, str]]:
        return (
            of(30 * times, "Black", DRUGS)
            + of(15 * times, "Black", KNIVES)
            + of(60 * times, "White", DRUGS)
            + of(45 * times, "White", KNIVES)
        )

    months = [f"2021-{number:02d}" for number in range(1, 13)]
    lake = lake_of({(BEDS, one): month(1 if one == "2021-12" else 6) for one in months})
    series = Series(BEDS, "stop-and-search", "search-rate", Looks.RATE, "Black")

    found = apart(
        lake, series, Span("2021-01", "2021-06", 6), Span("2021-07", "2021-12", 6), by="object"
    )

    assert found["after"] == {"first": "2021-07", "last": "2021-12", "observed": 5}
    assert found["change"]["value"] == pytest.approx(1)


def test_a_measure_that_is_gone_is_said(lake: Lake) -> None:
    series = Series(BEDS, "stop-and-search", "no-such-measure", Looks.RATIO, "Black", "White")
    with pytest.raises(CannotTakeApart, match="no longer has the measure"):
        apart(lake, series, BEFORE, AFTER, by="object")


def test_of_a_stream_nobody_knows_the_residents_so_records_are_counted(lake_of: MakeLake) -> None:
    def month(children: int) -> list[dict[str, str]]:
        young = {"Age range": "10-17"}
        return (
            of(children, "Black", DRUGS, **young)
            + of(20, "Black", KNIVES, **young)
            + of(90, "Black", DRUGS)
        )

    lake = lake_of({(BEDS, "2021-01"): month(20), (BEDS, "2021-02"): month(60)})
    series = Series(
        BEDS, "stop-and-search", "search-rate", Looks.RATIO, "Black", "White", stream="children"
    )
    found = apart(lake, series, BEFORE, AFTER, by="object")
    assert found["unit"] == "per-month"
    assert {row["part"]: row["after"]["value"] for row in found["rows"]} == {DRUGS: 60, KNIVES: 20}


def test_a_stream_that_is_gone_is_said(lake: Lake) -> None:
    series = Series(
        BEDS, "stop-and-search", "search-rate", Looks.RATIO, "Black", "White", stream="nobody"
    )
    with pytest.raises(CannotTakeApart, match="no longer has the measure"):
        apart(lake, series, BEFORE, AFTER, by="object")


def test_nothing_is_taken_apart_by_team_or_by_an_area_of_a_few_hundred_households() -> None:
    assert "area" not in ways_of("vehicle-stop")
    assert not any("team" in ways_of(power) for power in ("vehicle-stop", "stop-and-search"))
