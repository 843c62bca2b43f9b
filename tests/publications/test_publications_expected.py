"""A force beside its own expected range: from all forces, for its own numbers, in careful words."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.forces import services as forces
from evenhand.measures import measures
from evenhand.publications import selectors
from evenhand.publications.making.expected import expected, sentence
from evenhand.publications.making.freezing import Materials, freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.together import AllForces
from evenhand.publications.models import Figure
from evenhand.publications.services import publish
from evenhand.records.lake import Lake
from evenhand.stats import Overdispersion, rate, ratio_of_rates
from publications.public_files import YEAR, months, public_lake

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
LAST = YEAR[-3:]
TWELVE = [
    *("kent", "surrey", "essex", "dorset", "norfolk", "suffolk", "sussex", "durham"),
    *("cumbria", "cheshire", "humberside", "lincolnshire"),
]


def result(black: int, white: int = 400, *, people: float = 4_000.0) -> dict[str, Any]:
    """A force's result; 40,000 White residents and so many Black ones."""
    residents = {"Black": people, "White": 40_000.0}
    rows = []
    for group, events in (("Black", black), ("White", white)):
        ratio = ratio_of_rates(events, residents[group], white, residents["White"])
        rows.append(
            {
                "group": group,
                "events": events,
                "exposure": residents[group],
                "rate": float(rate(events, residents[group], per=1000).value),
                "ratio": float(ratio.value),
            }
        )
    return {"ratio_group": "Black", "reference": "White", "rows": rows}


def together(ratio: float | None = 4.0, **dispersion: float) -> dict[str, Any]:
    """The figure of all forces."""
    ends = {"": ratio, "_low": ratio and ratio * 0.99, "_high": ratio and ratio * 1.01}
    found = asdict(Overdispersion(1.0, 0.0, 12, 0)) | dispersion if dispersion else None
    return {
        "result": {f"within_force_ratio{end}": value for end, value in ends.items()},
        "expected": {"forces": 12, "dispersion": found},
        "reference": "search-rate/all-forces/2023-05--2024-04/five-groups/1",
    }


def found(one: dict[str, Any], beside: dict[str, Any], kind: str = "rate") -> dict[str, Any]:
    return expected(one, kind=kind, force="Kent Police", together=beside)


@pytest.mark.parametrize(("black", "where"), [(160, "within"), (260, "above"), (90, "below")])
def test_a_force_lies_within_its_range_above_it_or_below_it(black: int, where: str) -> None:
    range_ = found(result(black), together())

    assert range_["inside"] == where
    assert range_["low"] < 4 < range_["high"]
    assert range_["value"] == pytest.approx(black / 40)
    assert range_["figure"].startswith("search-rate/all-forces/")
    assert where in range_["sentence"]


def test_the_range_of_the_rate_is_that_of_the_ratio_on_the_force_s_own_reference_rate() -> None:
    range_ = found(result(160), together())

    assert range_["rate_low"] == pytest.approx(range_["low"] * 10)
    assert range_["rate_high"] == pytest.approx(range_["high"] * 10)
    assert range_["rate"] == pytest.approx(40)


@given(black=st.integers(5, 2000), white=st.integers(5, 2000))
def test_a_small_force_is_given_more_room_than_a_force_ten_times_its_size(
    black: int, white: int
) -> None:
    small = found(result(black, white), together())
    large = found(result(black, white * 10, people=4_000.0), together())

    assert small["low"] <= large["low"] < large["high"] <= small["high"]


def test_forces_that_differ_more_than_by_chance_widen_the_range() -> None:
    alike, unlike = (found(result(160), together(tau_squared=tau)) for tau in (0.0, 0.2))

    assert unlike["low"] < alike["low"]
    assert unlike["high"] > alike["high"]


def test_a_force_without_a_ratio_has_no_range() -> None:
    hidden = result(160)
    hidden["rows"][0].update(ratio=None, events=None, rate=None, exposure=None)

    assert found(hidden, together()) == {}
    assert found(result(160), together(None)) == {}
    nobody = result(160)
    nobody["rows"][1].update(events=None)
    assert found(nobody, together()) == {}


def test_a_share_has_a_range_that_no_share_can_leave() -> None:
    shares = {
        "ratio_group": "Black",
        "reference": "White",
        "rows": [
            {"group": "Black", "events": 19, "exposure": 20.0, "rate": 0.95, "ratio": 1.1},
            {"group": "White", "events": 86, "exposure": 100.0, "rate": 0.86, "ratio": 1.0},
        ],
    }

    range_ = found(shares, together(1.05), kind="share")

    assert range_["inside"] == "within"
    assert range_["rate_high"] <= 1
    assert not range_["differences"]
    assert range_["how"].endswith("beyond chance: for shares that is not worked out.")
    assert found(shares, together(1.2), kind="share") == {}  # more than all of them


@pytest.mark.parametrize("differences", [True, False])
@pytest.mark.parametrize("inside", ["within", "above", "below"])
def test_no_place_in_a_range_is_called_good_or_proof(inside: str, *, differences: bool) -> None:
    said = sentence(inside, 2.0, 5.5, 6.25, force="Kent Police", differences=differences)

    assert said.startswith("Expected range: 2.0 to 5.5 times.")
    assert "6.2 times" in said or "6.3 times" in said
    assert ("does not say that all is well" in said) is (inside != "above")
    assert ("asks for an explanation" in said) is (inside == "above")


@pytest.mark.parametrize("black", [360, 30])
def test_outside_a_range_it_is_said_what_does_not_explain_that(black: int) -> None:
    alone = found(result(black), together())
    also = found(result(black), together(tau_squared=0.05))
    alike = found(result(black), together(tau_squared=0.0))

    assert not alone["differences"]
    assert "times: chance alone does not explain that." in alone["sentence"]
    assert also["differences"]
    said = "times: neither chance nor the usual differences between forces explain that."
    assert said in also["sentence"]
    assert "chance alone" not in also["sentence"]
    assert "times: chance alone does not explain that." in alike["sentence"]


def test_the_workings_say_what_a_range_allows_for_and_what_it_does_not() -> None:
    few, alike, unlike = (
        found(result(160), beside)["how"]
        for beside in (together(), together(tau_squared=0.0), together(tau_squared=0.2))
    )

    assert few.endswith("beyond chance: there are too few forces to tell.")
    assert alike.endswith("which differ no more than chance would make them.")
    assert unlike.endswith("and for how much forces usually differ beyond chance.")


def _materials(lake: Lake) -> tuple[Materials, ForceMaterials]:
    read = {force: ForceMaterials(lake, force) for force in lake.forces()}
    made = AllForces(lake, list(read.values())).of(measures()["search-rate"])
    assert made is not None
    return made, read["kent"]


def test_with_ten_forces_it_is_measured_how_much_they_differ_and_with_fewer_it_is_not(
    tmp_path: Path,
) -> None:
    files = {
        key: rows
        for number, force in enumerate(TWELVE)
        for key, rows in months(force, LAST[0], Black=8 + 4 * number).items()
    }
    many, _ = _materials(public_lake(tmp_path, files))
    few = {key: rows for key, rows in files.items() if key[0] in TWELVE[:3]}
    (tmp_path / "few").mkdir()
    three, _ = _materials(public_lake(tmp_path / "few", few))

    assert many.expected["forces"] == 12
    assert many.expected["dispersion"]["tau_squared"] > 0
    assert three.expected == {"forces": 3, "dispersion": None}


def test_a_share_is_given_no_spread(tmp_path: Path) -> None:
    lake = public_lake(tmp_path, months("kent", *LAST) | months("surrey", *LAST))
    read = [ForceMaterials(lake, force) for force in lake.forces()]
    made = AllForces(lake, read).of(measures()["find-rate"])

    assert made is not None
    assert made.expected["dispersion"] is None


@pytest.mark.django_db
def test_what_other_forces_do_later_corrects_no_figure_of_this_one(tmp_path: Path) -> None:
    files = months("kent", *LAST)
    kent = forces.load(["kent"])[0]
    frozen = []
    for black in (15, 40):
        folder = tmp_path / str(black)
        folder.mkdir()
        lake = public_lake(folder, files | months("surrey", *LAST, Black=black))
        made, read = _materials(lake)
        all_ = freeze(made, force=None, by="Analyst", now=NOW)
        own = next(one for one in read.each() if one.measure.id == "search-rate")
        frozen.append(freeze(own, force=kent, by="Analyst", now=NOW, together=all_))

    assert frozen[0].expected["low"] != frozen[1].expected["low"]
    assert frozen[0].digest == frozen[1].digest


@pytest.mark.django_db
def test_a_range_that_was_missing_comes_with_a_next_figure_once(tmp_path: Path) -> None:
    files = months("kent", *LAST)
    lakes = []
    for name, more in (("alone", {}), ("two", {"Black": 15}), ("later", {"Black": 40})):
        (tmp_path / name).mkdir()
        others = months("surrey", *LAST, **more) if more else {}
        lakes.append(public_lake(tmp_path / name, files | others))
    kept = []
    for lake in lakes:
        publish(lake, by="Analyst", now=NOW)
        kept.append(selectors.latest("kent", "search-rate"))

    first, second, third = kept
    assert first and second and third
    assert (first.number, first.expected) == (1, {})
    assert (second.number, second.digest) == (2, first.digest)
    assert second.expected["low"] < second.expected["high"]
    assert "No number of the figure before this one has changed." in second.wording["context"][-1]
    assert third.number == 2  # what others did since renews nothing


@pytest.mark.django_db
def test_all_forces_over_other_months_give_a_force_no_range(tmp_path: Path) -> None:
    lake = public_lake(tmp_path, months("kent", *LAST) | months("surrey", *LAST))
    made, read = _materials(lake)
    other: Figure = freeze(made, force=None, by="Analyst", now=NOW)
    other.last_month = "2024-03"
    own = next(one for one in read.each() if one.measure.id == "search-rate")
    kent = forces.load(["kent"])[0]

    assert freeze(own, force=kent, by="Analyst", now=NOW, together=other).expected == {}
    assert freeze(own, force=kent, by="Analyst", now=NOW).expected == {}
