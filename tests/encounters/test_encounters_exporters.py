"""Stop once: the separate national records come from one stop, and nothing is asked again."""

import csv
import io
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from encounters.odd_stops import ODD, one, stop
from evenhand.encounters.exporters import (
    as_csv,
    code_a,
    code_a_records,
    force,
    force_reports,
    national_searches,
    searches,
)
from evenhand.encounters.rules import codes
from evenhand.records import codes as records
from evenhand.records.count import count
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

PASSENGER = "only the passenger was searched"
BOTH = "the car and its driver, searched for the same thing"
TWICE = "one person searched twice, outer clothing at the roadside and then at the station"
CHILD = "a child of thirteen strip-searched in a police vehicle, no adult, nobody authorised it"


def read_back(columns: tuple[str, ...], rows: list[Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(columns, rows))))


EVERY_STOP = [pytest.param(name, id=name) for name in ODD]


@pytest.mark.parametrize("name", EVERY_STOP)
def test_every_row_has_a_text_for_every_column_and_reads_back_as_it_was_written(name):
    for columns, rows in (
        (searches.COLUMNS, national_searches(stop(name))),
        (code_a.COLUMNS, code_a_records(stop(name))),
        (force.COLUMNS, force_reports(stop(name))),
    ):
        assert len(set(columns)) == len(columns)
        assert all(tuple(row) == columns for row in rows)
        assert read_back(columns, rows) == [dict(row) for row in rows]


@pytest.mark.parametrize("name", EVERY_STOP)
def test_there_is_a_record_for_each_person_searched_and_a_report_for_each_person_force_was_used_on(
    name,
):
    made = stop(name)
    people = sum(search.of != "vehicle" for search in made.searches)
    vehicles = sum(search.of == "vehicle" for search in made.searches)
    kinds = Counter(row["Type"] for row in national_searches(made))
    assert kinds["Person search"] + kinds["Person and Vehicle search"] == people
    assert kinds["Vehicle search"] + kinds["Person and Vehicle search"] == vehicles
    assert [row["Type"] for row in code_a_records(made)] == [
        r["Type"] for r in national_searches(made)
    ]
    assert len(force_reports(made)) == len(made.force_used)


@pytest.mark.parametrize("name", EVERY_STOP)
def test_every_text_of_a_search_is_one_that_national_data_know(name):
    lists = {
        "Type": records.types,
        "Gender": records.genders,
        "Age range": records.ages,
        "Self-defined ethnicity": records.ethnicities,
        "Officer-defined ethnicity": records.officer_defined,
        "Legislation": records.powers,
        "Object of search": records.objects,
        "Outcome": records.outcomes,
    }
    for row in national_searches(stop(name)):
        for column, listed in lists.items():
            assert row[column] in listed().labels, column


def test_the_columns_are_those_of_data_police_uk_in_their_order():
    header = (
        "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,"
        "Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,"
        "Outcome,Outcome linked to object of search,Removal of more than just outer clothing"
    )
    assert as_csv(searches.COLUMNS, []) == header + "\n"


def test_the_person_in_a_search_record_is_the_one_who_was_searched():
    row = one(national_searches(stop(PASSENGER)))
    assert row["Self-defined ethnicity"].endswith("Any other Black/African/Caribbean background")
    assert row["Officer-defined ethnicity"] == "Black"
    assert (row["Gender"], row["Age range"]) == ("Male", "18-24")


def test_a_person_and_a_vehicle_searched_alike_make_one_record():
    row = one(national_searches(stop(BOTH)))
    assert row["Type"] == "Person and Vehicle search"
    assert row["Removal of more than just outer clothing"] == "False"


@pytest.mark.parametrize(
    "change",
    [
        {"grounds": "A bag of cannabis lay open on the back seat."},
        {"found": "drugs", "found_linked": True, "outcome": "drugs_warning"},
    ],
)
def test_they_make_two_records_where_anything_differs(change):
    person, vehicle = ODD[BOTH]["searches"]
    made = stop(BOTH, searches=[person, vehicle | change], outcomes=["advice"])
    assert [r["Type"] for r in national_searches(made)] == ["Person search", "Vehicle search"]


def test_one_vehicle_is_joined_to_one_person_only():
    person, vehicle = ODD[BOTH]["searches"]
    people = [*ODD[BOTH]["people"], dict(ODD[BOTH]["people"][0], number=2, role="passenger")]
    made = stop(BOTH, people=people, searches=[person, person | {"of": 2}, vehicle])
    assert [row["Type"] for row in national_searches(made)] == [
        "Person and Vehicle search",
        "Person search",
    ]


def test_the_search_of_a_vehicle_alone_is_of_nobody_in_open_data_and_of_the_driver_in_code_a():
    made = stop(BOTH, searches=[ODD[BOTH]["searches"][1]])
    row = one(national_searches(made))
    assert row["Type"] == "Vehicle search"
    assert not any(row[c] for c in searches.COLUMNS[6:10])
    assert row["Removal of more than just outer clothing"] == ""
    assert one(code_a_records(made))["Self-defined ethnicity code"] == "B1"


def test_a_search_at_two_depths_says_which_went_beyond_outer_clothing():
    beyond = "Removal of more than just outer clothing"
    assert [row[beyond] for row in national_searches(stop(TWICE))] == ["False", "True"]
    middle = dict(ODD[BOTH]["searches"][0], depth=2)
    assert one(national_searches(stop(BOTH, searches=[middle])))[beyond] == "True"


@pytest.mark.parametrize("why", list(codes("not_stated")))
def test_not_stated_is_never_other(why):
    person = dict(ODD[PASSENGER]["people"][1], not_stated=why, perceived="unknown")
    del person["sde"]
    made = stop(PASSENGER, people=[ODD[PASSENGER]["people"][0], person])
    row = one(national_searches(made))
    assert row["Self-defined ethnicity"] == "Other ethnic group - Not stated"  # their own words
    assert records.ethnicities().find(row["Self-defined ethnicity"]).five_group == "Unknown"
    assert row["Officer-defined ethnicity"] == ""
    told = one(code_a_records(made))
    assert told["Self-defined ethnicity code"] == ""
    assert told["Why no ethnicity was given"] == codes("not_stated")[why].label


@pytest.mark.parametrize("sde", list(codes("ethnicities")))
def test_an_ethnicity_comes_back_as_the_same_code(sde):
    person = dict(ODD[BOTH]["people"][0], sde=sde)
    row = one(national_searches(stop(BOTH, people=[person])))
    assert records.ethnicities().find(row["Self-defined ethnicity"]).sde_code == sde


@pytest.mark.parametrize("age", list(codes("ages")))
def test_an_age_falls_into_the_national_band_that_holds_it(age):
    row = one(
        national_searches(
            stop(
                BOTH,
                people=[dict(ODD[BOTH]["people"][0], age_band=age)],
                vehicle={"kind": "e_scooter", "registration_state": "none"},
            )
        )
    )
    band = records.ages().find(row["Age range"])
    if age == "not_known":
        assert row["Age range"] == ""
    else:
        youngest = codes("ages")[age].more["youngest"]
        assert band.youngest <= youngest
        assert band.oldest is None or youngest <= band.oldest


def test_operation_is_said_by_duty_or_by_reason():
    part = "Part of a policing operation"
    assert one(national_searches(stop(BOTH)))[part] == "False"
    assert one(national_searches(stop(BOTH, duty="operation")))[part] == "True"
    planned = stop(BOTH, reason="planned_operation", reason_told="planned_operation")
    assert one(national_searches(planned))[part] == "True"


def test_the_searches_of_all_odd_stops_load_as_police_files_do(tmp_path: Path):
    """Round trip: what is exported is read by the library as any force's file, row by row."""
    rows, stops = [], [stop(name) for name in ODD]
    for made in stops:
        rows += national_searches(made)
    path = tmp_path / "2026-11-demoshire-stop-and-search.csv"
    path.write_text(as_csv(searches.COLUMNS, rows), encoding="utf-8")
    report = import_police_uk([path], tmp_path / "lake")
    assert report.rows_loaded == len(rows) >= 7
    assert report.rows_rejected == 0
    assert report.warnings == []
    table = count(Lake.open(tmp_path / "lake"), by=("self_defined",)).to_pylist()
    find = records.ethnicities().find
    loaded = {find(row["self_defined"]).sde_code: row["n"] for row in table}
    expected = Counter(
        made.people[search.of - 1].sde
        for made in stops
        for search in made.searches
        if search.of != "vehicle"
    )
    expected[None] = sum(row["Type"] == "Vehicle search" for row in rows)  # nobody's
    assert loaded == dict(expected)


def test_code_a_keeps_what_the_officer_told_the_person():
    row = one(code_a_records(stop("a search in which none of what must be said was said")))
    told = [row[column] for column in row if column.startswith("Told: ")]
    assert told == ["False"] * 8
    assert row["Grounds or authorisation"].startswith("Cannabis smoke")
    assert (row["Officer"], row["Team"]) == ("PC 1234", "Portwell Response A")
    assert row["Date and time"] == "2026-11-21T21:14:00+00:00"


def test_code_a_keeps_the_safeguards_of_a_child_as_they_were():
    row = one(code_a_records(stop(CHILD)))
    assert row["Depth"] == "3"
    assert row["Strip search: age of the child"] == "13"
    assert row["Strip search: authorised by"] == "Nobody"
    assert row["Strip search: authorised at"] == ""
    assert row["Strip search: place"] == "Police vehicle"
    assert row["Strip search: appropriate adult"] == "None was there"
    assert row["Strip search: why no appropriate adult"] == "Nobody could be reached."
    assert row["Strip search: safeguarding referral"] == "False"
    assert row["Strip search: officers of another sex"] == "1"


def test_where_no_strip_search_was_made_nothing_is_said_of_one():
    row = one(code_a_records(stop(BOTH)))
    assert not any(row[column] for column in code_a.STRIP)


def test_no_text_of_an_officer_runs_in_a_spreadsheet():
    search = dict(ODD[BOTH]["searches"][0], grounds='=HYPERLINK("a") was on the phone’s screen')
    made = stop(BOTH, searches=[search])
    assert "'=HYPERLINK" in as_csv(code_a.COLUMNS, code_a_records(made))
    west = as_csv(searches.COLUMNS, national_searches(made))
    assert ",-1.2034," in west  # a longitude, and no formula


def test_a_plain_stop_makes_no_other_record():
    assert national_searches(stop()) == code_a_records(stop()) == force_reports(stop()) == []


def test_nothing_is_exported_that_was_asked_for_the_export_alone():
    """Every answer about a search or force is used; a question without a use would go."""
    used = {
        *("of", "power", "object", "grounds", "authorisation", "gowisely", "depth", "found"),
        *("found_linked", "outcome", "strip"),
    }
    assert used == set(type(stop(BOTH).searches[0]).model_fields)


def test_the_moment_of_a_search_keeps_its_offset():
    summer = stop(
        BOTH, started_at="2026-10-25T01:50:00+01:00", recorded_at="2026-10-25T01:55:00+01:00"
    )
    row = one(national_searches(summer))
    assert datetime.fromisoformat(row["Date"]) == summer.started_at
    assert row["Date"].endswith("+01:00")
