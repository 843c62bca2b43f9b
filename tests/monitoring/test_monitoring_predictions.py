"""A prediction is tested on the records themselves, and nothing finer than fives is told."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_alerts import SERIES, prediction, reform, with_series

from evenhand.measures.watch.found import Series
from evenhand.monitoring import remeasuring, testing
from evenhand.monitoring.terms import Outcome, Prediction, Reform
from evenhand.monitoring.testing import Counted, rounded, verdict
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from measures.made_lakes import BEDS, HEADER, searches, write_month

BEDFORDSHIRE = with_series(SERIES, force=BEDS)
MONTHS = ("2026-07", "2026-08", "2026-09")


def said(series: Series = BEDFORDSHIRE, **other: Any) -> Prediction:
    given = {"quantity": "ratio", "direction": "at most", "limit": 3.0, "quarter": "2026-Q2"}
    return Prediction.about(series, **(given | other))


def month(name: str, *, day: int, night: int, white: int) -> list[dict[str, str]]:
    """Black people searched by day and by night; White people by day; no two rows are alike."""
    return [
        row | {"Date": f"{name}-{when}:{number % 60:02d}:{number % 59:02d}+00:00"}
        for many, says, when in (
            (day, "Black", "10T12"),
            (night, "Black", "10T21"),
            (white, "White", "11T12"),
            (5, "Not stated", "12T12"),
        )
        for number, row in enumerate(searches(many, says))
    ]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """July to September: with the operation's nights far more Black people, without them few."""
    folder = tmp_path_factory.mktemp("predicted")
    files = folder / "files"
    files.mkdir()
    for name in MONTHS:
        write_month(files, BEDS, name, month(name, day=20, night=150, white=300))
    import_police_uk([files], folder / "lake")
    return Lake.open(folder / "lake")


def outcome_of(lake: Lake, one: Prediction, as_of: str | None = None) -> testing.Tested:
    found = testing.test_prediction(one, [lake], as_of=as_of)
    assert found is not None
    return found


def test_what_is_left_out_decides(lake: Lake) -> None:
    """20 of 170 a month were searched outside the operation's hours."""
    whole = outcome_of(lake, said())
    outside = outcome_of(lake, said(without={"hours": ["18-21", "21-24"]}))

    assert (whole.outcome, whole.events, whole.reference_events) == (Outcome.FAILED, 510, 900)
    assert (outside.outcome, outside.events, outside.reference_events) == (Outcome.HELD, 60, 900)
    assert outside.high is not None
    assert outside.high <= 3.0


@pytest.mark.parametrize(
    ("limit", "direction", "outcome"),
    [(0.1, "at least", "held"), (0.1, "at most", "failed"), (30.0, "at most", "held")],
)
def test_both_directions(lake: Lake, limit: float, direction: str, outcome: str) -> None:
    assert outcome_of(lake, said(limit=limit, direction=direction)).outcome == outcome


def test_a_limit_within_the_likely_range_tells_nothing(lake: Lake) -> None:
    near = outcome_of(lake, said())
    assert near.value is not None
    for direction in ("at most", "at least"):
        one = outcome_of(lake, said(limit=near.value, direction=direction))
        assert one.outcome is Outcome.CANNOT_TELL
        assert "cannot tell" in one.words


def test_rates_and_shares_are_told_in_their_units(lake: Lake) -> None:
    by_rate = outcome_of(lake, said(quantity="rate", limit=500.0))
    assert by_rate.value is not None
    assert by_rate.outcome is Outcome.HELD
    share = said(
        with_series(BEDFORDSHIRE, measure="no-further-action-rate"),
        quantity="share",
        direction="at least",
        limit=90.0,
    )
    assert outcome_of(lake, share).value == 100.0


def test_a_share_in_two_groups_is_a_ratio_of_shares(lake: Lake) -> None:
    one = said(with_series(BEDFORDSHIRE, measure="no-further-action-rate"), limit=1.5)
    found = outcome_of(lake, one)
    assert (found.value, found.outcome) == (1.0, Outcome.HELD)


def test_under_ten_nothing_is_told(lake: Lake) -> None:
    one = outcome_of(lake, said(with_series(BEDFORDSHIRE, group="Asian"), limit=0.01))

    assert one.outcome is Outcome.CANNOT_TELL
    assert (one.value, one.low, one.high, one.events) == (None, None, None, None)


@pytest.mark.parametrize("events", [0, 4, 9])
@pytest.mark.parametrize(
    ("direction", "limit", "outcome"),
    [("at most", 3.0, "held"), ("at least", 3.0, "failed"), ("at most", 0.1, "cannot-tell")],
)
def test_of_fewer_than_ten_only_what_ten_would_decide_is_decided(
    events: int, direction: str, limit: float, outcome: str
) -> None:
    one = said(direction=direction, limit=limit)
    found = verdict(one, Counted(events, 1000.0, 400, 9000.0), share=False)

    assert (found.outcome, found.value, found.events) == (outcome, None, None)
    assert found == verdict(one, Counted(5, 1000.0, 400, 9000.0), share=False)


def test_few_of_the_reference_tell_nothing() -> None:
    found = verdict(said(), Counted(500, 1000.0, 9, 9000.0), share=False)
    assert (found.outcome, found.value) == (Outcome.CANNOT_TELL, None)


def test_the_records_themselves_can_be_predicted(lake: Lake) -> None:
    """15 of 1,425 are of unknown ethnicity; there are 475 a month."""
    everybody = with_series(BEDFORDSHIRE, group="", reference="")
    unknown = said(everybody, quantity="unknown", limit=5.0)
    assert testing.cannot_test(unknown) == ""
    assert (outcome_of(lake, unknown).outcome, outcome_of(lake, unknown).events) == ("held", 15)
    records = said(everybody, quantity="coverage", direction="at least", limit=400.0)
    found = outcome_of(lake, records)
    assert (found.outcome, found.value) == ("held", 475.0)
    with pytest.raises(ValueError, match="everybody"):
        said(quantity="unknown")


def test_nothing_finer_than_fives_is_told() -> None:
    """Two counts that round alike tell exactly the same."""
    a, b = (
        verdict(said(), Counted(n, 1000.0, m, 9000.0), share=False)
        for n, m in ((98, 399), (102, 401))
    )
    assert a == b
    assert [rounded(n) for n in (0, 2, 3, 7, 8, 12.4)] == [0, 0, 5, 5, 10, 10]


def test_it_waits_for_every_month(tmp_path: Path, lake: Lake) -> None:
    assert testing.test_prediction(said(), [lake], as_of="2026-08") is None
    assert testing.test_prediction(said(), [], as_of="2026-09") is None
    assert testing.test_prediction(said(quarter="2026-Q3"), [lake]) is None
    files = tmp_path / "files"
    files.mkdir()
    for name in MONTHS[:2]:
        write_month(files, BEDS, name, month(name, day=20, night=150, white=300))
    import_police_uk([files], tmp_path / "lake")
    assert testing.test_prediction(said(), [Lake.open(tmp_path / "lake")]) is None


def test_every_part_that_can_be_left_out_is_left_out(lake: Lake) -> None:
    for without in ({"objects": ["Controlled drugs"]}, {"categories": ["drugs"]}):
        one = said(without=without)
        assert testing.cannot_test(one) == ""
        assert outcome_of(lake, one).events is None


def test_what_the_records_do_not_say_cannot_be_left_out() -> None:
    stops = with_series(BEDFORDSHIRE, power="vehicle-stop", measure="stop-rate")
    assert "do not say" in testing.cannot_test(said(stops, without={"objects": ["Drugs"]}))


def test_children_alone_are_counted_for_their_stream(lake: Lake) -> None:
    one = said(with_series(BEDFORDSHIRE, stream="children"))
    assert testing.cannot_test(one) == ""
    assert outcome_of(lake, one).events is None
    assert testing.cannot_test(said(with_series(BEDFORDSHIRE, stream="officers")))


def test_months_are_those_of_the_financial_quarter() -> None:
    assert prediction(quarter="2026-Q4").months == ("2027-01", "2027-03")
    assert prediction(quarter="2026-Q4").ends_on == date(2027, 3, 31)


def twice_over(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """As a file is that was published twice over."""
    return [*rows, *rows]


def a_third(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """As a file is of which most was not loaded."""
    return list(rows[::3])


def with_a_year_before(folder: Path, spoils: Callable[..., Sequence[dict[str, str]]]) -> Lake:
    """A year of months alike, but for what became of August 2026."""
    files = folder / "files"
    files.mkdir()
    for name in months("2025-10", 12):
        rows: Sequence[dict[str, str]] = month(name, day=20, night=150, white=300)
        write_month(files, BEDS, name, spoils(rows) if name == "2026-08" else rows)
    import_police_uk([files], folder / "lake")
    return Lake.open(folder / "lake")


@pytest.mark.parametrize("spoils", [twice_over, a_third])
def test_a_month_that_cannot_be_relied_on_tests_nothing(
    tmp_path: Path, spoils: Callable[..., Sequence[dict[str, str]]]
) -> None:
    """The watch leaves such a month out, so that nothing is proved by it either."""
    lake = with_a_year_before(tmp_path, spoils)
    assert "2026-08" in lake.months_observed(BEDS, "2026-07", "2026-09")

    assert testing.test_prediction(said(), [lake]) is None
    assert testing.test_prediction(said(quarter="2026-Q1"), [lake]) is not None


@dataclass
class Years:
    """Four years of counts, which fall by a factor from a month on.

    ``spoils`` is what became of the file of June 2026.
    """

    factor: float
    spoils: Callable[..., Sequence[dict[str, str]]] = list

    def lake(self, folder: Path) -> Lake:
        files = folder / "files"
        files.mkdir(parents=True)
        for number, name in enumerate(months("2023-04", 48)):
            black = round(60 * (self.factor if number >= 36 else 1))
            rows: Sequence[dict[str, str]] = [*searches(black, "Black"), *searches(90, "White")]
            times = [
                row | {"Date": f"{name}-15T{at // 60:02d}:{at % 60:02d}:00+00:00"}
                for at, row in enumerate(rows)
            ]
            write_month(files, BEDS, name, self.spoils(times) if name == "2026-06" else times)
        import_police_uk([files], folder / "lake")
        return Lake.open(folder / "lake")


def months(first: str, number: int) -> list[str]:
    year, month = map(int, first.split("-"))
    return [f"{year + (month - 1 + n) // 12}-{(month - 1 + n) % 12 + 1:02d}" for n in range(number)]


def promised(**other: Any) -> Reform:
    given = reform("plan/bedfordshire/1/supervise-searches", force=BEDS) | {
        "after_from": "2026-04",
        "after_until": "2027-03",
    }
    return Reform.model_validate(given | other)


@pytest.mark.parametrize(("factor", "outcome"), [(0.5, "held"), (1.0, "failed")])
def test_a_reform_is_measured_again_in_the_months_that_were_written_down(
    tmp_path: Path, factor: float, outcome: str
) -> None:
    lake = Years(factor).lake(tmp_path)
    on = date(2026, 4, 10)
    digest = remeasuring.registration(promised(), on=on).digest

    found = remeasuring.remeasure(promised(), digest, on, [lake])
    assert found is not None
    assert (found.outcome, found.low is not None) == (outcome, True)
    later = promised(after_until="2027-06", remeasure_on=date(2027, 9, 1))
    assert remeasuring.remeasure(later, digest, on, [lake]) is None
    assert remeasuring.remeasure(promised(), digest, on, []) is None
    # Another promise than the one that was written down tells nothing.
    easier = remeasuring.remeasure(promised(change=1.5), digest, on, [lake])
    assert easier is not None
    assert (easier.outcome, easier.change) == (Outcome.CANNOT_TELL, None)
    rate = promised(quantity="rate")
    own = remeasuring.registration(rate, on=on).digest
    again = remeasuring.remeasure(rate, own, on, [lake])
    assert again is not None
    assert again.outcome == outcome


@pytest.mark.parametrize("spoils", [twice_over, a_third])
def test_a_reform_is_not_measured_on_a_month_that_cannot_be_relied_on(
    tmp_path: Path, spoils: Callable[..., Sequence[dict[str, str]]]
) -> None:
    lake = Years(0.5, spoils).lake(tmp_path)
    on = date(2026, 4, 10)
    digest = remeasuring.registration(promised(), on=on).digest

    assert "2026-06" in lake.months_observed(BEDS, "2023-04", "2027-03")
    assert remeasuring.remeasure(promised(), digest, on, [lake]) is None


def in_luton(lake: Lake) -> testing.Tested:
    return outcome_of(lake, said(with_series(BEDFORDSHIRE, area="E06000032"), limit=9.0))


@pytest.mark.parametrize("elsewhere", [2, 40])
def test_of_an_area_nothing_is_told_where_the_rest_of_the_force_is_small(
    elsewhere: int, tmp_path: Path
) -> None:
    """The force's figures print all of it, so that what is told of Luton tells the rest."""
    files = tmp_path / "files"
    files.mkdir()
    for name in MONTHS:
        rows = [
            *(one | {"LA name": "Luton"} for one in searches(60, "Black")),
            *(one | {"LA name": "E06000032"} for one in searches(90, "White")),
            *(one | {"LA name": "Bedford"} for one in searches(elsewhere, "Black")),
            *(one | {"LA name": "Bedford"} for one in searches(80, "White")),
        ]
        with (files / f"{name}-{BEDS}-stop-and-search.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, (*HEADER, "LA name"))
            writer.writeheader()
            writer.writerows(
                one | {"Date": f"{name}-10T{at // 60:02d}:{at % 60:02d}:00+00:00"}
                for at, one in enumerate(rows)
            )
    import_police_uk([files], tmp_path / "lake")
    found = in_luton(Lake.open(tmp_path / "lake"))

    if elsewhere < 10:
        assert (found.outcome, found.events, found.value) == (Outcome.CANNOT_TELL, None, None)
        assert "elsewhere in the force there are too few" in found.words
    else:
        assert (found.outcome, found.events, found.reference_events) == (Outcome.HELD, 180, 270)
        # Luton had 22,735 Black and 101,798 White residents at the Census of 2021.
        assert found.value == pytest.approx(180 / 270 * 101_798 / 22_735, abs=1e-4)
