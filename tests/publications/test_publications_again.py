"""A figure computed again from its own files: equal, or every difference by name."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from demo.demonstration import frozen, lake
from evenhand.demo import records
from evenhand.demo.truth import DEMOSHIRE
from evenhand.measures import measures
from evenhand.publications.making.again import Again, FilesMissing, NotAFigure, again, parse
from evenhand.publications.making.fingerprint import PARTS, fingerprint
from evenhand.publications.making.freezing import Materials, freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.together import AllForces
from evenhand.publications.models import Figure
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from publications.extracts import FORCE, Extract
from publications.public_files import YEAR, months, public_lake

NOW = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
RATE = measures()["search-rate"]


def plain(figure: Figure) -> dict[str, Any]:
    """What a figure's JSON says of it, as far as computing it again goes."""
    parts = {name: getattr(figure, name) for name in PARTS}
    return {"figure": figure.reference, "digest": figure.digest, **parts}


def repeat(values: dict[str, Any], records_: Lake) -> Again:
    return again(parse(values), values, records_)


def where(found: Again) -> list[str]:
    return [one.where for one in found.differences]


@pytest.mark.parametrize("figure", frozen(), ids=str)
def test_every_figure_of_the_demonstration_is_computed_again_to_the_last_number(
    figure: Figure,
) -> None:
    assert repeat(plain(figure), lake()).differences == ()


def test_a_number_that_was_tampered_with_is_named(tmp_path: Path) -> None:
    values = plain(frozen()[-1])
    rows = [dict(row) for row in values["result"]["rows"]]
    black = next(row for row in rows if row["group"] == "Black")
    black["rate"] = black["rate"] * 1.01
    values["result"] = values["result"] | {"rows": rows}

    found = repeat(values, lake())

    assert where(found) == ["rows.Black.rate", "digest"]
    assert found.differences[0].published == black["rate"]


def test_a_sentence_that_was_tampered_with_is_named_though_its_digest_is_made_anew() -> None:
    values = plain(frozen()[-1])
    values["result"] = values["result"] | {"sentence": "All is well."}
    values["digest"] = fingerprint(values)

    assert where(repeat(values, lake())) == ["sentence"]


def test_a_month_of_the_picture_that_was_tampered_with_breaks_the_digest() -> None:
    values = plain(frozen()[-1])
    values["months"] = [row | {"count": 1} for row in values["months"]]

    assert where(repeat(values, lake())) == ["digest"]


def test_a_file_that_holds_less_than_its_digest_is_of_says_so() -> None:
    values = plain(frozen()[-1])
    assert repeat(values, lake()).digest_checked
    del values["series"]

    found = repeat(values, lake())

    assert found.differences == ()
    assert not found.digest_checked


def test_a_month_sent_again_later_changes_nothing_of_an_older_figure(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    copytree(lake().path, folder)
    month, rows = next(one for one in records.each_month(DEMOSHIRE) if one[0] == "2026-08")
    path = tmp_path / f"{month}-demoshire-stop-and-search.csv"
    lines = [",".join(records.COLUMNS), *(",".join(row) for row in rows[:-20])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_police_uk([path], folder)

    assert repeat(plain(frozen()[-1]), Lake.open(folder)).differences == ()


def test_a_lake_without_the_files_is_told_which_by_their_fingerprints(tmp_path: Path) -> None:
    other = public_lake(tmp_path, months("kent", "2024-01"))
    values = plain(frozen()[-1])

    with pytest.raises(FilesMissing) as refusal:
        repeat(values, other)

    assert all(one["sha256"] in str(refusal.value) for one in values["inputs"])


def test_all_forces_together_are_computed_again(tmp_path: Path) -> None:
    forces = ("kent", "surrey", "city-of-london")
    files = {key: rows for one in forces for key, rows in months(one, *YEAR[-2:]).items()}
    held = public_lake(tmp_path, files)
    read = [ForceMaterials(held, force) for force in held.forces()]
    made = AllForces(held, read).of(RATE)
    assert made is not None
    values = plain(freeze(made, force=None, by="Analyst", now=NOW))

    assert repeat(values, held).differences == ()


@pytest.fixture
def own(tmp_path: Path) -> tuple[Lake, dict[str, Any]]:
    """A figure of a force's own extract, with a group that is hidden."""
    held = Extract(tmp_path).send(*YEAR[:2], Mixed=1)
    made: Materials = next(
        one for one in ForceMaterials(held, FORCE).each() if one.measure.id == RATE.id
    )
    values = made.result | {"rows": [dict(row) for row in made.result["rows"]]}
    parts = {"result": values, "inputs": made.inputs}
    return held, {"figure": "search-rate/bedfordshire", "digest": "0" * 64, **parts}


def test_what_a_release_hid_is_not_held_against_it(own: tuple[Lake, dict[str, Any]]) -> None:
    held, values = own
    found = repeat(values, held)

    assert found.own
    assert any(row["suppressed"] for row in values["result"]["rows"])
    assert found.differences == ()


def test_what_a_release_shows_is_compared_even_where_more_is_hidden(
    own: tuple[Lake, dict[str, Any]],
) -> None:
    held, values = own
    white = next(row for row in values["result"]["rows"] if row["group"] == "White")
    white["events"] += 1

    assert where(repeat(values, held)) == ["rows.White.events"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"result": None}, "result"),
        ({"result": {}}, "result.measure"),
        ({"inputs": []}, "inputs"),
        ({"inputs": [{"month": "2024-13", "sha256": "0" * 64}]}, "inputs.0.month"),
        ({"inputs": [{"month": "2024-01", "sha256": "../../etc"}]}, "inputs.0.sha256"),
        ({"digest": 5}, "digest"),
        ({"figure": None}, "figure"),
    ],
    ids=str,
)
def test_what_is_not_a_figure_is_refused_by_the_part_that_is_wrong(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotAFigure) as refusal:
        parse(plain(frozen()[0]) | change)

    assert f" {said}: " in str(refusal.value)


@pytest.mark.parametrize("value", [None, 1, "text", [], [1]], ids=str)
def test_what_is_no_object_at_all_is_refused(value: object) -> None:
    with pytest.raises(NotAFigure, match="not the JSON of a figure"):
        parse(value)


def test_a_figure_of_no_force_is_refused() -> None:
    values = plain(frozen()[0])
    values["result"] = {key: one for key, one in values["result"].items() if key != "force"}

    with pytest.raises(NotAFigure, match="names no force"):
        repeat(values, lake())
