"""Publishing: all or nothing, once, never mixed, and corrected in the open."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from demo.demonstration import RELEASED, frozen, lake, put_up
from evenhand.demo import records
from evenhand.demo.truth import DEMOSHIRE
from evenhand.forces import services as forces
from evenhand.forces.errors import MixedKinds
from evenhand.publications import selectors
from evenhand.publications.making.months import months_back, periods
from evenhand.publications.models import Figure
from evenhand.publications.services import publish
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

LATER = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def resubmitted(tmp_path: Path) -> Lake:
    """The same lake, after the force has sent one month again with twenty rows fewer."""
    folder = tmp_path / "lake"
    copytree(lake().path, folder)
    month, rows = next(one for one in records.each_month(DEMOSHIRE) if one[0] == "2026-08")
    path = tmp_path / month / f"{month}-demoshire-stop-and-search.csv"
    path.parent.mkdir()
    lines = [",".join(records.COLUMNS), *(",".join(row) for row in rows[:-20])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_police_uk([path], folder)
    return Lake.open(folder)


@pytest.mark.django_db
@pytest.mark.slow
def test_a_month_sent_again_corrects_its_figures_and_leaves_the_old_ones_readable(
    resubmitted: Lake,
) -> None:
    put_up()

    done = publish(resubmitted, by="Analyst", now=LATER)

    assert done.new == ()
    assert {one.first_month for one in done.corrected} == {"2025-10"}
    assert done.unchanged == sum(one.first_month == "2024-10" for one in frozen())
    new = selectors.latest("demoshire", "search-rate")
    assert new is not None
    assert new.supersedes is not None
    assert (new.number, new.supersedes.released_at) == (2, RELEASED)
    assert new.result["rows"] != new.supersedes.result["rows"]
    assert {one["version"] for one in new.inputs if one["month"] == "2026-08"} == {2}


@pytest.mark.django_db
def test_a_fictional_lake_is_refused_by_a_site_of_real_forces_and_nothing_is_kept() -> None:
    forces.load(["bedfordshire"])

    with pytest.raises(MixedKinds, match="Use another database"):
        publish(lake(), by="Analyst", now=LATER)
    assert not Figure.objects.exists()


def test_periods_are_the_latest_year_and_the_one_before() -> None:
    assert periods(lake().months_observed("demoshire", "2023-10", "2026-09")) == [
        ("2024-10", "2025-09"),
        ("2025-10", "2026-09"),
    ]


def test_a_force_with_a_few_months_has_one_figure_over_what_there_is() -> None:
    assert periods(["2019-12", "2020-01", "2020-02"]) == [("2019-12", "2020-02")]


def test_a_year_of_which_little_was_supplied_is_not_a_year_to_compare_with() -> None:
    months = ["2020-01", "2020-02", *(f"2021-{month:02d}" for month in range(1, 13))]

    assert periods(months) == [("2021-01", "2021-12")]


def test_nothing_observed_gives_no_period() -> None:
    assert periods([]) == []


@pytest.mark.parametrize(
    ("month", "back", "then"),
    [("2026-09", 11, "2025-10"), ("2026-01", 1, "2025-12"), ("2026-01", 0, "2026-01")],
)
def test_months_are_counted_back_over_new_year(month: str, back: int, then: str) -> None:
    assert months_back(month, back) == then


def test_a_figure_names_its_files_but_not_where_they_lay() -> None:
    inputs = frozen()[0].inputs

    assert inputs[0]["source"] == f"{inputs[0]['month']}-demoshire-stop-and-search.csv"
    assert all(len(one["sha256"]) == 64 for one in inputs)
    assert set(inputs[0]) == {"month", "version", "rows", "sha256", "source"}


def test_every_rate_is_frozen_with_a_half_interval_inside_its_whole_one() -> None:
    for figure in frozen():
        for row in figure.result["rows"]:
            if row["rate"] is None:
                assert row["rate_low_50"] is None
            else:
                ends = ("rate_low", "rate_low_50", "rate", "rate_high_50", "rate_high")
                assert sorted(row[end] for end in ends) == [row[end] for end in ends]


def test_what_is_not_shown_is_nowhere_in_the_figure() -> None:
    hidden = [
        (figure, row) for figure in frozen() for row in figure.result["rows"] if row["suppressed"]
    ]

    for figure, row in hidden:
        numbers = [row[key] for key in ("events", "rate", "rate_low_50", "ratio", "excess")]
        assert numbers == [None] * 5
        assert f">{row['group']}</text>" in figure.charts["rates"]["620"]
        assert "Not shown" in figure.charts["rates"]["620"]
