"""Stops flow into the lake: accepted ones, as they last stood, and nothing that names anybody."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from encounters.phones import Phone, officer, states
from evenhand.encounters.exporters.snapshots import snapshot
from evenhand.encounters.models import Stop, ToMend, Version
from evenhand.encounters.rules import codes
from evenhand.encounters.services.correcting import correct
from evenhand.records import codes as lists
from evenhand.records.codes import stops as stop_lists
from evenhand.records.count import count
from evenhand.records.stops import open_stops, take
from evenhand.records.stops.coding import month_of
from made_stops import month, stops

pytestmark = pytest.mark.django_db

LATER = timezone.now() + timedelta(days=40)
"""When the month in which the tests record has ended."""


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def counted(lake: Path, *by: str) -> dict[Any, int]:
    own = {"forces": ["bedfordshire"], "inside": "bedfordshire"} if "area" in by else {}
    rows = count(open_stops(lake), by=by, **own).to_pylist()
    return {row[by[0]] if len(by) == 1 else tuple(row[b] for b in by): row["n"] for row in rows}


def send(phone: Phone, **changed: Any) -> Stop:
    record = phone.stop(**changed)
    assert states(phone.send(phone.sealed(record))) == ["kept"]
    return Stop.objects.get(pk=record["stop_id"])


def test_what_was_accepted_is_counted_and_what_names_anybody_is_not_there(
    phone: Phone, tmp_path: Path
) -> None:
    send(phone)
    snapshot(tmp_path, now=LATER)
    by = ("force", "reason", "seen_before", "self_defined", "officer_five_group", "age", "area")
    african = "Black/African/Caribbean/Black British - Caribbean"
    assert counted(tmp_path, *by) == {
        (
            "bedfordshire",
            "routine_check_no_specific_reason",
            "no",
            african,
            "Black",
            "25-34",
            "E01017418",
        ): 1
    }
    [path] = (tmp_path / "stops").rglob("*.parquet")
    [row] = pq.read_table(path).to_pylist()
    said = json.dumps(row, default=str)
    stop = Stop.objects.get()
    record = json.loads(Version.objects.get().record)
    secrets = [
        *("AB12CDE", "52.13", "0.4668", "Quay Road", f"person/{phone.by.person.pk}"),
        *(str(stop.pk), str(phone.id), stop.registration_mac, stop.likeness, record["officer"]),
    ]
    assert not [secret for secret in secrets if secret in said]
    assert row["cell"] == "52.1,-0.5"
    assert row["at"].second == 0


def test_what_is_not_finished_is_counted_as_that_and_in_no_figure(
    phone: Phone, tmp_path: Path
) -> None:
    send(phone)
    assert states(phone.send(phone.sealed(phone.stop(outcomes=[])))) == ["to_mend"]
    assert ToMend.objects.count() == 1
    taken = snapshot(tmp_path, now=LATER)
    assert [(m.stops, m.unfinished) for m in taken.months] == [(1, 1)]
    assert counted(tmp_path, "force") == {"bedfordshire": 1}


def test_a_snapshot_taken_twice_adds_nothing_and_reads_no_record(
    phone: Phone, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    send(phone)
    assert snapshot(tmp_path, now=LATER).commit == 1
    with django_assert_num_queries(2):
        assert snapshot(tmp_path, now=LATER).commit is None


def test_a_corrected_record_makes_a_new_snapshot_and_the_old_one_stays(
    phone: Phone, tmp_path: Path
) -> None:
    record = phone.stop()
    phone.send(phone.sealed(record))
    snapshot(tmp_path, now=LATER)
    old = open_stops(tmp_path)
    correct(
        stop=UUID(record["stop_id"]),
        expected=1,
        record={**record, "people": [{**record["people"][0], "sde": "W1"}]},
        reason="The driver said so.",
        by=phone.by,
        now=timezone.now(),
    )
    taken = snapshot(tmp_path, now=LATER)
    assert [(m.status, m.version) for m in taken.months] == [("corrected", 2)]
    assert counted(tmp_path, "five_group") == {"White": 1}
    assert count(old, by=["five_group"]).to_pylist() == [{"five_group": "Black", "n": 1}]


def test_a_month_that_runs_is_kept_and_in_no_figure(phone: Phone, tmp_path: Path) -> None:
    send(phone)
    taken = snapshot(tmp_path, now=timezone.now())
    assert [(m.stops, m.ended) for m in taken.months] == [(1, False)]
    assert counted(tmp_path, "force") == {}
    snapshot(tmp_path, now=LATER)
    assert counted(tmp_path, "force") == {"bedfordshire": 1}


def test_stops_around_midnight_of_a_summer_month_go_where_the_clock_says(
    phone: Phone, tmp_path: Path
) -> None:
    stop = send(phone)
    late_in_june = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in July
    Stop.objects.filter(pk=stop.pk).update(started_at=late_in_june)
    taken = snapshot(tmp_path, now=LATER)
    assert [month.month for month in taken.months] == ["2026-07"]


def test_when_all_stops_of_a_month_are_gone_the_next_snapshot_says_none(
    phone: Phone, tmp_path: Path
) -> None:
    stop = send(phone)
    month = month_of(stop.started_at)
    snapshot(tmp_path, now=LATER)
    Stop.objects.filter(pk=stop.pk).update(started_at=stop.started_at - timedelta(days=70))
    taken = snapshot(tmp_path, now=LATER)
    assert {m.month: m.stops for m in taken.months}[month] == 0


def test_months_that_came_from_elsewhere_are_not_taken_for_gone(
    phone: Phone, tmp_path: Path
) -> None:
    elsewhere = replace(month(stops(3), force="kent"), origin="another system")
    take(tmp_path, [elsewhere], now=LATER)
    send(phone)
    taken = snapshot(tmp_path, now=LATER)
    assert {one.force for one in taken.months} == {"bedfordshire"}
    assert counted(tmp_path, "force") == {"bedfordshire": 1, "kent": 3}


def test_two_forces_stand_apart(phone: Phone, tmp_path: Path) -> None:
    send(phone)
    send(Phone(officer("ken", force="kent")).registered())
    snapshot(tmp_path, now=LATER)
    assert counted(tmp_path, "force") == {"bedfordshire": 1, "kent": 1}


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("reasons", stop_lists.reasons()),
        ("outcomes", stop_lists.stop_outcomes()),
        ("not_stated", stop_lists.not_stated()),
        *(
            (name, stop_lists.simple(name))
            for name in ("duties", "powers", "told", "pre_stop_information", "seen_before")
        ),
        *((name, stop_lists.simple(name)) for name in ("roads", "vehicles", "receipts")),
    ],
)
def test_records_know_every_code_that_officers_may_choose(name: str, entries: Any) -> None:
    chosen = {code: one.label for code, one in codes(name).items()}
    assert {entry.label: entry.words for entry in entries} == chosen
    for code, one in codes(name).items():
        found = entries.by_id[entries.labels[code]]
        for said in ("discretion", "why"):
            if hasattr(found, said):
                assert getattr(found, said) == one.more[said]


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("perceived", lists.officer_defined()),
        ("perceived_before", lists.officer_defined()),
        ("ages", lists.ages()),
        ("sexes", lists.genders()),
    ],
)
def test_what_is_published_of_a_code_is_in_the_published_list(name: str, published: Any) -> None:
    for code, one in codes(name).items():
        assert (one.published or "") in published.labels, code


def test_every_ethnicity_is_one_of_the_lists_own_and_in_the_same_group() -> None:
    current = {e.sde_code: e.five_group for e in lists.ethnicities() if e.vocabulary == "current"}
    assert {code: one.more["group"] for code, one in codes("ethnicities").items()} == {
        code: current[code] for code in codes("ethnicities")
    }
