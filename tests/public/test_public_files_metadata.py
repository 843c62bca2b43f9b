"""Descriptions for machines: CSV on the Web, schema.org, Frictionless, and Parquet's own."""

import hashlib
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from csvw import CSVW
from django.test import Client
from figure_files import HOST, address, latest, number, read_csv

from evenhand.public.files import dataset, metadata, package
from evenhand.public.files.columns import AS_RATE_UNIT, COLUMNS, MONTHS, Kind
from evenhand.public.files.formats import build_figure
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle(demo_site: list[Figure], tmp_path: Path) -> Path:
    """A figure's ZIP, unpacked as anyone would."""
    archive = ZipFile(io.BytesIO(build_figure(latest(), ".zip", HOST)))
    archive.extractall(tmp_path)
    return tmp_path


def described(figure: Figure) -> dict[str, Any]:
    return json.loads(build_figure(figure, "-metadata.json", HOST))


def table_in(folder: Path) -> Path:
    return next(folder.glob("evenhand_*.csv"))


def test_a_program_for_csv_on_the_web_finds_nothing_wrong_in_the_bundle(bundle: Path) -> None:
    table = CSVW(str(table_in(bundle)) + "-metadata.json", validate=True)

    assert table.is_valid


def test_it_reads_every_cell_as_what_its_column_says_it_is(bundle: Path) -> None:
    table = CSVW(str(table_in(bundle)) + "-metadata.json").tables[0]
    read, plain = list(table), read_csv(table_in(bundle).read_bytes())

    assert [row["group"] for row in read] == [row["group"] for row in plain]
    assert read[0]["rate"] == float(plain[0]["rate"])
    assert read[0]["includes_btp"] is False
    assert isinstance(read[0]["released_at"], datetime)
    assert read[-2]["rate"] is None


def test_the_description_at_the_figure_s_address_is_of_the_csv_beside_it(
    client: Client, demo_site: list[Figure]
) -> None:
    found = described(latest())

    assert found["@type"] == "Table"
    assert found["url"] == f"{HOST}{address(latest())}"
    columns = found["tableSchema"]["columns"]
    head = client.get(found["url"].removeprefix(HOST)).content.decode("utf-8-sig")
    assert [one["name"] for one in columns] == head.splitlines()[0].split(",")
    assert all(one["dc:description"] for one in columns)


def test_the_description_is_a_dataset_as_search_engines_know_them(demo_site: list[Figure]) -> None:
    figure, found = latest(), described(latest())

    assert found["rdf:type"] == {"@id": "schema:Dataset"}
    assert found["schema:temporalCoverage"] == "2025-10/2026-09"
    assert found["schema:spatialCoverage"] == ["Demoshire Police"]
    assert found["schema:identifier"] == f"sha256:{figure.digest}"
    assert found["schema:isAccessibleForFree"] is True
    assert "open-government-licence" in found["schema:license"]["@id"]
    assert {one["schema:encodingFormat"] for one in found["schema:distribution"]} == {
        *("text/csv", "application/json", metadata.PARQUET)
    }


def test_every_form_that_the_description_names_is_there(
    client: Client, demo_site: list[Figure]
) -> None:
    for one in described(latest())["schema:distribution"]:
        where = one["schema:contentUrl"]["@id"].removeprefix(HOST)
        assert client.head(where).status_code == 200


def test_the_unit_of_a_rate_is_the_measure_s_own(demo_site: list[Figure]) -> None:
    def unit(figure: Figure) -> str:
        columns = described(figure)["tableSchema"]["columns"]
        return next(one["schema:unitText"] for one in columns if one["name"] == "rate")

    assert unit(latest()) == "per 1,000 residents a year"
    assert unit(latest("find-rate")) == "share"


def test_a_bundle_holds_tables_descriptions_picture_and_plain_words(bundle: Path) -> None:
    stem = table_in(bundle).stem

    assert {path.name for path in bundle.iterdir()} == {
        *("README.txt", "months.csv", "datapackage.json"),
        *(f"{stem}.csv", f"{stem}.csv-metadata.json", f"{stem}.json", f"{stem}.svg"),
    }


def test_the_data_package_describes_both_tables_and_their_bytes(bundle: Path) -> None:
    found = json.loads((bundle / "datapackage.json").read_text("utf-8"))

    assert found["profile"] == "tabular-data-package"
    assert found["licenses"][0]["title"] == "Open Government Licence v3.0"
    assert [one["name"] for one in found["resources"]] == ["figures", "months"]
    for resource, columns in zip(found["resources"], (COLUMNS, MONTHS), strict=True):
        content = (bundle / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert [one["name"] for one in resource["schema"]["fields"]] == [
            column.name for column in columns
        ]


def test_every_cell_of_the_bundle_is_as_the_data_package_says(bundle: Path) -> None:
    """What a Frictionless validator checks of types and required cells, of the types we use."""
    known = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "yearmonth": lambda text: datetime.strptime(text, "%Y-%m"),  # noqa: DTZ007
        "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ"),  # noqa: DTZ007
    }
    found = json.loads((bundle / "datapackage.json").read_text("utf-8"))
    for resource in found["resources"]:
        for row in read_csv((bundle / resource["path"]).read_bytes()):
            for each in resource["schema"]["fields"]:
                cell = row[each["name"]]
                assert cell or not each["constraints"]["required"], each
                assert cell == "" or known[each["type"]](cell) is not None


def test_the_plain_words_say_what_it_is_how_to_read_it_and_how_to_cite_it(bundle: Path) -> None:
    words = (bundle / "README.txt").read_text("utf-8")

    for said in (
        latest().result["sentence"],
        "An empty cell is never zero.",
        'encoding="utf-8-sig"',
        "To cite it: Evenhand (2026).",
        latest().digest,
    ):
        assert said in words, said


def test_parquet_says_what_it_is_and_what_each_column_means(demo_site: list[Figure]) -> None:
    schema = pq.read_schema(io.BytesIO(build_figure(latest(), ".parquet", HOST)))
    about = {name.decode(): value.decode() for name, value in schema.metadata.items()}

    assert about["licence"] == "Open Government Licence v3.0"
    assert about["digest"] == latest().digest
    assert about["citation"].startswith("Evenhand (2026).")
    assert schema.names == [column.name for column in COLUMNS]
    rate = schema.field("rate")
    assert rate.metadata[b"unit"] == b"per 1,000 residents a year"
    assert str(rate.type) == "double"
    assert not schema.field("group").nullable


def test_every_kind_of_cell_has_a_type_in_every_schema() -> None:
    assert set(metadata.TYPES) == set(package.TYPES) == set(Kind)


def test_a_file_of_several_measures_leaves_the_unit_to_its_own_column(
    demo_site: list[Figure],
) -> None:
    about = dataset.of_all([latest(), latest("find-rate")], HOST)
    columns = metadata.csvw(about, "figures.csv")["tableSchema"]["columns"]
    rate = next(one for one in columns if one["name"] == "rate")

    assert rate["schema:unitText"] == AS_RATE_UNIT
    assert about.period == "2025-10/2026-09"
    assert about.digest is None


def test_a_site_without_figures_still_has_a_table_with_headings(db: None) -> None:
    about = dataset.of_all([], HOST)

    assert (about.rows, about.period, about.released_at) == ((), None, None)
    assert "dc:issued" not in metadata.csvw(about, "figures.csv")


def test_the_bundle_of_a_corrected_figure_names_the_newer(
    corrected: tuple[Figure, Figure],
) -> None:
    old, new = corrected
    archive = ZipFile(io.BytesIO(build_figure(old, ".zip", HOST)))
    (name,) = (one for one in archive.namelist() if one.endswith("_1.csv"))

    assert read_csv(archive.read(name))[0]["superseded_by"] == new.reference
    assert number(read_csv(archive.read(name))[0]["rate"]) is not None
