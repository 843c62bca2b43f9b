"""What is out already is held against what comes next: old minus new gives nobody away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenhand.forces import services as forces
from evenhand.measures import measures
from evenhand.publications.charts import months
from evenhand.publications.errors import NothingProtected, PublicationError
from evenhand.publications.making.freezing import Materials, freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.wording import hides_more, months_seen
from evenhand.publications.models import Figure
from evenhand.publications.protecting.control import THRESHOLD, control
from evenhand.publications.protecting.earlier import MonthlyCounts, pages_before
from evenhand.publications.protecting.layout import Layout, Printed, charts
from evenhand.publications.protecting.quantities import all_printed
from evenhand.publications.protecting.units import units_now
from evenhand.publications.services import publish
from evenhand.records.lake import Lake
from evenhand.stats.disclosure import Protection, Undone, attack, primary_only
from publications.extracts import FORCE, Extract

NOW = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
YEAR = [*(f"2023-{month:02d}" for month in range(5, 13)), *(f"2024-0{n}" for n in range(1, 5))]
FIRST, NEXT = "2023-05", "2024-05"


@pytest.fixture
def extract(tmp_path: Path) -> Extract:
    return Extract(tmp_path)


def figures(lake: Lake, before: Callable[[], list[Figure]] = list) -> list[Figure]:
    """What would be published, without the pictures."""
    return [_figure(one) for one in ForceMaterials(lake, FORCE, before).each()]


def _figure(made: Materials) -> Figure:
    return Figure(
        force_id=FORCE,
        power=made.measure.power,
        measure=made.measure.id,
        grouping="five-groups",
        first_month=made.result["from"],
        last_month=made.result["to"],
        result=made.result,
        months=made.months,
        control=made.control,
    )


def undone(lake: Lake, out: list[Figure], *, controlled: bool) -> list[Undone]:
    """Attack the searches of each group on the site: as it is, or with only small counts hidden.

    All other measures are proved where figures are made; here their sums would only take longer.
    """
    monthly = MonthlyCounts(lake, FORCE)
    asked = [one for one in out if one.measure == "search-rate"]
    months = frozenset(month for figure in asked for month in figure.control["files"])
    pages: list[Printed] = pages_before(asked, monthly, months)
    if not controlled:
        pages = [replace(page, hidden=frozenset()) for page in pages]
    release = Layout((measures()["search-rate"],), monthly, pages).release()
    return attack(release, Protection(THRESHOLD) if controlled else primary_only(release))


def suppressed(out: list[Figure], measure: str = "search-rate") -> set[str]:
    """The groups that the latest figure of a measure hides."""
    found = next(one for one in reversed(out) if one.measure == measure)
    return {row["group"] for row in found.result["rows"] if row["suppressed"]}


def in_two_years_that_overlap(extract: Extract) -> tuple[Lake, list[Figure]]:
    """Four people in a month that the next year's figure leaves out, and nobody in the new one."""
    extract.send(FIRST, Mixed=4)
    old = figures(extract.send(*YEAR[1:]))
    return extract.send(NEXT, Mixed=0), old


def test_the_year_a_month_later_does_not_give_the_months_between_away(extract: Extract) -> None:
    lake, old = in_two_years_that_overlap(extract)
    unaware, aware = figures(lake), figures(lake, lambda: old)

    assert [one for one in undone(lake, [*old, *unaware], controlled=True) if one.known]
    assert not undone(lake, [*old, *aware], controlled=True)
    assert "Mixed" in suppressed(aware) - suppressed(unaware)
    assert suppressed(old) == set()


def test_a_month_sent_again_with_one_person_more_does_not_point_at_them(extract: Extract) -> None:
    old = figures(extract.send(*YEAR))
    lake = extract.send("2024-03", Black=31)
    new = figures(lake, lambda: old)

    assert [one for one in undone(lake, [*old, *new], controlled=False) if one.known]
    assert not undone(lake, [*old, *new], controlled=True)
    assert suppressed(new) == {"Black"}
    row = next(row for row in new[0].result["rows"] if row["group"] == "Black")
    assert row["sentence"].startswith("Not shown to protect people")
    assert "together with figures published before" in row["sentence"]
    (month,) = [row for row in new[0].months if row["status"] == "hidden"]
    assert (month["month"], month["count"]) == ("2024-03", None)


def test_a_month_of_few_searches_is_in_no_picture(extract: Extract) -> None:
    everybody = {"White": 3, "Black": 0, "Asian": 0, "Mixed": 0, "Other": 0, "Unknown": 0}
    extract.send(*YEAR[:2])
    lake = extract.send(YEAR[2], **everybody)
    out = figures(lake)

    hidden = {row["month"] for row in out[0].months if row["status"] == "hidden"}
    assert YEAR[2] in hidden
    assert len(hidden) > 1 or out[0].result["overall"] is None
    assert not undone(lake, out, controlled=True)


def test_the_months_of_the_picture_add_up_to_the_year(extract: Extract) -> None:
    lake = extract.send(*YEAR[:3], Other=1)
    units = units_now(lake, FORCE, YEAR[:3]).values()
    monthly = MonthlyCounts(lake, FORCE)
    monthly.read(list(units))
    every = frozenset().union(*(all_printed(one) for one in measures().values()))
    year = Printed(frozenset(units), every)

    alone = control([year], [], monthly, force=FORCE)
    beside = replace(year, hidden=alone.of(year.scope))
    searches = replace(beside, quantities=all_printed(measures()["search-rate"]))
    pages = [searches, *charts(units, power="stop-and-search")]
    release = Layout((measures()["search-rate"],), monthly, pages).release()

    assert any("'Other'" in str(one.cell) for one in attack(release, Protection(THRESHOLD)))
    assert not undone(lake, figures(lake), controlled=True)


def test_what_everybody_has_is_taken_from_the_year_and_leaves_nothing_small(
    extract: Extract,
) -> None:
    extract.send_public(*YEAR[:2])
    lake = extract.send(YEAR[2], Mixed=2)
    out = figures(lake)

    assert "Mixed" in suppressed(out)
    assert undone(lake, out, controlled=False)
    assert not undone(lake, out, controlled=True)


def test_the_same_files_again_say_and_hide_the_same(extract: Extract) -> None:
    lake, old = in_two_years_that_overlap(extract)
    new = figures(lake, lambda: old)
    again = figures(lake, lambda: [*old, *new])

    assert [one.control for one in again] == [one.control for one in new]
    assert [one.result for one in again] == [one.result for one in new]


def test_figures_of_which_the_files_are_gone_stop_the_next(tmp_path: Path) -> None:
    old = figures(Extract(_folder(tmp_path / "one")).send(*YEAR[:2]))
    other = Extract(_folder(tmp_path / "two")).send(*YEAR[:3], Black=40)

    with pytest.raises(NothingProtected, match="no longer holds the files"):
        figures(other, lambda: old)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_figures_that_say_something_else_than_their_files_stop_the_next(extract: Extract) -> None:
    old = figures(extract.send(*YEAR[:2]))
    old[0].result["rows"][0]["events"] += 7

    with pytest.raises(NothingProtected, match="not what its files give now"):
        figures(extract.send(YEAR[2]), lambda: old)


@pytest.mark.django_db
def test_where_nothing_protects_nothing_is_published(extract: Extract) -> None:
    (force,) = forces.load([FORCE])
    for lake in (extract.send(*YEAR[:3]), extract.send(YEAR[3], Mixed=2)):
        for made in ForceMaterials(lake, FORCE).each():  # each for itself, as nobody should
            if made.measure.id == "search-rate":
                freeze(made, force=force, by="Analyst", now=NOW).save()
    there = Figure.objects.count()

    with pytest.raises(NothingProtected) as refusal:
        publish(extract.send(YEAR[4]), by="Analyst", now=NOW)

    said = str(refusal.value)
    assert said.startswith("Nothing was published.")
    assert any(one.title in said for one in measures().values())
    assert "Bedfordshire Police" in said
    assert Figure.objects.count() == there


def test_the_command_line_knows_the_refusal_by_its_base() -> None:
    assert issubclass(NothingProtected, PublicationError)


def test_a_correction_says_whose_numbers_it_no_longer_shows() -> None:
    said = hides_more(["Black", "Mixed"])

    assert said.startswith("This corrects an earlier figure. The numbers for Black people")
    assert "not shown to protect people" in said
    assert "Some numbers" in hides_more([])


def test_a_month_not_shown_has_a_cross_and_is_not_said_to_be_missing() -> None:
    rows = [{"month": "2024-03", "count": None, "status": "hidden"}]

    assert ">\N{MULTIPLICATION SIGN}</text>" in months(
        rows, width=340, name="months", title="Months", description="One month"
    )
    assert months_seen(rows, 0).startswith("Not shown to protect people: March 2024")
