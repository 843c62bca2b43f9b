"""Residents by force and ethnic group, against published totals."""

import csv
from pathlib import Path

import pytest

from evenhand.records.codes import (
    GROUPINGS,
    NINETEEN_GROUPS,
    NoPopulation,
    UnknownForce,
    authorities,
    force,
    population,
    territorial_forces,
)

FORCES = [entry.force for entry in territorial_forces()]


def total(grouping: str, census: int) -> dict[str, int]:
    """England and Wales by the groups of a grouping."""
    sums: dict[str, int] = {}
    for one in FORCES:
        for group, people in GROUPINGS[grouping].people(one, census).items():
            sums[group] = sums.get(group, 0) + people
    return sums


def test_the_43_areas_of_2021_add_up_to_england_and_wales() -> None:
    # ONS Census 2021 TS021, summed from 331 local authorities.
    sums = total("five-groups", 2021)
    assert sums == {
        "White": 48_699_231,
        "Mixed": 1_717_977,
        "Asian": 5_515_455,
        "Black": 2_409_283,
        "Other": 1_255_632,
    }
    assert sum(sums.values()) == 59_597_578


def test_the_19_groups_of_2021_add_up_to_the_published_groups() -> None:
    # The same table, in the order of its codes.
    assert list(total("nineteen-groups", 2021).values()) == [
        644_900,
        445_646,
        1_864_304,
        1_587_822,
        972_783,
        1_488_387,
        623_115,
        297_781,
        488_228,
        249_593,
        513_040,
        467_116,
        44_355_044,
        507_473,
        67_757,
        100_964,
        3_667_993,
        331_856,
        923_776,
    ]


@pytest.mark.parametrize(
    ("group", "published"),
    [
        ("White", 48_699_249),
        ("Asian", 5_515_420),
        ("Black", 2_409_278),
        ("Mixed", 1_717_976),
        ("Other", 1_255_619),
    ],
)
def test_the_sums_are_within_perturbation_of_the_published_totals(
    group: str, published: int
) -> None:
    assert total("five-groups", 2021)[group] == pytest.approx(published, rel=2e-5)


def test_black_including_mixed_heritage_is_the_larger_denominator() -> None:
    sums = total("black-including-mixed", 2021)
    assert sums["Black (including mixed Black heritage)"] == 3_171_916
    assert sums["Mixed (other)"] == 1_717_977 - 762_633


def test_the_census_of_2011_gives_its_published_totals() -> None:
    # ONS Census 2011 KS201EW: England and Wales.
    assert total("five-groups", 2011) == {
        "White": 48_209_395,
        "Mixed": 1_224_400,
        "Asian": 4_213_531,
        "Black": 1_864_890,
        "Other": 563_696,
    }
    chinese = total("nineteen-groups", 2011)["Asian, Asian British or Asian Welsh: Chinese"]
    assert chinese == 393_141


def test_roma_is_missing_from_2011_and_not_zero() -> None:
    for one in FORCES:
        assert set(NINETEEN_GROUPS) - set(population(one, 2011)) == {"White: Roma"}
        assert "White: Roma" not in GROUPINGS["nineteen-groups"].people(one, 2011)


@pytest.mark.parametrize("name", GROUPINGS)
@pytest.mark.parametrize("census", [2011, 2021])
def test_every_grouping_counts_every_resident_once(name: str, census: int) -> None:
    grouping = GROUPINGS[name]
    for one in FORCES:
        people = grouping.people(one, census)
        assert sum(people.values()) == sum(population(one, census).values())
        assert list(people) == [group for group in grouping.groups if group in people]


@pytest.mark.parametrize(
    ("name", "five"),
    [
        ("metropolitan", [4_725_217, 505_306, 1_816_202, 1_188_137, 556_290]),
        ("city-of-london", [5_955, 470, 1_445, 232, 482]),
        ("dyfed-powys", [501_963, 4_920, 5_823, 1_286, 1_907]),
        ("west-midlands", [1_793_173, 121_685, 667_315, 236_047, 101_435]),
    ],
)
def test_a_force_has_the_population_that_was_summed_by_hand(name: str, five: list[int]) -> None:
    assert list(GROUPINGS["five-groups"].people(name).values()) == five


def test_every_name_of_a_force_gives_its_population() -> None:
    assert population("London, City of") == population("city-of-london")


def test_a_force_without_residents_has_no_population() -> None:
    with pytest.raises(NoPopulation, match="British Transport Police has no resident population"):
        population("btp")


def test_a_population_that_is_not_held_is_refused() -> None:
    with pytest.raises(NoPopulation, match="Northern Ireland at the census of 2021"):
        population("northern-ireland")
    with pytest.raises(NoPopulation, match="No census of 2001 is held; there are 2011 and 2021"):
        population("kent", 2001)
    with pytest.raises(UnknownForce):
        population("atlantis")


def test_nobody_can_change_a_population() -> None:
    with pytest.raises(TypeError):
        population("kent")["White: Irish"] = 0


def test_demoshire_has_invented_residents_at_the_latest_census_only() -> None:
    people = GROUPINGS["five-groups"].people("demoshire")
    everyone = sum(people.values())
    assert everyone == 719_860
    assert people["Black"] / everyone == pytest.approx(0.029, abs=0.0005)
    assert set(population("demoshire")) == set(NINETEEN_GROUPS)
    with pytest.raises(NoPopulation, match="Demoshire Police at the census of 2011"):
        population("demoshire", 2011)


def test_331_authorities_of_2022_belong_to_43_forces() -> None:
    of_2022 = [one for one in authorities().values() if one.edition == 2022]
    assert len(of_2022) == 331
    assert {one.force for one in of_2022} == set(FORCES)
    assert authorities()["E09000001"].force == "city-of-london"
    assert authorities()["E09000022"].lad_name == "Lambeth"


def test_authorities_that_merged_are_still_found() -> None:
    assert authorities()["E06000028"].lad_name == "Bournemouth"
    assert authorities()["E06000066"].force == "avon-and-somerset"


def test_populations_are_the_census_tables_summed_to_forces(shared_data: Path) -> None:
    table = shared_data / "population" / "census_2021_lad_by_ethnic_group_20.csv"
    sums: dict[tuple[str, str], int] = {}
    with table.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            place = (authorities()[row["lad_code"]].force, row["ethnic_group"])
            sums[place] = sums.get(place, 0) + int(row["population"])
    held = {(one, group): people for one in FORCES for group, people in population(one).items()}
    assert held == {place: people for place, people in sums.items() if place[1] != "Does not apply"}


def test_populations_of_2011_are_the_published_five_groups(shared_data: Path) -> None:
    table = shared_data / "population" / "census2011" / "police-defined-demographics.csv"
    with table.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == 43
    for row in rows:
        people = GROUPINGS["five-groups"].people(force(row["Police force"]).force, 2011)
        assert people["White"] == int(row["White"])
        assert people["Black"] == int(row["Black (or Black British)"])
        assert people["Mixed"] == int(row["Mixed"])
        # The publisher kept Chinese apart and put Arab nowhere but in Other.
        asian = int(row["Asian (or Asian British)"]) + int(row["Chinese"])
        assert people["Asian"] + people["Other"] == asian + int(row["Other"])
