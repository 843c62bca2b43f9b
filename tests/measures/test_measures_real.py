"""Real files: the same figures by another road, the csv module and a calculator's arithmetic."""

import csv
import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from evenhand.measures import compute, measures
from evenhand.measures.period import months_between
from evenhand.records.lake import Lake

LONDON = ZoneInfo("Europe/London")

# Census 2021, TS021, summed to police force areas (Office for National Statistics, OGL v3.0).
BEDFORDSHIRE = {"Asian": 116909, "Black": 39601, "Mixed": 27091, "Other": 13618, "White": 507517}

Search = dict[str, str]


def searches(monthly: Path, force: str, first: str, last: str) -> Iterator[Search]:
    """Searches of people dated in these months in London, from the files of these months."""
    wanted = months_between(first, last)
    for path in sorted(monthly.glob(f"*-{force}-stop-and-search.csv.gz")):
        if path.name[:7] not in wanted:
            continue
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                when = datetime.fromisoformat(row["Date"]).astimezone(LONDON)
                if row["Type"] != "Vehicle search" and f"{when:%Y-%m}" in wanted:
                    yield row


def group(row: Search) -> str:
    """The five groups from what the label begins with; not stated is not Other."""
    label = row["Self-defined ethnicity"]
    if not label or "not stated" in label.lower():
        return "Unknown"
    return next(name for name in (*BEDFORDSHIRE, "Unknown") if label.startswith(name))


def tally(rows: Iterator[Search], counted: Callable[[Search], bool]) -> Counter[str]:
    return Counter(group(row) for row in rows if counted(row))


YEAR = {"forces": ["bedfordshire"], "first": "2021-05", "last": "2022-04"}


def test_bedfordshires_year_is_what_the_files_say(real_lake: Lake, monthly: Path) -> None:
    counts = tally(searches(monthly, "bedfordshire", "2021-05", "2022-04"), bool)
    result = compute("search-rate", real_lake, **YEAR)
    for row in result.rows:
        assert row.events == counts[row.group]
        assert row.rate == pytest.approx(counts[row.group] / BEDFORDSHIRE[row.group] * 1000)
    assert result.unknown_events == counts["Unknown"]
    black, white = counts["Black"] / 39601, counts["White"] / 507517
    assert result.row("Black").ratio == pytest.approx(black / white)
    assert result.months_observed == 12


def test_bedfordshires_year_in_a_sentence(real_lake: Lake) -> None:
    assert compute("search-rate", real_lake, **YEAR).sentence == (
        "Black people were searched between 3.0 and 3.7 times as often as White people: "
        "11.0 against 3.3 for every 1,000 residents a year."
    )


@pytest.mark.parametrize(
    ("measure", "looked_at", "event"),
    [
        (
            "find-rate",
            lambda row: row["Outcome"] != "",
            lambda row: row["Outcome"] != "A no further action disposal",
        ),
        (
            "arrest-rate",
            lambda row: row["Outcome"] != "",
            lambda row: row["Outcome"] == "Arrest",
        ),
        (
            "linked-outcome-rate",
            lambda row: row["Outcome linked to object of search"] != "",
            lambda row: row["Outcome linked to object of search"] in {"True", "1.0"},
        ),
        (
            "clothing-removal-rate",
            lambda row: row["Removal of more than just outer clothing"] != "",
            lambda row: row["Removal of more than just outer clothing"] in {"True", "1.0"},
        ),
    ],
)
def test_bedfordshires_shares_are_what_the_files_say(
    real_lake: Lake,
    monthly: Path,
    measure: str,
    looked_at: Callable[[Search], bool],
    event: Callable[[Search], bool],
) -> None:
    rows = list(searches(monthly, "bedfordshire", "2021-05", "2022-04"))
    trials = tally(iter(rows), looked_at)
    successes = tally(iter(rows), lambda row: looked_at(row) and event(row))
    result = compute(measure, real_lake, **YEAR)
    shown = [row for row in result.rows if not row.suppressed]
    assert {"Black", "White"} <= {row.group for row in shown}
    for row in shown:
        assert (row.events, row.exposure) == (successes[row.group], trials[row.group])


def test_several_forces_add_up_and_the_missing_months_are_named(real_lake: Lake) -> None:
    forces = ["metropolitan", "north-wales"]
    result = compute("find-rate", real_lake, forces=forces, first="2018-04", last="2018-06")
    assert result.months_observed == 2
    assert result.months_observed_by_force == {"metropolitan": 2, "north-wales": 0}
    assert (
        "Metropolitan Police Service: June 2018 is missing. It is not counted as zero."
        in result.warnings
    )


def test_the_city_of_london_has_counts_and_no_rates(real_lake: Lake, monthly: Path) -> None:
    counts = tally(searches(monthly, "city-of-london", "2018-04", "2018-06"), bool)
    asked = {"first": "2018-04", "last": "2018-06"}
    result = compute("search-rate", real_lake, forces=["city-of-london"], **asked)
    assert result.row("Black").events == counts["Black"]
    assert all(row.rate is None and row.ratio is None for row in result.rows)
    both = compute("search-rate", real_lake, forces=["city-of-london", "metropolitan"], **asked)
    alone = compute("search-rate", real_lake, forces=["metropolitan"], **asked)
    assert both.rows == alone.rows
    assert both.force_names == alone.force_names
    assert both.months_observed_by_force == alone.months_observed_by_force
    assert any("City of London" in text and "left out" in text for text in both.warnings)


def test_the_metropolitan_polices_blank_flag_is_no_share_of_nothing(real_lake: Lake) -> None:
    result = compute(
        "clothing-removal-rate",
        real_lake,
        forces=["metropolitan"],
        first="2018-04",
        last="2018-05",
    )
    assert {row.status for row in result.rows} == {"nothing recorded"}
    assert all(row.events is None for row in result.rows)
    assert result.overall.events is None
    assert any("not recorded in 100 of every 100" in text for text in result.warnings)


def test_no_mixed_person_was_seen_as_mixed_and_that_is_an_answer(real_lake: Lake) -> None:
    """Officers of Bedfordshire have no code for it: 0 of 122, where 99 of 100 are usual."""
    mixed = compute("ethnicity-agreement", real_lake, **YEAR).row("Mixed")
    assert (mixed.events, mixed.rate, mixed.ratio, mixed.ratio_low) == (0, 0, 0, 0)
    assert mixed.status == "compared"
    assert "at most 0.0" in mixed.sentence
    assert mixed.unstable is False


def test_a_file_published_twice_over_is_named_beside_the_answer(real_lake: Lake) -> None:
    result = compute(
        "search-rate", real_lake, forces=["north-wales"], first="2019-05", last="2019-05"
    )
    assert any("published twice over" in text for text in result.warnings)


def test_a_small_force_names_what_it_cannot_tell(real_lake: Lake) -> None:
    result = compute(
        "search-rate",
        real_lake,
        forces=["north-wales"],
        first="2021-05",
        last="2022-03",
        grouping="nineteen-groups",
    )
    cannot = [row for row in result.rows if row.status == "cannot tell"]
    assert cannot
    for row in cannot:
        assert row.sentence.startswith("We cannot tell whether ")
        assert row.detectable_sentence is not None


@pytest.mark.parametrize("name", sorted(measures()))
def test_every_measure_answers_for_a_real_force(real_lake: Lake, name: str) -> None:
    for grouping in measures()[name].groupings:
        result = compute(name, real_lake, grouping=grouping, **YEAR)
        for row in result.rows:
            assert row.sentence.endswith(".")
            if row.ratio is not None and row.ratio_low is not None:
                assert row.ratio_low <= row.ratio <= row.ratio_high
            if row.suppressed:
                assert row.events is row.exposure is row.rate is row.ratio is None


@pytest.mark.parametrize("name", ["search-rate", "weapons-search-rate", "find-rate"])
def test_five_and_nineteen_groups_together_give_no_small_count_back(
    real_lake: Lake, name: str
) -> None:
    """For each month of a year: a group of the five minus its shown parts is never 1 to 4."""
    for month in months_between("2021-05", "2022-04"):
        asked = {"forces": ["bedfordshire"], "first": month, "last": month}
        five = compute(name, real_lake, **asked)
        nineteen = compute(name, real_lake, grouping="nineteen-groups", **asked)
        for row in five.rows:
            parts = [part for part in nineteen.rows if part.group.startswith(row.group)]
            gone = [part for part in parts if part.suppressed]
            if row.events is None or not gone:
                continue
            left = row.events - sum(part.events or 0 for part in parts)
            assert len(gone) > 1 or left == 0
        hidden = [row for row in five.rows if row.suppressed]
        assert len(hidden) != 1 or five.unknown_events is None
