"""Snapshots of vehicle stops: what is in them, and that they never change."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from police_files import searches, write

from evenhand.records.count import DIMENSIONS, UnknownDimension, count, dimension
from evenhand.records.errors import BadInput, NoLake
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from evenhand.records.stops import folder, open_stops, take
from evenhand.records.stops.dimensions import OF_STOPS
from made_stops import NOW, PLAIN, month, stop, stops, stops_lake


def counted(lake: Lake, *by: str, **asked: Any) -> dict[Any, int]:
    rows = count(lake, by=by, **asked).to_pylist()
    return {row[by[0]] if len(by) == 1 else tuple(row[b] for b in by): row["n"] for row in rows}


def test_what_was_recorded_is_counted_by_everything_that_it_says(tmp_path: Path) -> None:
    lake = stops_lake(tmp_path, stops(3))
    said: Mapping[str, str] = {
        "force": "demoshire",
        "month": "2026-03",
        "stop_power": "rta_s163",
        "duty": "response",
        "reason": "moving_offence",
        "discretion": "middle",
        "told": "moving_offence",
        "told_as": "same",
        "known_before": "observation",
        "seen_before": "no",
        "perceived_before": "Unknown",
        "self_defined": "White - English/Welsh/Scottish/Northern Irish/British",
        "five_group": "White",
        "nineteen_group": "White: English, Welsh, Scottish, Northern Irish or British",
        "officer_defined": "White",
        "officer_five_group": "White",
        "not_stated": "stated",
        "age": "25-34",
        "sex": "Male",
        "road": "a_road",
        "vehicle": "car",
        "outcome": "advice",
        "outcome_kind": "advice or warning",
        "linked": "true",
        "searched": "false",
        "force_used": "false",
        "arrested": "false",
        "explained": "true",
        "filmed": "true",
        "late": "false",
        "typed": "false",
        "receipt": "shown",
        "light": "dark",
        "hour": "21",
        "time_band": "21-24",
        "length": "5-9",
        "minutes": "7",
        "seconds": "24",
        "area": "E01000001",
    }
    assert set(said) == set(OF_STOPS) - {"team"}
    own = {"forces": ["demoshire"], "inside": "demoshire"}
    assert {name: counted(lake, name, **own) for name in said} == {
        name: {value: 3} for name, value in said.items()
    }
    with pytest.raises(UnknownDimension):
        counted(lake, "area")


def test_the_gravest_of_several_outcomes_stands_for_all(tmp_path: Path) -> None:
    lake = stops_lake(
        tmp_path,
        [
            stop(outcomes=("breath_test_neg", "advice", "fpn")),
            stop(outcomes=("search_only", "no_action")),
            stop(outcomes=("fpn", "arrest")),
        ],
    )
    assert counted(lake, "outcome") == {"fpn": 1, "search_only": 1, "arrest": 1}
    assert counted(lake, "arrested") == {"true": 1, "false": 2}


def test_not_stated_is_unknown_with_its_reason_and_never_other(tmp_path: Path) -> None:
    lake = stops_lake(
        tmp_path,
        [
            stop(sde="", not_stated="declined"),
            stop(sde="", not_stated="not_asked"),
            stop(sde="", not_stated="person_left"),
            stop(sde="O9"),
        ],
    )
    assert counted(lake, "five_group", "not_stated") == {
        ("Unknown", "declined"): 1,
        ("Unknown", "not asked"): 1,
        ("Unknown", "not practicable"): 1,
        ("Other", "stated"): 1,
    }


@pytest.mark.parametrize(
    ("told", "as_recorded"),
    [
        ("moving_offence", "same"),
        ("vehicle_defect", "same"),
        ("welfare", "another"),
        ("not_told", "not told"),
    ],
)
def test_what_was_told_is_set_against_what_was_recorded(
    tmp_path: Path, told: str, as_recorded: str
) -> None:
    assert counted(stops_lake(tmp_path, [stop(told=told)]), "told_as") == {as_recorded: 1}


def test_a_stop_counts_in_londons_month_and_hour(tmp_path: Path) -> None:
    half_past_midnight = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # summer time: 1 April
    from evenhand.records.stops.coding import month_of

    assert month_of(half_past_midnight) == "2026-04"
    lake = stops_lake(tmp_path, [stop(at=half_past_midnight)], name="2026-04")
    assert counted(lake, "month", "hour") == {("2026-04", "00"): 1}


def test_a_code_that_no_list_holds_is_kept_as_not_known_and_told(tmp_path: Path) -> None:
    snapshot = take(tmp_path, [month([stop(reason="new_reason", sde="Z9")])], now=NOW)
    assert snapshot.unlisted == {"reason: new_reason": 1, "self_defined: Z9": 1}
    lake = open_stops(tmp_path)
    assert counted(lake, "discretion") == {"not recorded": 1}
    assert counted(lake, "five_group") == {"Unknown": 1}
    assert lake.current()[0].profile["unlisted"]["reason"] == {"new_reason": 1}


def test_a_file_holds_nothing_that_names_a_vehicle_an_officer_or_a_place(tmp_path: Path) -> None:
    lake = stops_lake(tmp_path, stops(2))
    columns = set(pq.read_schema(lake.path / lake.current()[0].path).names)
    for word in ("registration", "officer_ref", "latitude", "longitude", "name", "stop_id", "text"):
        assert not [column for column in columns if word in column], word


def test_the_order_of_recording_is_not_in_the_file(tmp_path: Path) -> None:
    rows = [stop(team="B"), stop(reason="welfare"), *stops(3, sde="B1")]
    one, other = stops_lake(tmp_path / "a", rows), stops_lake(tmp_path / "b", rows[::-1])
    files = [lake.path / lake.current()[0].path for lake in (one, other)]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_snapshot_taken_again_adds_nothing(tmp_path: Path) -> None:
    first = take(tmp_path, [month(stops(3))], now=NOW)
    again = take(tmp_path, [month(stops(3))], now=NOW)
    assert (first.commit, again.commit) == (1, None)
    assert [(m.status, m.version) for m in again.months] == [("unchanged", 1)]
    assert len(open_stops(tmp_path).commits) == 1


def test_the_same_stops_under_another_mark_add_nothing(tmp_path: Path) -> None:
    take(tmp_path, [month(stops(3), mark="1")], now=NOW)
    assert take(tmp_path, [month(stops(3), mark="2")], now=NOW).commit is None


def test_an_unchanged_month_is_not_even_read(tmp_path: Path) -> None:
    def unread() -> list[Any]:
        raise AssertionError("nothing had changed")

    held = month(stops(3), mark="1")
    take(tmp_path, [held], now=NOW)
    from dataclasses import replace

    assert take(tmp_path, [replace(held, rows=unread)], now=NOW).commit is None


def test_a_correction_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    take(tmp_path, [month(stops(3))], now=NOW)
    old = open_stops(tmp_path)
    before = (old.path / old.current()[0].path).read_bytes()
    corrected = take(tmp_path, [month([*stops(2), stop(sde="B1")])], now=NOW)
    assert [(m.status, m.version) for m in corrected.months] == [("corrected", 2)]
    assert counted(open_stops(tmp_path), "five_group") == {"White": 2, "Black": 1}
    assert counted(old, "five_group") == {"White": 3}
    assert (old.path / old.current()[0].path).read_bytes() == before


def test_the_unfinished_are_told_and_never_counted(tmp_path: Path) -> None:
    take(tmp_path, [month(stops(3), unfinished=2)], now=NOW)
    lake = open_stops(tmp_path)
    assert lake.current()[0].profile["unfinished"] == 2
    assert counted(lake, "force") == {"demoshire": 3}
    mended = take(tmp_path, [month(stops(5))], now=NOW)
    assert [(m.version, m.stops, m.unfinished) for m in mended.months] == [(2, 5, 0)]


def test_a_month_that_has_not_ended_is_kept_and_in_no_figure(tmp_path: Path) -> None:
    take(tmp_path, [month(stops(3), ended=False), month(stops(2), name="2026-02")], now=NOW)
    lake = open_stops(tmp_path)
    assert counted(lake, "month") == {"2026-02": 2}
    assert lake.months_observed("demoshire", "2026-01", "2026-04") == ["2026-02"]
    assert [m.rows for m in lake.supplied() if m.extent == "so-far"] == [3]


def test_a_month_of_which_all_was_erased_is_counted_as_none(tmp_path: Path) -> None:
    take(tmp_path, [month(stops(3))], now=NOW)
    take(tmp_path, [month([])], now=NOW)
    lake = open_stops(tmp_path)
    assert counted(lake, "month") == {}
    assert lake.months_observed("demoshire", "2026-03", "2026-03") == ["2026-03"]


def test_teams_are_told_apart_only_inside_their_force(tmp_path: Path) -> None:
    lake = stops_lake(tmp_path, [stop(), stop(team="Response B")])
    inside = counted(lake, "team", forces=["demoshire"], inside="demoshire")
    assert inside == {"Response A": 1, "Response B": 1}
    for asked in ({}, {"inside": "demoshire"}, {"forces": ["demoshire"]}):
        with pytest.raises(UnknownDimension, match="own people"):
            count(lake, by=["team"], **asked)
    with pytest.raises(UnknownDimension, match="own people"):
        count(lake, by=["force"], where={"team": ["Response A"]})
    with pytest.raises(UnknownDimension, match="own people"):
        count(lake, by=["team"], forces=["demoshire", "fablesea"], inside="demoshire")


def test_searches_have_no_dimension_of_stops_and_stops_none_of_searches(tmp_path: Path) -> None:
    with pytest.raises(UnknownDimension, match="seen_before"):
        dimension("seen_before")
    assert "team" not in DIMENSIONS
    with pytest.raises(UnknownDimension, match="legislation"):
        count(stops_lake(tmp_path, stops(1)), by=["legislation"])


def test_stops_and_searches_share_a_folder_and_are_never_mixed(tmp_path: Path) -> None:
    path = write(tmp_path, "2026-03", "demoshire", searches("2026-03", 4))
    import_police_uk([path], tmp_path / "lake")
    stops_lake(tmp_path / "lake", stops(3))
    assert counted(Lake.open(tmp_path / "lake"), "force") == {"demoshire": 4}
    assert counted(open_stops(tmp_path / "lake"), "force") == {"demoshire": 3}
    with pytest.raises(BadInput, match="another power"):
        import_police_uk([path], folder(tmp_path / "lake"))
    assert counted(open_stops(tmp_path / "lake"), "force") == {"demoshire": 3}


def test_real_and_made_up_forces_are_never_mixed(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="made-up"):
        take(tmp_path, [month(stops(1)), month(stops(1), force="kent")], now=NOW)
    take(tmp_path, [month(stops(1))], now=NOW)
    with pytest.raises(BadInput, match="made-up"):
        take(tmp_path, [month(stops(1), force="kent")], now=NOW)


def test_a_folder_without_stops_says_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(NoLake, match="evenhand stops snapshot"):
        open_stops(tmp_path)


def test_a_snapshot_that_is_cut_short_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(tmp_path, [month(stops(3))], now=NOW)

    def cut(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("evenhand.records.lake.manifest.os.link", cut)
        with pytest.raises(OSError, match="the power went"):
            take(tmp_path, [month(stops(9))], now=NOW)
    lake = open_stops(tmp_path)
    assert counted(lake, "force") == {"demoshire": 3}
    assert take(tmp_path, [month(stops(9))], now=NOW).commit == 2
    assert counted(open_stops(tmp_path), "force") == {"demoshire": 9}


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    lake = stops_lake(tmp_path, stops(3))
    (lake.path / lake.current()[0].path).write_bytes(b"PAR1")
    with pytest.raises(NoLake, match="damaged"):
        count(open_stops(tmp_path), by=["force"])


def test_a_manifest_says_from_which_stops_a_month_was_made(tmp_path: Path) -> None:
    lake = stops_lake(tmp_path, [PLAIN], unfinished=1)
    [source] = json.loads((lake.path / "manifest" / "000001.json").read_text())["sources"]
    assert source["name"] == "stops recorded by demoshire, 2026-03"
    [told] = lake.provenance("demoshire", "2026-01", "2026-12")
    assert (told["sha256"], told["public"]) == (source["sha256"], False)
