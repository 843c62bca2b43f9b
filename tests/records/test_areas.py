"""A place lies in the small area whose boundary is around it, or in none."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.records.areas import Areas
from evenhand.records.errors import BadInput

Ring = list[list[float]]


def square(west: float, south: float, size: float) -> Ring:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, *rings: Ring, kind: str = "Polygon") -> dict[str, Any]:
    coordinates = [list(rings)] if kind == "MultiPolygon" else list(rings)
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"n": 1, "LSOA21CD": code}, "geometry": geometry}


def written(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


@pytest.fixture
def areas(tmp_path: Path) -> Areas:
    path = written(
        tmp_path / "areas.geojson",
        feature("E01000001", square(-0.5, 52.0, 0.1), square(-0.46, 52.04, 0.02)),
        feature("E01000002", square(-0.46, 52.04, 0.02)),
        feature("W01000003", square(-0.4, 52.0, 0.1), kind="MultiPolygon"),
        feature("E02000001", square(-0.5, 52.0, 0.1)),  # a middle layer: too coarse to be one
    )
    return Areas.read(path)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (52.01, -0.49, "E01000001"),
        (52.05, -0.45, "E01000002"),  # in the hole of the first
        (52.05, -0.35, "W01000003"),
        (52.2, -0.45, ""),
        (51.0, 3.0, ""),
    ],
)
def test_a_place_has_the_area_around_it(
    areas: Areas, latitude: float, longitude: float, code: str
) -> None:
    assert areas.of(latitude, longitude) == code
    assert areas.count == 3


def test_a_place_on_a_border_has_one_area_at_most(areas: Areas) -> None:
    assert areas.of(52.05, -0.4) in {"E01000001", "W01000003", ""}


def test_a_gzipped_file_is_read(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.geojson", feature("E01000001", square(-0.5, 52.0, 0.1)))
    packed = tmp_path / "a.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert Areas.read(packed).of(52.01, -0.49) == "E01000001"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not JSON", "no file of boundaries"),
        ('{"features": 3}', "no file of boundaries"),
        ('{"type": "Feature"}', "no file of boundaries"),
        ('{"features": [{"properties": {"a": "x"}, "geometry": null}]}', "holds no lower layer"),
        (
            json.dumps({"features": [feature("E01000001", square(420000.0, 230000.0, 900.0))]}),
            "not in degrees",
        ),
    ],
)
def test_another_file_is_refused_with_a_sentence(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(content)

    with pytest.raises(BadInput, match=words):
        Areas.read(path)


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson.gz"
    path.write_bytes(gzip.compress(b'{"features": []}')[:-9])

    with pytest.raises(BadInput):
        Areas.read(path)
