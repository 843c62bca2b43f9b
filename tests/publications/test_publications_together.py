"""All forces together: public rows only, both ratios, and who is in it said by name."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from evenhand.measures import measures
from evenhand.publications.making.freezing import Materials
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.series import LONGEST
from evenhand.publications.making.together import AllForces, common_year
from evenhand.records.lake import Lake
from publications.extracts import FORCE as OWN
from publications.extracts import Extract
from publications.public_files import YEAR, months, public_lake

LAST = YEAR[-3:]


def together(lake: Lake, measure: str = "search-rate") -> Materials | None:
    """The materials of one figure of all forces, or nothing."""
    read = [ForceMaterials(lake, force) for force in lake.forces()]
    return AllForces(lake, read).of(measures()[measure])


def found(lake: Lake, measure: str = "search-rate") -> Materials:
    one = together(lake, measure)
    assert one is not None
    return one


def events(made: Materials) -> dict[str, int]:
    return {row["group"]: row["events"] for row in made.result["rows"]}


@pytest.fixture
def two(tmp_path: Path) -> Lake:
    """Kent and Surrey, alike in numbers and not in people."""
    return public_lake(tmp_path, months("kent", *LAST) | months("surrey", *LAST, Black=30))


def test_the_sentence_gives_both_ratios_the_one_within_forces_first(two: Lake) -> None:
    result = found(two).result

    assert result["sentence"].startswith("Compared within the same force, Black people were")
    assert "All forces taken together: between" in result["sentence"]
    assert None not in (result["pooled_ratio"], result["within_force_ratio"])
    assert result["pooled_ratio"] != result["within_force_ratio"]


def test_the_figure_says_which_forces_are_in_it_and_of_how_many_nothing_is_held(two: Lake) -> None:
    coverage = found(two).coverage

    assert coverage[0] == "2 forces together: Kent Police and Surrey Police."
    assert coverage[-1].startswith("Of 41 of the 43 forces of England and Wales")


def test_one_force_alone_has_no_figure_of_all_forces(tmp_path: Path) -> None:
    assert together(public_lake(tmp_path, months("kent", *LAST))) is None


def test_a_force_s_own_extract_is_in_no_sum_so_that_nobody_can_take_the_others_away(
    tmp_path: Path,
) -> None:
    """What the figure of all forces shows is what public rows show, to the last search."""
    alone = events(found(public_lake(tmp_path, months("kent", *LAST) | months("surrey", *LAST))))
    extract = Extract(tmp_path)
    extract.send(*LAST, Mixed=2)
    made = found(Lake.open(extract.path))

    assert events(made) == alone
    assert OWN not in made.result["forces"]
    assert all(one["force"] != OWN for one in made.inputs)
    assert "Not in it, because not everybody has all their rows: Bedfordshire Police." in (
        made.coverage
    )


def test_one_month_of_its_own_keeps_a_force_out(tmp_path: Path) -> None:
    extract = Extract(tmp_path)
    extract.send(LAST[0])
    extract.send_public(*LAST[1:])
    lake = public_lake(tmp_path, months("kent", *LAST) | months("surrey", *LAST))

    assert found(lake).result["forces"] == ["kent", "surrey"]


def test_nobody_lives_in_the_city_so_it_is_in_shares_only(tmp_path: Path) -> None:
    forces = ("kent", "surrey", "city-of-london", "btp")
    files = {key: rows for force in forces for key, rows in months(force, *LAST).items()}
    lake = public_lake(tmp_path, files)
    rate, share = found(lake), found(lake, "find-rate")

    assert rate.result["forces"] == ["kent", "surrey"]
    assert rate.coverage[1] == (
        "Not in it, because hardly anybody lives there: British Transport Police and City of "
        "London Police."
    )
    assert sorted(share.result["forces"]) == sorted(forces)


def test_what_one_force_did_not_supply_is_missing_and_not_zero(tmp_path: Path) -> None:
    files = months("kent", *LAST) | months("surrey", *LAST) | months("essex", *LAST[1:])
    made = found(public_lake(tmp_path, files))

    assert [(row["status"], row["forces"]) for row in made.months] == [
        ("some", 2),
        ("whole", 3),
        ("whole", 3),
    ]
    assert made.result["months_missing"] == {"essex": [LAST[0]]}
    rates = [row["rate"] for row in made.result["rows"] if row["group"] == "Black"]
    assert rates[0] > 0


def test_a_force_that_supplied_nothing_of_these_months_is_named_as_not_in_it(
    tmp_path: Path,
) -> None:
    files = months("kent", *LAST) | months("surrey", *LAST) | months("essex", "2020-01")
    made = found(public_lake(tmp_path, files))

    assert "Not in it, because none of these months was supplied: Essex Police." in made.coverage


def test_every_file_of_every_force_is_named_and_the_sql_is_kept(two: Lake) -> None:
    made = found(two)

    assert sorted({(one["force"], one["month"]) for one in made.inputs}) == [
        (force, month) for force in ("kent", "surrey") for month in LAST
    ]
    assert made.queries
    assert all('FROM "records"' in query for query in made.queries)


def test_a_year_of_two_forces_over_time_is_four_quarters(tmp_path: Path) -> None:
    lake = public_lake(tmp_path, months("kent", *YEAR) | months("surrey", *YEAR[3:]))
    points = found(lake).series["points"]

    assert len(points) == 4 <= LONGEST / 3
    assert [point["status"] for point in points] == ["some", "whole", "whole", "whole"]
    assert all("pooled_ratio" in point for point in points)


@pytest.mark.parametrize(
    ("observed", "year"),
    [
        ({}, None),
        ({"kent": YEAR}, None),
        ({"kent": YEAR, "surrey": []}, None),
        ({"kent": YEAR, "surrey": YEAR[:6]}, (YEAR[0], YEAR[5])),
        ({"kent": YEAR, "surrey": YEAR, "essex": YEAR[:6]}, (YEAR[0], YEAR[-1])),
        ({"kent": YEAR, "surrey": YEAR, "essex": ["2024-05"]}, (YEAR[0], YEAR[-1])),
        ({"kent": ["2020-01", *YEAR], "surrey": ["2020-01", *YEAR]}, (YEAR[0], YEAR[-1])),
    ],
)
def test_a_common_month_is_one_that_half_of_the_forces_and_two_of_them_supplied(
    observed: Mapping[str, list[str]], year: tuple[str, str] | None
) -> None:
    assert common_year(observed) == year
