"""The figures of every made-up force, and of all of them, find what was put into their records."""

from typing import Any

import pytest

from demo.demonstration import frozen_together, whole_lake
from evenhand.demo.people import residents
from evenhand.demo.truth import DEMOSHIRE, FABLESEA, FORCES, MOCKDALE, PRETENDSHIRE, Truth
from evenhand.public import places
from evenhand.publications.making.freezing import draw
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.together import AllForces
from evenhand.publications.models import ALL_FORCES, Figure
from evenhand.records import codes

FIRST = "2025-10"
EACH = pytest.mark.parametrize("truth", FORCES, ids=lambda truth: truth.force)


def figure(place: str, measure: str = "search-rate") -> Figure:
    wanted = (place, measure, FIRST)
    return next(
        one for one in frozen_together() if (one.place, one.measure, one.first_month) == wanted
    )


def row(of: Figure, group: str) -> dict[str, Any]:
    return next(row for row in of.result["rows"] if row["group"] == group)


@EACH
@pytest.mark.parametrize("group", ["White", "Black", "Asian", "Mixed", "Other"])
def test_each_groups_true_rate_lies_in_its_likely_range(truth: Truth, group: str) -> None:
    found = row(figure(truth.force), group)

    if (truth.force, group) in {("mockdale", "Mixed"), ("mockdale", "Other")}:
        assert found["suppressed"]  # so few live there that their searches are not shown
        return
    if truth.partial is None:  # of a month that came in part, some searches are not there
        assert found["rate_low"] < truth.groups[group].rate < found["rate_high"]
    months = figure(truth.force).result["months_observed"]
    assert found["exposure"] == pytest.approx(residents(truth.force, group) * months / 12)


@EACH
def test_the_true_ratio_lies_in_its_likely_range(truth: Truth) -> None:
    found = row(figure(truth.force), "Black")

    assert found["ratio_low"] < truth.ratio < found["ratio_high"]


@EACH
def test_the_share_not_recorded_is_found(truth: Truth) -> None:
    found = figure(truth.force).result["unknown_share"]

    assert found == pytest.approx(truth.unknown_share(FIRST), abs=0.025)


@EACH
def test_months_that_were_never_supplied_are_missing_and_not_zero(truth: Truth) -> None:
    months = {row["month"]: row for row in figure(truth.force).months if row["month"] >= FIRST}

    assert {name for name, row in months.items() if row["status"] == "missing"} == truth.missing
    assert all(months[name]["count"] is None for name in truth.missing)
    assert figure(truth.force).result["months_observed"] == 12 - len(truth.missing)


def test_a_share_not_recorded_above_three_in_ten_swamps_the_likely_range() -> None:
    found = row(figure(FABLESEA.force), "Black")

    assert figure(FABLESEA.force).result["unknown_share"] > 0.3
    assert found["ratio_if_unknown_all_reference"] < found["ratio_low"]
    assert found["ratio_if_unknown_all_group"] > 2 * found["ratio_high"]


def test_a_group_in_which_it_never_happened_has_a_rate_of_zero_with_a_range() -> None:
    found = row(figure(MOCKDALE.force, "arrest-rate"), "Black")

    assert MOCKDALE.groups["Black"].arrested == 0
    assert (found["events"], found["rate"], found["rate_low"]) == (0, 0, 0)
    assert found["rate_high"] > 0.02
    assert found["exposure"] >= 20


def test_all_forces_have_a_figure_together_that_names_them() -> None:
    found = figure(ALL_FORCES)

    assert found.result["forces"] == [one.force for one in FORCES]
    assert "Fablesea Police, Mockdale Constabulary" in " ".join(found.wording["coverage"])
    ratios = [one.ratio for one in FORCES]
    assert min(ratios) < found.result["within_force_ratio"] < max(ratios)


def test_the_pooled_ratio_is_not_the_one_within_forces() -> None:
    found = figure(ALL_FORCES)
    pooled = row(found, "Black")["ratio"]

    assert found.result["within_force_ratio"] != pytest.approx(pooled, rel=0.02)


def test_months_that_only_some_forces_supplied_say_how_many() -> None:
    months = {one["month"]: one for one in figure(ALL_FORCES).months}

    assert months["2026-03"]["forces"] == months["2026-05"]["forces"] == 3
    assert months["2026-03"]["status"] == months["2026-05"]["status"] == "some"
    assert months["2026-07"]["status"] == "whole"


@EACH
def test_every_force_has_a_range_that_is_expected_of_it(truth: Truth) -> None:
    found = figure(truth.force).expected

    assert found["low"] < found["all_forces"] < found["high"]
    assert found["figure"] == figure(ALL_FORCES).reference
    assert found["forces"] == len(FORCES)


def test_where_each_force_lies_is_where_its_truth_puts_it() -> None:
    lies = {one.force: figure(one.force).expected["inside"] for one in FORCES}

    assert lies == {
        DEMOSHIRE.force: "above",
        FABLESEA.force: "below",
        MOCKDALE.force: "above",
        PRETENDSHIRE.force: "within",
    }


def test_all_forces_together_have_a_funnel_for_analysts() -> None:
    read = [ForceMaterials(whole_lake(), one.force) for one in FORCES]
    materials = next(
        one for one in AllForces(whole_lake(), read).each() if one.measure.id == "search-rate"
    )
    together = figure(ALL_FORCES)
    draw(together, materials)

    assert {"funnel", "log_ratios"} <= set(together.charts)
    assert "Mockdale" in together.charts["funnel"]["620"]


@EACH
def test_no_real_town_or_area_has_a_made_up_name(truth: Truth) -> None:
    name = codes.force(truth.force).ons_name or ""

    found = places.find(name)

    assert all(truth.force in place.forces for place in found.places)
    assert not {one.lad_name for one in codes.authorities().values()} & {name}
