"""Areas of a force: watched where records name them, and told without telling of small ones."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_lakes import HEADER, Search, searches
from made_watch import drawn, place

from evenhand.measures.watch import Found, Looks, Watched, watch, watched
from evenhand.measures.watch.areas import few
from evenhand.measures.watch.charts import Chart, blocks
from evenhand.measures.watch.cube import ELSEWHERE, Cube, area_residents
from evenhand.measures.watch.found import Change, Direction, Means
from evenhand.measures.watch.judging import Candidate, Watching
from evenhand.measures.watch.places import by_places
from evenhand.measures.watch.settings import Settings
from evenhand.measures.watch.spans import quarters, spans
from evenhand.measures.watch.told import told
from evenhand.measures.words import places as words
from evenhand.records.clock import month_name, month_number
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

FORCE = "bedfordshire"
LUTON, BEDFORD, CENTRAL = "E06000032", "E06000055", "E06000056"
AREAS = (LUTON, BEDFORD, CENTRAL, ELSEWHERE)
BLACK, WHITE = 3, 0


def cube(seed: int, *, rise: float = 1.0, quiet: float = 1.0, months: int = 60) -> list[Cube]:
    """A force and its areas: so many times as many searches of Black people in Luton from 48 on.

    ``quiet`` makes Bedford so much smaller.
    """
    rng = np.random.default_rng(seed)
    whole = drawn(seed, months=months, forces=[FORCE])
    names = tuple(month_name(month_number("2021-01") + number) for number in range(months))
    parts = Cube.empty("stop-and-search", [FORCE] * 4, names, AREAS)
    size = np.array([60.0, 40 * quiet, 40, 0])[:, None, None] * np.ones((4, 5, months))
    size[0, BLACK, 48:] *= rise
    counts = rng.poisson(size)
    finds = rng.binomial(counts, 0.3)
    rate, share = place(parts, "search-rate"), place(parts, "find-rate")
    parts.events[:, rate] = parts.recorded[:, rate] = parts.recorded[:, share] = counts
    parts.events[:, share] = finds
    parts.persons_unknown[:] = rng.poisson(0.1 * counts.sum(axis=1))
    parts.persons[:] = counts.sum(axis=1) + parts.persons_unknown
    parts.unknown[:, rate] = parts.persons_unknown
    parts.observed[:] = True
    return [whole, parts]


def of_areas(found: Watched) -> list[Found]:
    return [one for one in found.alerts if one.series.area]


def test_a_rise_in_one_area_is_raised_with_its_name_and_the_rates_of_who_lives_there() -> None:
    [one] = of_areas(watched(cube(1, rise=1.7)))

    assert (one.series.area, one.series.group) == (LUTON, "Black")
    assert one.since in {"2024-12", "2025-01"}
    assert one.key.startswith(
        "bedfordshire/stop-and-search/search-rate/ratio/black/e06000032/rise/"
    )
    assert one.sentence.startswith("Luton, Bedfordshire Police, ")
    black, white = (area_residents(LUTON)[at] for at in (BLACK, WHITE))
    after = one.after
    assert after.events is not None and after.reference_events is not None
    assert after.value == pytest.approx(after.events / after.reference_events * white / black)


def test_areas_are_counted_among_what_was_examined() -> None:
    whole, parts = cube(2)
    alone, both = watched([whole]), watched([whole, parts])

    more = both.examined[FORCE] - alone.examined[FORCE]
    # In three areas: four ratios, five rates, five shares, and what is not recorded.
    assert more == 3 * (4 + 5 + 5 + 1)
    assert all(one.examined == sum(both.examined.values()) for one in both.moves)


def test_where_nothing_happens_areas_stay_quiet() -> None:
    """One run in twenty may raise anything; each looks at 45 series of areas as well."""
    raised = [bool(watched(cube(seed)).moves) for seed in range(100, 120)]
    assert sum(raised) <= 3


def test_a_move_of_the_force_and_of_its_areas_is_one_alert() -> None:
    whole, parts = cube(3, rise=1.8)
    rate = place(whole, "search-rate")
    for at in range(5):
        whole.events[:, rate, at] = parts.events[:, rate, at].sum(axis=0)
    moves = [one for one in watched([whole, parts]).moves if one.series.group == "Black"]

    assert [one.series.area for one in moves] == [""]
    assert LUTON in {one.area for one in moves[0].related}


def _added_up(seed: int, **said: float) -> list[Cube]:
    """A force whose searches are those of its areas."""
    whole, parts = cube(seed, **said)  # type: ignore[arg-type]
    rate = place(whole, "search-rate")
    for at in range(5):
        whole.events[:, rate, at] = parts.events[:, rate, at].sum(axis=0)
    return [whole, parts]


def test_a_ratio_that_moved_is_taken_apart_within_areas_and_between_them() -> None:
    [one] = [one for one in watched(_added_up(3, rise=1.8)).moves if one.series.group == "Black"]

    assert one.places is not None
    within, between = one.places.within, one.places.between
    assert one.places.areas == 3
    # Nobody but Black people is searched more, and nowhere but in Luton: nothing is between.
    assert within.low > 1.1
    assert between.low < 1 < between.high
    assert within.times * between.times == pytest.approx(one.change.times, rel=0.02)
    assert told(one).places == one.places
    lines = words.sentences(one.places)
    assert "Within the same areas the ratio is between" in lines[0]
    assert lines[-1].startswith("This takes a number apart; it does not say why.")


def test_a_force_in_which_an_area_is_searched_more_by_itself_moves_between_areas() -> None:
    """In each area Black people are searched twice as often; Luton, where more live, is trebled."""
    whole, parts = cube(5)
    rate = place(parts, "search-rate")
    parts.events[0, rate, :, 48:] *= 3
    for row, area in enumerate(AREAS[:3]):
        black, white = (area_residents(area)[at] for at in (BLACK, WHITE))
        parts.events[row, rate, BLACK] = np.round(
            parts.events[row, rate, WHITE] * 2 * black / white
        )
    for at in range(5):
        whole.events[:, rate, at] = parts.events[:, rate, at].sum(axis=0)
    chosen = Candidate(_watching(whole), 0, 0, _black(whole), Direction.RISE, 0, 48, 9, 1.0, 0.01)
    found = by_places(chosen, [_watching(parts)])

    assert found is not None
    assert found.within.times == pytest.approx(1, abs=0.02)
    assert found.within.low < 1 < found.within.high
    assert found.between.low > 1.1


def _black(whole: Cube) -> int:
    block = blocks(whole, Settings())[0]
    rate = place(whole, "search-rate")
    pairs = zip(block.asked.tolist(), block.groups.tolist(), strict=True)
    return list(pairs).index((rate, BLACK))


def _watching(one: Cube) -> Watching:
    laid = blocks(one, Settings())
    return Watching(one, laid, tuple(Chart.new(each, Settings()) for each in laid))


def test_small_areas_are_put_together_and_one_left_over_is_no_comparison() -> None:
    whole, parts = _added_up(3, rise=1.8, quiet=0.004)
    chosen = Candidate(_watching(whole), 0, 0, _black(whole), Direction.RISE, 0, 48, 9, 1.0, 0.01)
    found = by_places(chosen, [_watching(parts)])
    assert found is not None and found.areas == 2

    rate = place(parts, "search-rate")
    parts.events[1:, rate] = 0
    assert by_places(chosen, [_watching(parts)]) is None
    assert by_places(chosen, []) is None


def test_what_is_told_of_an_area_is_rounded_where_no_area_is_small() -> None:
    [one] = of_areas(watched(cube(1, rise=1.7)))
    public = told(one)

    assert one.few == ()
    assert public.after.events is not None and public.after.events % 5 == 0
    assert told(public) == public


def test_where_another_area_is_small_nothing_but_the_direction_is_told() -> None:
    found = watched(cube(1, rise=1.7, quiet=0.02))
    [one] = of_areas(found)
    public = told(one)

    assert {"events", "reference_events"} <= set(one.few)
    for span in (public.before, public.after, *public.quarters):
        assert (span.events, span.reference_events, span.value, span.low) == (None,) * 4
    assert public.sentence.endswith("The numbers are not shown to protect people.")
    assert public.sentence.startswith("Luton, Bedfordshire Police")
    assert told(public) == public


def test_that_a_few_records_name_no_area_is_one_small_area_more() -> None:
    whole, parts = cube(1, rise=1.7)
    rate = place(parts, "search-rate")
    parts.events[3, rate, BLACK, 30] = 2
    [one] = of_areas(watched([whole, parts]))
    assert "events" in one.few


SIZES = {
    "none small": (np.array([[30, 31, 29], [20, 22, 21]]), True),
    "one small": (np.array([[98, 31, 29], [3, 22, 21]]), False),
    "three small": (np.array([[98, 31, 29], [3, 0, 4]]), False),
}


@pytest.mark.parametrize("name", SIZES)
def test_no_small_area_is_known_from_another_and_the_force(name: str) -> None:
    """Whoever knows what the whole force had in each quarter, exactly, and what is told of Luton.

    Every small quarter of Bedford could have been anything under 10, with Luton having the rest.
    """
    sizes, shown = SIZES[name]
    months = 3 * sizes.shape[1]
    total = sizes.sum(axis=0)

    def said(bedford: Sequence[int]) -> str:
        return str(told(alert(np.stack([total - bedford, np.array(bedford)]), months)).plain())

    public = told(alert(sizes, months))
    assert (public.quarters[0].events is not None) is shown
    small = [at for at, count in enumerate(sizes[1]) if count < 10]
    truth = said(sizes[1])
    for at in small:
        could = {
            value
            for value in range(10)
            for values in [[value if each == at else n for each, n in enumerate(sizes[1])]]
            if said(values) == truth
        }
        assert could == set(range(10))


def alert(sizes: np.ndarray, months: int) -> Found:
    """An alert of Luton beside Bedford, of quarters so large; all in the first month of each."""
    names = tuple(month_name(month_number("2021-01") + number) for number in range(months))
    parts = Cube.empty("stop-and-search", [FORCE] * 3, names, (LUTON, BEDFORD, ELSEWHERE))
    rate = place(parts, "search-rate")
    parts.events[:2, rate, BLACK, ::3] = sizes
    parts.events[:2, rate, WHITE] = 300
    parts.unknown[:2, rate] = 40
    parts.observed[:] = True
    watching = Watching(parts, blocks(parts, Settings()), ())
    number = next(
        at
        for at, (asked, group) in enumerate(
            zip(watching.blocks[0].asked, watching.blocks[0].groups, strict=True)
        )
        if (asked, group) == (rate, BLACK)
    )
    one = Candidate(watching, 0, 0, number, Direction.RISE, 0, months // 2, 9.0, 1.0, 0.01)
    halves = ((0, months // 2 - 1), (months // 2, months - 1))
    before, after, *each = spans(one, [*halves, *quarters(months - 1)])
    return Found(
        key="key",
        series=one.series,
        quality=False,
        direction=Direction.RISE,
        means=Means.WORSE,
        since=names[months // 2],
        as_of=names[-1],
        before=before,
        after=after,
        change=Change(2.0, 1.5, 2.5),
        smallest=None,
        evidence=0.01,
        examined=100,
        quarters=tuple(each),
        few=few(one),
    )


def test_an_area_in_which_too_few_are_counted_is_named_with_the_reason() -> None:
    found = watched(cube(4, quiet=0.01))
    why = [one.why for one in found.untold if one.series.area == BEDFORD]

    assert why
    assert all(one.startswith("Bedford, Bedfordshire Police: of ") for one in why)


def test_what_is_never_looked_at_is_said() -> None:
    said = {one.about: one.why for one in watched([cube(5)[0]]).untold if one.about}

    assert "do not name two or more local authorities" in said["Areas within the force"]
    assert "the Census tables that are held give people of all ages" in said["Rates of children"]
    assert said["Taser"].startswith("Bedfordshire Police: we cannot tell. No records of Taser")
    with_areas = {one.about for one in watched(cube(5)).untold}
    assert "Areas within the force" not in with_areas


MONTHS = [month_name(month_number("2021-01") + number) for number in range(30)]
SHARES: Mapping[str, int] = {"Luton": 3, BEDFORD: 1, "Central Bedfordshire": 1}


def rows(number: int, *, name: bool = True) -> list[Search]:
    """A month in which Luton has three times as many searches, each naming its area."""
    found = []
    for area, size in SHARES.items():
        black = 20 * size * (3 if number >= 24 and area == "Luton" else 1)
        for says, count in (("White", 20 * size + number % 3), ("Black", black)):
            mine = searches(count, says) + searches(5, says, Outcome="Arrest")
            found += [one | {"LA name": area if name else ""} for one in mine]
    return found


def lake_at(folder: Path, months: Mapping[str, list[Search]]) -> Lake:
    source = folder / "files"
    source.mkdir(exist_ok=True)
    for month, some in months.items():
        path = source / f"{month}-{FORCE}-stop-and-search.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, (*HEADER, "LA name"))
            writer.writeheader()
            for number, row in enumerate(some):
                when = f"{month}-15T{number // 60 % 24:02d}:{number % 60:02d}:00+00:00"
                writer.writerow(row | {"Date": when})
    import_police_uk([source], folder / "lake")
    return Lake.open(folder / "lake")


@pytest.fixture(scope="module")
def risen(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Thirty months, of which the last six have three times as many Black people in Luton."""
    months = {month: rows(number) for number, month in enumerate(MONTHS)}
    return lake_at(tmp_path_factory.mktemp("areas"), months)


def test_records_that_name_authorities_by_code_or_name_are_watched_by_area(
    risen: Lake, tmp_path: Path
) -> None:
    found = watch([risen], cache=tmp_path)

    assert {one.series.area for one in found.untold if one.series.area} == set(AREAS) - {ELSEWHERE}
    [lead] = [one for one in found.moves if one.series.looks is Looks.RATIO]
    assert {one.area for one in lead.related if one.looks is Looks.RATIO} == {"", LUTON}
    again = watch([risen], cache=tmp_path)
    assert again == found


def test_one_new_month_says_what_all_of_them_say(risen: Lake, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    watch([risen], as_of="2023-03", cache=kept)
    assert watch([risen], as_of="2023-06", cache=kept) == watch([risen], as_of="2023-06")


def test_months_in_which_records_name_no_area_are_not_a_fall(tmp_path: Path) -> None:
    months = {month: rows(0, name=number < 27) for number, month in enumerate(MONTHS)}
    found = watch([lake_at(tmp_path, months)])

    assert [one for one in found.alerts if one.series.area] == []
    assert {one.series.area for one in found.untold} >= {LUTON}


def test_a_lake_that_names_no_areas_is_watched_as_before(tmp_path: Path) -> None:
    months = {month: rows(0, name=False) for month in MONTHS}
    found = watch([lake_at(tmp_path, months)], cache=tmp_path / "kept")

    assert not any(one.series.area for one in found.untold)
    assert "Areas within the force" in {one.about for one in found.untold}


def test_an_area_with_other_people_has_other_rates() -> None:
    """Luton at the Census of 2021, as the Office for National Statistics gives it."""
    lived = area_residents(LUTON)
    assert (lived[WHITE], lived[BLACK]) == (101_798, 22_735)
    assert area_residents("E07000999") == (0.0,) * len(lived)
    assert replace(cube(1)[1]).lived(0) == lived
