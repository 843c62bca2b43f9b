"""Where nobody lives there are counts and words, and never a rate for residents."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenhand.forces import services as forces
from evenhand.measures import measures
from evenhand.publications import selectors
from evenhand.publications.making.freezing import Materials, freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.services import publish
from publications.public_files import YEAR, months, public_lake

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
LAST = YEAR[-2:]
NOBODY = ("city-of-london", "btp")
RATES = [one.id for one in measures().values() if one.kind == "rate"]


@pytest.fixture(scope="module", params=NOBODY)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Materials]:
    """Everything that would be published of one such force."""
    lake = public_lake(tmp_path_factory.mktemp("city"), months(request.param, *LAST))
    return list(ForceMaterials(lake, request.param).each())


def test_no_row_has_a_rate_for_residents_and_every_row_has_its_count(made: list[Materials]) -> None:
    rates = [one for one in made if one.measure.kind == "rate"]

    assert [one.measure.id for one in rates] == RATES
    for one in rates:
        for row in one.result["rows"]:
            assert [row[key] for key in ("rate", "ratio", "difference", "exposure")] == [None] * 4
            assert row["events"] is not None or row["suppressed"]
        assert one.result["population"] is None
        assert one.result["overall"]["rate"] is None


def test_no_sentence_speaks_of_residents_as_if_there_were_any(made: list[Materials]) -> None:
    for one in made:
        said = " ".join([one.result["sentence"], *one.result["notes"]])
        assert "for every 1,000 residents" not in said


def test_no_point_over_time_has_a_rate_either(made: list[Materials]) -> None:
    for one in made:
        if one.measure.kind == "rate":
            groups = [group for point in one.series["points"] for group in point["groups"].values()]
            assert groups
            assert {group["rate"] for group in groups} == {None}


def test_shares_of_searches_are_given_as_everywhere(made: list[Materials]) -> None:
    share = next(one for one in made if one.measure.id == "find-rate")

    assert all(row["rate"] is not None for row in share.result["rows"])


@pytest.mark.django_db
def test_the_frozen_figure_says_why_there_is_no_rate_and_draws_none(made: list[Materials]) -> None:
    one = next(one for one in made if one.measure.id == "search-rate")
    force = forces.load([one.result["force"]])[0]
    figure = freeze(one, force=force, by="Analyst", now=NOW)

    assert "there are counts and no rates" in " ".join(figure.wording["context"])
    assert "rates" not in figure.charts
    assert "over_time" not in figure.charts
    assert figure.expected == {}


@pytest.mark.django_db
@pytest.mark.slow
def test_a_release_has_all_forces_first_and_each_force_beside_them(tmp_path: Path) -> None:
    names = ("kent", "surrey", "city-of-london")
    files = {
        key: rows
        for number, name in enumerate(names)
        for key, rows in months(name, LAST[-1], Black=12 + number).items()
    }
    done = publish(public_lake(tmp_path, files), by="Analyst", now=NOW)

    together = selectors.latest_of_all("search-rate")
    across = selectors.across("search-rate")
    assert together is not None
    assert together.place == "all-forces"
    assert together.result["forces"] == ["kent", "surrey"]
    assert [figure.place for figure in across] == ["city-of-london", "kent", "surrey"]
    assert [bool(figure.expected) for figure in across] == [False, True, True]
    assert across[1].expected["figure"] == together.reference
    assert "expected" in across[1].charts
    assert selectors.over_time("all-forces", "search-rate")["points"]
    assert selectors.over_time("kent", "search-rate")["points"]
    assert selectors.over_time("essex", "search-rate") == {}
    assert {figure.place for figure in done.new} == {*names, "all-forces"}
