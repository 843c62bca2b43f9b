"""Three tests over snapshots: each finds what was planted, and is refused where too few were."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from made_lakes import searches, write_month

from evenhand.measures import NothingObserved, OtherPower
from evenhand.measures.stop_tests import TESTS, Answer, darkness, discretion, visibility
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from evenhand.records.stops import StopRow, open_stops, take
from evenhand.records.stops.coding import month_of
from made_stops import NOW, month, stop, stops, stops_lake

SPAN = {"force": "demoshire", "first": "2026-03", "last": "2026-03"}


def of(group: str, count: int, **said: object) -> list[StopRow]:
    return stops(count, sde={"White": "W1", "Black": "B2", "Asian": "A1"}.get(group, ""), **said)


def seen(group: str, yes: int, no: int, unsure: int = 0) -> list[StopRow]:
    return [
        *of(group, yes, seen_before="yes", perceived_before=group),
        *of(group, no, seen_before="no"),
        *of(group, unsure, seen_before="unsure"),
    ]


def test_visibility_finds_a_planted_association(tmp_path: Path) -> None:
    rows = [*seen("White", 400, 400, 20), *seen("Black", 200, 100), *seen("Asian", 29, 100)]
    answer = visibility(stops_lake(tmp_path, rows), **SPAN)
    black = answer.row("Black")
    assert black.ratio == pytest.approx(2.0)
    assert black.sentence == (
        "Where officers could see the driver's ethnicity before the stop, stops of Black people "
        "were between 1.5 and 2.7 times as frequent, set against stops of White people, as where "
        "they could not."
    )
    assert black.more == (
        "Some officers were not sure what they could see. Had all of them seen, or none, the "
        "answer would be 1.9 or 2.1 times.",
    )


def test_what_the_unsure_could_change_is_said_no_finer_than_it_matters(tmp_path: Path) -> None:
    rows = [*seen("White", 400, 400, 8), *seen("Black", 200, 100, 4)]
    black = visibility(stops_lake(tmp_path, rows), **SPAN).row("Black")
    assert black.more == (
        "Some officers were not sure what they could see. Had all of them seen, or none, the "
        "answer would be about 2.0 times either way.",
    )


def test_visibility_is_refused_under_thirty_of_each(tmp_path: Path) -> None:
    rows = [*seen("White", 400, 400), *seen("Asian", 29, 100)]
    asian = visibility(stops_lake(tmp_path, rows), **SPAN).row("Asian")
    assert (asian.ratio, asian.low, asian.high) == (None, None, None)
    assert "fewer than 30" in asian.refused
    assert asian.sentence == (
        "We cannot tell for Asian people: at least 30 stops of them and as many of White people "
        "are needed in which the officer could see the driver's ethnicity before the stop, and as "
        "many of each in which not."
    )


def test_no_planted_association_is_we_cannot_tell(tmp_path: Path) -> None:
    rows = [*seen("White", 400, 400), *seen("Black", 100, 100)]
    black = visibility(stops_lake(tmp_path, rows), **SPAN).row("Black")
    assert black.sentence.startswith("We cannot tell whether stops of Black people, set against")
    assert black.low is not None and black.high is not None
    assert black.low < 1 < black.high


def test_the_unknown_move_an_answer_and_a_few_of_them_are_not_told(tmp_path: Path) -> None:
    known = [*seen("White", 400, 400), *seen("Black", 200, 100)]
    some = visibility(stops_lake(tmp_path / "a", [*known, *seen("", 30, 30)]), **SPAN).row("Black")
    assert some.more == (
        "The ethnicity of some of these drivers was not recorded. Had it been, the answer could "
        "lie anywhere between 1.4 and 2.5 times.",
    )
    few = visibility(stops_lake(tmp_path / "b", [*known, *seen("", 2, 2)]), **SPAN).row("Black")
    assert few.more == ()


def chosen(group: str, high: int, low: int, **said: object) -> list[StopRow]:
    return [
        *of(group, high, reason="routine_check_no_specific_reason", **said),
        *of(group, low, reason="document_or_insurance_anpr", **said),
    ]


def test_discretion_is_compared_within_the_same_area_and_hour(tmp_path: Path) -> None:
    """Both areas treat groups alike; in one of them, where Black people live, choice is usual."""
    midday = datetime(2026, 3, 4, 12, tzinfo=UTC)
    rows = [
        *chosen("White", 40, 360, area="E01000001", at=midday),
        *chosen("Black", 40, 360, area="E01000001", at=midday),
        *chosen("White", 45, 5, area="E01000002", at=midday),
        *chosen("Black", 360, 40, area="E01000002", at=midday),
    ]
    lake = stops_lake(tmp_path, rows)
    black = discretion(lake, **SPAN).row("Black")
    assert black.ratio == pytest.approx(1.0, abs=0.01)
    assert black.sentence.startswith("We cannot tell whether stops at the officer's own choice")
    assert discretion(lake, **SPAN).row("Asian").refused


def test_discretion_finds_a_planted_difference(tmp_path: Path) -> None:
    rows = [*chosen("White", 200, 400), *chosen("Black", 150, 100), *chosen("Asian", 90, 29)]
    answer = discretion(stops_lake(tmp_path, rows), **SPAN)
    assert answer.row("Black").sentence == (
        "In the same area and at the same time of day, stops at the officer's own choice, set "
        "against those that followed a camera hit, were between 2.2 and 4.1 times as frequent "
        "for Black people as for White people."
    )
    assert answer.row("Asian").ratio is None


def evenings(effect: float, days: int = 365) -> list[StopRow]:
    """A year of evening stops at one place; by daylight Black drivers' odds are so much higher."""
    chance = np.random.default_rng(20260304)
    rows = []
    for day in range(days):
        for _ in range(12):
            at = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(
                days=day, minutes=int(chance.integers(16 * 60, 22 * 60))
            )
            light = is_light(at)
            odds = 0.5 * (effect if light else 1.0)
            who = "Black" if chance.random() < odds / (1 + odds) else "White"
            rows += of(who, 1, at=at)
    return rows


def is_light(at: datetime) -> bool:
    from evenhand.records.daylight import lighting

    return lighting(at, 51.5, -0.1) == "daylight"


def year(folder: Path, rows: list[StopRow]) -> Lake:
    by_month: dict[str, list[StopRow]] = {}
    for row in rows:
        by_month.setdefault(month_of(row.at), []).append(row)
    take(folder, [month(held, name=name) for name, held in by_month.items()], now=NOW)
    return open_stops(folder)


def test_darkness_finds_a_planted_effect_and_leaves_typed_times_out(tmp_path: Path) -> None:
    span = {"force": "demoshire", "first": "2025-03", "last": "2026-02"}
    planted = evenings(effect=2.0)
    lake = year(tmp_path, [*planted, *of("Black", 60, at=planted[0].at, typed=True)])
    black = darkness(lake, **span).row("Black")
    assert black.low is not None and black.high is not None
    assert 1.2 < black.low < 2.0 < black.high < 3.2
    assert black.sentence.startswith(
        "At the same time of the evening, stops of Black people were between 1."
    )
    assert darkness(lake, **span).row("Asian").refused


@pytest.mark.parametrize("test", TESTS.values())
def test_each_is_refused_of_other_records_and_of_months_that_nobody_supplied(
    tmp_path: Path, test: object
) -> None:
    assert callable(test)
    lake = stops_lake(tmp_path, [stop()])
    with pytest.raises(NothingObserved, match="That is not zero"):
        test(lake, force="demoshire", first="2025-01", last="2025-02")
    write_month(tmp_path, "demoshire", "2026-03", searches(3, "White"))
    import_police_uk([tmp_path / "2026-03-demoshire-stop-and-search.csv"], tmp_path / "lake")
    with pytest.raises(OtherPower, match="not of vehicle-stop"):
        test(Lake.open(tmp_path / "lake"), **SPAN)


def test_answers_are_by_group_without_the_reference(tmp_path: Path) -> None:
    answer: Answer = visibility(stops_lake(tmp_path, [stop()]), **SPAN)
    assert [row.group for row in answer.rows] == ["Asian", "Black", "Mixed", "Other"]
    assert answer.reference == "White"
