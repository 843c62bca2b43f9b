"""The coarse areas of forces: what is inside, what is outside, how they were made."""

from pathlib import Path

import derive_area_cells
import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.records.codes import (
    CELL_LAT,
    CELL_LON,
    COLUMNS,
    UnknownForce,
    area_cells,
    cell_of,
    territorial_forces,
)

# City and town centres, to three decimals.
CENTRES = {
    "metropolitan": (51.507, -0.128),
    "city-of-london": (51.513, -0.092),
    "greater-manchester": (53.479, -2.245),
    "west-midlands": (52.480, -1.903),
    "merseyside": (53.408, -2.992),
    "west-yorkshire": (53.797, -1.545),
    "northumbria": (54.974, -1.614),
    "south-wales": (51.481, -3.180),
    "north-wales": (53.281, -3.828),
    "bedfordshire": (51.879, -0.418),
    "devon-and-cornwall": (50.376, -4.143),
    "norfolk": (52.628, 1.297),
    "kent": (51.280, 1.080),
    "humberside": (53.744, -0.337),
}
NEIGHBOURS = {("metropolitan", "city-of-london"), ("city-of-london", "metropolitan")}


@pytest.mark.parametrize("name", CENTRES)
def test_a_city_is_in_its_own_force_and_in_no_distant_one(name: str) -> None:
    cell = cell_of(*CENTRES[name])
    assert cell in area_cells(name)
    for other in CENTRES:
        if other != name and (name, other) not in NEIGHBOURS:
            assert cell not in area_cells(other), other


def test_a_longitude_that_lost_its_sign_is_outside() -> None:
    luton = (51.879, -0.418)
    assert cell_of(luton[0], -luton[1]) not in area_cells("bedfordshire")


@pytest.mark.parametrize("point", [(0.0, 0.0), (51.5, 179.9), (-51.5, -0.1), (90.0, 180.0)])
def test_a_point_elsewhere_on_earth_is_in_no_force(point: tuple[float, float]) -> None:
    assert not any(cell_of(*point) in area_cells(one.force) for one in territorial_forces())


@pytest.mark.parametrize("name", ["btp", "northern-ireland", "demoshire"])
def test_a_force_without_a_known_area_has_no_cells(name: str) -> None:
    assert area_cells(name) == frozenset()


def test_an_unknown_force_is_refused() -> None:
    with pytest.raises(UnknownForce):
        area_cells("atlantis")


@given(
    st.floats(49, 61, allow_nan=False),
    st.floats(-9, 3, allow_nan=False),
    st.floats(49, 61, allow_nan=False),
    st.floats(-9, 3, allow_nan=False),
)
def test_two_points_share_a_cell_only_when_they_are_close(
    north: float, east: float, north_2: float, east_2: float
) -> None:
    if cell_of(north, east) == cell_of(north_2, east_2):
        assert abs(north - north_2) < CELL_LAT * 1.000001
        assert abs(east - east_2) < CELL_LON * 1.000001


def test_the_formula_gives_the_same_cells_in_sql() -> None:
    points = [(49.5 + k * 0.0137, -6.5 + k * 0.0093) for k in range(500)]
    rows = ", ".join(f"({north}::DOUBLE, {east}::DOUBLE)" for north, east in points)
    answers = duckdb.sql(
        f"""SELECT floor((north + 90) / {CELL_LAT}::DOUBLE)::INTEGER * {COLUMNS}
                 + floor((east + 180) / {CELL_LON}::DOUBLE)::INTEGER
            FROM (VALUES {rows}) AS points(north, east)"""
    ).fetchall()
    assert [cell for (cell,) in answers] == [cell_of(*point) for point in points]


def test_the_cells_are_those_that_the_published_boundaries_touch(shared_data: Path) -> None:
    derived = derive_area_cells.areas(shared_data / "boundaries" / "police-forces.geojson.gz")
    for name, cells in derived.items():
        assert {row * COLUMNS + column for row, column in cells} == area_cells(name), name
