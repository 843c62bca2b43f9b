"""From files in a lake to what the watch says, with what is wrong with files."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from made_lakes import Files, Search, searches, write_month

from evenhand.measures.errors import BadPeriod
from evenhand.measures.watch import Looks, Settings, Watched, watch
from evenhand.measures.watch.counting import counted
from evenhand.measures.watch.cube import GROUPS
from evenhand.records.clock import month_name, month_number
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from evenhand.records.stops import open_stops, take
from made_stops import NOW, stops
from made_stops import month as month_of_stops

FORCE = "bedfordshire"
MONTHS = [month_name(month_number("2021-01") + number) for number in range(30)]


def rows(number: int, black: int = 20) -> list[Search]:
    """A month of searches; no two months are the same file."""
    return [
        *searches(20 + number % 3, "White"),
        *searches(black, "Black"),
        *searches(18 + number % 4, "Asian", Outcome="Arrest"),
        *searches(4, "Not stated"),
    ]


def files(since: int = 24, black: int = 60) -> dict[tuple[str, str], list[Search]]:
    return {
        (FORCE, month): rows(number, black if number >= since else 20)
        for number, month in enumerate(MONTHS)
    }


def lake_at(folder: Path, given: Files) -> Lake:
    source = folder / "files"
    source.mkdir()
    for (force, month), some in given.items():
        write_month(source, force, month, some)
    import_police_uk([source], folder / "lake")
    return Lake.open(folder / "lake")


@pytest.fixture(scope="module")
def risen(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Thirty months, of which the last six have three times as many searches of Black people."""
    return lake_at(tmp_path_factory.mktemp("risen"), files())


def alerts(found: Watched) -> Mapping[str, str]:
    return {one.series.group: one.since for one in found.moves if not one.quality}


def test_a_rise_in_the_files_is_raised(risen: Lake) -> None:
    found = watch([risen])
    assert found.as_of == "2023-06"
    assert alerts(found) == {"Black": "2023-01"}
    (alert,) = found.moves
    assert alert.series.looks is Looks.RATIO
    assert (alert.before.events, alert.after.events) == (24 * 20, 6 * 60)
    assert alert.before.unknown == 24 * 4
    assert [one.observed for one in alert.quarters] == [3] * 10


def test_counts_are_those_of_the_records(risen: Lake) -> None:
    cube = counted(risen, as_of="2023-06").cube
    names = [one.name for one in cube.asked]
    asian = GROUPS.index(("five-groups", "Asian"))
    arrests, rate = names.index("arrest-rate"), names.index("search-rate")
    assert cube.events[0, rate, asian].tolist() == [18 + number % 4 for number in range(30)]
    assert (cube.events[0, arrests, asian] == cube.events[0, rate, asian]).all()
    assert cube.unknown[0, rate].tolist() == [4] * 30
    fine = [one for one, (name, _) in enumerate(GROUPS) if name == "nineteen-groups"]
    assert cube.events[0, rate, fine].sum() == cube.events[0, rate, :5].sum()
    assert (cube.persons == cube.events[:, rate, :5].sum(axis=1) + 4).all()


def test_without_a_date_the_latest_whole_quarter_is_looked_at(tmp_path: Path) -> None:
    given = {key: some for key, some in files().items() if key[1] <= "2023-05"}
    assert watch([lake_at(tmp_path, given)]).as_of == "2023-03"


def test_grave_streams_are_looked_at_each_month(tmp_path: Path) -> None:
    given = {key: some for key, some in files(since=99).items() if key[1] <= "2023-05"}
    for month in ("2023-04", "2023-05"):
        given[FORCE, month] = [
            *given[FORCE, month],
            *searches(80, "Black", **{"Age range": "10-17"}),
            *searches(80, "White"),
        ]
    few = [
        one for says in ("White", "Black") for one in searches(6, says, **{"Age range": "10-17"})
    ]
    lake = lake_at(tmp_path, {key: [*some, *few] for key, some in given.items()})
    found = watch([lake], cache=tmp_path / "cache")
    assert found.as_of == "2023-03"
    assert {(one.series.stream, one.as_of) for one in found.moves} == {("children", "2023-05")}
    assert "Black children" in found.moves[0].sentence
    assert not watch([lake], settings=Settings(grave_each_month=False)).moves
    assert watch([lake], cache=tmp_path / "cache").moves == found.moves


def test_months_after_the_quarter_are_part_of_what_went_in(tmp_path: Path) -> None:
    given = files(since=99)
    until = {month: lake_of(tmp_path, month, given) for month in ("2023-03", "2023-04", "2023-05")}
    runs = {month: watch([lake]) for month, lake in until.items()}
    assert {one.as_of for one in runs.values()} == {"2023-03"}
    assert len({one.inputs for one in runs.values()}) == 3
    assert watch([until["2023-05"]]).inputs == runs["2023-05"].inputs
    quarter = watch([until["2023-05"]], as_of="2023-03")
    assert quarter.inputs == runs["2023-03"].inputs


def lake_of(folder: Path, last: str, given: Files) -> Lake:
    """A lake of the months until one."""
    place = folder / last
    place.mkdir()
    return lake_at(place, {key: some for key, some in given.items() if key[1] <= last})


def test_what_was_judged_is_named_by_series_and_file(tmp_path: Path) -> None:
    given = files(since=99)
    for month in ("2023-04", "2023-05", "2023-06"):
        given["kent", month] = given.pop((FORCE, month))
    found = watch([lake_of(tmp_path, "2023-06", given)])
    assert (found.as_of, found.examined) == ("2023-06", {FORCE: 0, "kent": 0})
    ratio = f"{FORCE}/stop-and-search/search-rate/ratio/black"
    coverage = f"{FORCE}/stop-and-search/search-rate/coverage"
    assert not {ratio, f"{ratio}/standing", f"{coverage}/2023-04"} & found.judged
    assert f"{coverage}/2023-03" in found.judged
    assert {ratio, f"{ratio}/standing"} <= watch(
        [Lake.open(tmp_path / "2023-06/lake")], as_of="2023-03"
    ).judged


def test_what_is_no_month_is_refused(risen: Lake) -> None:
    with pytest.raises(BadPeriod, match="is not a month"):
        watch([risen], as_of="June")


def test_a_date_before_all_records_and_a_force_without_any_are_answered(risen: Lake) -> None:
    assert not watch([risen], as_of="2019-12").moves
    assert watch([risen], forces=["kent"]).examined == {}


def test_a_missing_month_and_a_partial_one_are_not_a_fall(tmp_path: Path) -> None:
    given = files(since=99)
    del given[FORCE, "2023-02"]
    given[FORCE, "2023-05"] = given[FORCE, "2023-05"][:20]
    found = watch([lake_at(tmp_path, given)])
    assert not alerts(found)
    (partial,) = found.moves
    assert partial.quality
    assert [one.code for one in partial.findings] == ["partial-month"]
    assert partial.since == "2023-05"


def test_a_file_twice_over_is_told_and_no_rise(tmp_path: Path) -> None:
    given = files(since=99)
    given[FORCE, "2023-05"] = [
        one | {"Date": f"2023-05-{day:02d}T10:{minute:02d}:00+00:00"}
        for number, one in enumerate(given[FORCE, "2023-05"])
        for day, minute in [divmod(number, 30)]
        for day in [day + 1]
        for _ in range(2)
    ]
    found = watch([lake_at(tmp_path, given)])
    (twice,) = found.moves
    assert twice.quality
    assert "twice over" in twice.sentence


def test_with_a_cache_the_answer_is_the_same_and_old_months_are_not_counted_again(
    tmp_path: Path,
) -> None:
    cache = tmp_path / "cache"
    lake = lake_at(tmp_path, {key: some for key, some in files().items() if key[1] < "2023-06"})
    watch([lake], as_of="2023-05", cache=cache)
    write_month(tmp_path / "files", FORCE, "2023-06", files()[FORCE, "2023-06"])
    import_police_uk([tmp_path / "files" / f"2023-06-{FORCE}-stop-and-search.csv"], lake.path)
    lake = Lake.open(lake.path)
    with_cache, without = watch([lake], cache=cache), watch([lake])
    assert [one.plain() for one in with_cache.moves] == [one.plain() for one in without.moves]
    assert with_cache.untold == without.untold
    # A number that only the cache says shows that the month was not counted again.
    (kept,) = cache.glob("counts-*.npz")
    with np.load(kept) as held:
        arrays = dict(held)
    arrays["persons"] = arrays["persons"] + 1000
    with kept.open("wb") as stream:
        np.savez(stream, **arrays)
    assert (counted(lake, as_of="2023-06", cache=cache).cube.persons > 1000).all()


def test_a_month_supplied_again_is_counted_again(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    lake = lake_at(tmp_path, files())
    assert alerts(watch([lake], cache=cache)) == {"Black": "2023-01"}
    again = tmp_path / "again"
    again.mkdir()
    for number, month in enumerate(MONTHS[24:], 24):
        write_month(again, FORCE, month, rows(number))
    import_police_uk([again], lake.path)
    lake = Lake.open(lake.path)
    with_cache, without = watch([lake], cache=cache), watch([lake])
    assert with_cache.moves == without.moves == ()
    assert with_cache.inputs == without.inputs


def test_a_cache_that_is_spoilt_or_gone_changes_nothing(risen: Lake, tmp_path: Path) -> None:
    expected = watch([risen])
    watch([risen], cache=tmp_path)
    for file in tmp_path.iterdir():
        file.write_bytes(b"no such thing")
    assert watch([risen], cache=tmp_path).moves == expected.moves
    shutil.rmtree(tmp_path)
    assert watch([risen], cache=tmp_path).moves == expected.moves


def test_two_lakes_are_watched_together(risen: Lake, tmp_path: Path) -> None:
    other = {("kent", month): some for (_, month), some in files(since=99).items()}
    found = watch([risen, lake_at(tmp_path, other)])
    assert set(found.examined) == {FORCE, "kent"}
    assert alerts(found) == {"Black": "2023-01"}


def test_vehicle_stops_are_watched_as_searches_are(tmp_path: Path) -> None:
    months = []
    for number, name in enumerate(MONTHS):
        when = datetime(int(name[:4]), int(name[5:]), 5, 12, tzinfo=UTC)
        black = 60 if number >= 24 else 20
        rows = [
            *stops(30 + number % 3, at=when, sde="W1"),
            *stops(black, at=when, sde="B2", perceived="Black"),
            *stops(3, at=when, sde="", not_stated="not_asked"),
        ]
        months.append(month_of_stops(rows, name=name, mark=name))
    take(tmp_path, months, now=NOW)
    found = watch([open_stops(tmp_path)], cache=tmp_path / "cache")
    (alert,) = [one for one in found.moves if not one.quality]
    assert (alert.series.power, alert.series.measure) == ("vehicle-stop", "stop-rate")
    assert (alert.series.group, alert.since) == ("Black", "2023-01")
    assert "stopped" in alert.sentence
