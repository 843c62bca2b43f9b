"""Force used at a stop becomes one report for each person, on the national form."""

import pytest

from encounters.odd_stops import ODD, one, stop
from evenhand.encounters.exporters import force, force_reports
from evenhand.encounters.rules import codes
from evenhand.records import codes as records

TWENTY = "twenty tactics on one person, most of which did not work"


def test_the_force_report_has_the_fields_of_the_national_form():
    """As the Metropolitan Police publish it."""
    named = [
        "IncidentDate",
        "IncidentTime",
        "Borough",
        "PrimaryConduct",
        "AssaultedBySubject",
        "MainDuty",
        "ThreatenedWithWeapon",
        "AssaultedWithWeapon",
        "SingleCrewed",
        "TrainedCED",
        "CarryingCED",
        "SubjectAge",
        "SubjectGender",
        "SubjectEthnicity",
        "PhysicalDisability",
        "MentalDisability",
        "StaffInjured",
        "StaffInjuryIntentional",
        "StaffInjuryLevel",
        "StaffMedProvided",
        "SubjectInjured",
        "SubjectNatureOfInjury",
        "SubjectMedOffered",
        "SubjectMedProvided",
    ]
    assert set(named) <= set(force.COLUMNS)
    assert len(force.LOCATIONS) == 15
    assert len(force.FACTORS) == 9
    assert len(force.REASONS) == 13
    assert len(force.OUTCOMES) == 6
    assert len(force.TACTICS) == 40


def test_twenty_tactics_stand_in_their_order_with_whether_each_worked():
    row = one(force_reports(stop(TWENTY)))
    tactics = [row[f"Tactic {place}"] for place in range(1, 21)]
    worked = [row[f"Effective {place}"] for place in range(1, 21)]
    assert tactics[:2] == ["Strikes", "Strikes"]
    assert tactics[-1] == "Non-compliant handcuffing"
    assert worked == ["False"] * 19 + ["True"]
    assert row["CED Highest Use"] == "CED fired"
    assert (row["CED Cycles"], row["CED Cycle Extended"], row["CED Probes Missed"]) == (
        "3",
        "True",
        "1",
    )


def test_a_report_says_who_it_was_as_the_officer_saw_them():
    row = one(force_reports(stop(TWENTY)))
    assert row["SubjectEthnicity"] == "Black (or Black British)"
    assert (row["SubjectAge"], row["SubjectGender"]) == ("25 to 29", "Male")
    assert (row["IncidentDate"], row["IncidentTime"]) == ("2026-11-21", "21:14")
    assert (row["StaffInjured"], row["StaffInjuryLevel"]) == ("True", "Minor")
    assert (row["SubjectMedOffered"], row["SubjectMedProvided"]) == ("True", "True")
    assert row["Incident Location: Street/Highway"] == "True"
    assert sum(row[column] == "True" for column in force.LOCATIONS) == 1
    assert row["Outcome: Arrested"] == "True"


@pytest.mark.parametrize("seen", list(codes("perceived")))
def test_what_the_officer_could_not_tell_is_not_reported_and_never_other(seen):
    name = "handcuffed, let go, and no action"
    people = [dict(ODD[name]["people"][0], perceived=seen)]
    ethnicity = one(force_reports(stop(name, people=people)))["SubjectEthnicity"]
    group = records.officer_defined().find(ethnicity).five_group
    if seen == "unknown":
        assert (ethnicity, group) == ("Not reported", "Unknown")
    else:
        assert group == codes("perceived")[seen].published


def test_a_small_report_leaves_the_rest_of_the_form_empty():
    row = one(force_reports(stop("handcuffed, let go, and no action")))
    assert row["Tactic 1"] == "Compliant handcuffing"
    assert not any(row[f"Tactic {place}"] + row[f"Effective {place}"] for place in range(2, 21))
    empty = ("CED Highest Use", "CED Cycles", "StaffInjuryIntentional", "SubjectNatureOfInjury")
    assert [row[column] for column in empty] == [""] * 4
    assert (row["StaffInjured"], row["SubjectInjured"], row["Outcome: Other"]) == (
        "False",
        "False",
        "True",
    )


def test_a_taser_that_was_only_shown_has_a_highest_use_and_no_cycles():
    name = "handcuffed, let go, and no action"
    shown = [{"tactic": code, "effective": True} for code in ("ced_red_dot", "ced_drawn")]
    report = ODD[name]["force_used"][0] | {"carrying_ced": True, "tactics": shown}
    row = one(force_reports(stop(name, force_used=[report])))
    assert (row["CED Highest Use"], row["CED Cycles"]) == ("CED red-dot", "")


def test_a_report_is_of_the_person_it_names_and_not_of_the_driver():
    name = "handcuffed, let go, and no action"
    passengers = [
        {"number": 2, "role": "passenger", "perceived": "asian", "not_stated": "declined"},
        {"number": 3, "role": "passenger", "perceived": "white", "sde": "W2"},
    ]
    people = [
        *ODD[name]["people"],
        *(one | {"age_band": "over_34", "sex": "female"} for one in passengers),
    ]
    report = ODD[name]["force_used"][0] | {"person": 2}
    row = one(force_reports(stop(name, people=people, force_used=[report])))
    assert row["SubjectEthnicity"] == "Asian (or Asian British)"
    assert (row["SubjectAge"], row["SubjectGender"]) == ("Over 34", "Female")


def test_a_firearm_that_was_fired_was_not_only_aimed():
    row = one(force_reports(stop("the person attacked with a weapon and died")))
    assert (row["Firearms Aimed"], row["Firearms Fired"]) == ("False", "True")
    assert (row["SubjectInjured"], row["SubjectNatureOfInjury"]) == ("True", "Death")
    assert row["Outcome: Fatality"] == "True"
    assert (row["AssaultedBySubject"], row["AssaultedWithWeapon"]) == ("True", "True")
    assert row["ThreatenedWithWeapon"] == "False"


def test_the_scale_of_the_taser_holds_every_use_of_it():
    listed = [code for code in codes("tactics") if code.startswith("ced_")]
    assert list(force.CED_SCALE) == listed
