"""Each oddity of the real files is found by its name, and usual files have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from police_files import BLACK, NOT_STATED, search, searches, write

from evenhand.records.checks import CHECKS, Finding, findings, spoilt, usable_months
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

FORCE = "bedfordshire"
YEAR = [f"2021-{n:02d}" for n in range(1, 13)]


def checked(tmp_path: Path, months: dict[str, list[dict[str, str]]]) -> list[Finding]:
    for month, rows in months.items():
        write(tmp_path / "in", month, FORCE, rows)
    import_police_uk([tmp_path / "in"], tmp_path / "lake")
    return findings(Lake.open(tmp_path / "lake"))


def usual(months: list[str] = YEAR, count: int = 60) -> dict[str, list[dict[str, str]]]:
    return {month: searches(month, count) for month in months}


def only(found: list[Finding], check: str) -> Finding:
    (one,) = [f for f in found if f.check == check]
    return one


def test_a_usual_year_has_no_findings(tmp_path: Path) -> None:
    assert checked(tmp_path, usual()) == []


def test_a_file_published_twice_over_is_an_error(tmp_path: Path) -> None:
    months = usual()
    months["2021-03"] *= 2
    finding = only(checked(tmp_path, months), "duplicate-file")
    assert (finding.month, finding.severity, finding.value) == ("2021-03", "error", 0.5)
    assert "60 of 120 rows repeat another row" in finding.message


def test_a_few_identical_rows_are_genuine(tmp_path: Path) -> None:
    months = usual()
    months["2021-03"] += months["2021-03"][:5]
    assert checked(tmp_path, months) == []


def test_one_file_under_two_months_is_an_error_for_both(tmp_path: Path) -> None:
    months = usual(YEAR[:3])
    months["2021-04"] = months["2021-03"]
    found = checked(tmp_path, months)
    assert [f.month for f in found if f.check == "duplicate-file"] == ["2021-03", "2021-04"]
    assert only(found, "outside-month").severity == "error"


def test_a_month_without_a_file_is_missing(tmp_path: Path) -> None:
    months = usual()
    del months["2021-06"]
    finding = only(checked(tmp_path, months), "missing-month")
    assert (finding.month, finding.value) == ("2021-06", None)
    assert "missing, not zero" in finding.message


def test_a_force_that_stops_while_others_go_on_is_missing_months(tmp_path: Path) -> None:
    write(tmp_path / "in", "2021-12", "kent", searches("2021-12", 60))
    found = checked(tmp_path, usual(YEAR[:10]))
    missing = [(f.force, f.month) for f in found if f.check == "missing-month"]
    assert missing == [(FORCE, "2021-11"), (FORCE, "2021-12")]


def test_a_month_with_hardly_any_rows_is_treated_as_missing(tmp_path: Path) -> None:
    months = usual()
    months["2021-09"] = searches("2021-09", 8)
    finding = only(checked(tmp_path, months), "partial-month")
    assert (finding.month, finding.severity) == ("2021-09", "warning")
    assert "8 rows, where 60 are usual" in finding.message
    lake = Lake.open(tmp_path / "lake")
    assert "2021-09" not in lake.months_observed(FORCE, "2021-01", "2021-12")


def test_a_third_of_a_month_is_perhaps_partly_loaded_and_counts(tmp_path: Path) -> None:
    months = usual()
    months["2021-09"] = searches("2021-09", 20)
    finding = only(checked(tmp_path, months), "partial-month")
    assert "It was counted as a whole month" in finding.message
    lake = Lake.open(tmp_path / "lake")
    assert "2021-09" in lake.months_observed(FORCE, "2021-01", "2021-12")


def test_a_force_with_few_searches_may_have_none(tmp_path: Path) -> None:
    months = usual(count=12) | {"2021-09": []}
    checked(tmp_path, months)
    lake = Lake.open(tmp_path / "lake")
    assert "2021-09" in lake.months_observed(FORCE, "2021-01", "2021-12")


def test_a_month_that_stops_in_its_middle_is_perhaps_partly_loaded(tmp_path: Path) -> None:
    months = usual()
    months["2021-09"] = [r for r in searches("2021-09", 100) if r["Date"] < "2021-09-16"]
    assert "last 10 days" in only(checked(tmp_path, months), "partial-month").message


def test_a_wholly_blank_column_is_named(tmp_path: Path) -> None:
    months = usual(["2021-01"])
    for row in months["2021-01"]:
        row["Age range"] = ""
    finding = only(checked(tmp_path, months), "blank-column")
    assert (finding.severity, finding.value) == ("warning", 1.0)
    assert "'age range' is blank in all 60 rows" in finding.message


def test_a_half_blank_column_is_noted(tmp_path: Path) -> None:
    months = usual(["2021-01"])
    for row in months["2021-01"][:30]:
        row["Outcome"] = ""
    finding = only(checked(tmp_path, months), "blank-column")
    assert (finding.severity, finding.value) == ("note", 0.5)


def test_times_never_given_are_found(tmp_path: Path) -> None:
    rows = [
        search(f"2021-01-{d:02d}T00:00:00+00:00", Age_range=a)
        for d in range(1, 29)
        for a in ("18-24", "25-34")
    ]
    assert only(checked(tmp_path, {"2021-01": rows}), "no-times").value == 1.0


@pytest.mark.parametrize(("unknown", "severity"), [(15, "warning"), (30, "error")])
def test_many_unknown_ethnicities_are_found(tmp_path: Path, unknown: int, severity: str) -> None:
    rows = searches("2021-01", 60)
    for row in rows[:unknown]:
        row["Self-defined ethnicity"] = NOT_STATED
    finding = only(checked(tmp_path, {"2021-01": rows}), "unknown-ethnicity-high")
    assert (finding.severity, finding.value) == (severity, unknown / 60)


def test_a_jump_in_unknown_ethnicity_is_found_in_its_month(tmp_path: Path) -> None:
    months = usual()
    for row in months["2021-08"][:11]:
        row["Self-defined ethnicity"] = NOT_STATED
    finding = only(checked(tmp_path, months), "unknown-ethnicity-jump")
    assert finding.month == "2021-08"
    assert "18 of every 100 searches of people, against 0 of every 100" in finding.message


def test_rows_of_another_month_are_noted(tmp_path: Path) -> None:
    months = usual(["2021-01"])
    months["2021-01"].append(search("2021-02-01T09:00:00+00:00"))
    finding = only(checked(tmp_path, months), "outside-month")
    assert (finding.severity, finding.value) == ("note", 1.0)
    assert "February 2021 (1)" in finding.message


def test_a_value_in_no_list_is_named(tmp_path: Path) -> None:
    months = usual(["2021-01"])
    months["2021-01"][0]["Legislation"] = "Sausages Act 2022 (section 1)"
    finding = only(checked(tmp_path, months), "unknown-vocabulary")
    assert finding.severity == "warning"
    assert "'Sausages Act 2022 (section 1)' (1)" in finding.message


def test_unknowns_filed_as_other_are_found(tmp_path: Path) -> None:
    rows = searches("2021-01", 300)
    for row in rows[:60]:
        row["Self-defined ethnicity"] = "Other ethnic group - Any other ethnic group"
    finding = only(checked(tmp_path, {"2021-01": rows}), "unknown-hidden-in-other")
    assert finding.value == 0.2


def test_too_many_any_other_codes_are_found(tmp_path: Path) -> None:
    rows = searches("2021-01", 60)
    for row in rows[:30]:
        row["Self-defined ethnicity"] = "White - Any other White background"
    assert only(checked(tmp_path, {"2021-01": rows}), "residual-codes-high").value == 0.5


def test_places_outside_the_area_are_found(tmp_path: Path) -> None:
    rows = searches("2021-01", 60)
    for row in rows[:30]:
        row["Longitude"] = "0.467"  # the minus sign lost, as in some of Bedfordshire's real rows
    finding = only(checked(tmp_path, {"2021-01": rows}), "coordinates-outside-area")
    assert (finding.severity, finding.value) == ("error", 0.5)


def test_one_row_is_not_one_rows(tmp_path: Path) -> None:
    odd = searches("2021-01", 1, Object_of_search="Teapots")
    finding = only(checked(tmp_path, {"2021-01": odd}), "unknown-vocabulary")
    assert ": 1 row gives a value of 'object of search'" in finding.message
    assert finding.message.endswith("It is kept, and counted as not known.")


def test_the_real_oddities_are_named(tmp_path: Path, shared_data: Path) -> None:
    import_police_uk([shared_data / "police-uk-stop-search" / "monthly"], tmp_path / "lake")
    found = findings(Lake.open(tmp_path / "lake"))
    named = {(f.force, f.month, f.check) for f in found}
    assert ("north-wales", "2019-05", "duplicate-file") in named
    assert ("city-of-london", "2019-08", "missing-month") in named
    assert ("metropolitan", "2018-04", "blank-column") in named  # the clothing flag
    assert any(
        f.force == "south-wales" and "'age range' is blank in all" in f.message for f in found
    )
    assert any(f.force == "dyfed-powys" and f.check == "no-times" for f in found)
    assert any(f.force == "durham" and "'outcome' is blank in" in f.message for f in found)
    assert any(f.force == "bedfordshire" and f.check == "coordinates-outside-area" for f in found)
    assert ("south-wales", "2020-09", "outside-month") in named
    assert {f.check for f in found} <= set(CHECKS)
    assert {f.severity for f in found} <= {"note", "warning", "error"}


def test_a_force_gathered_by_area_lacks_what_has_no_place(tmp_path: Path) -> None:
    head = "la_code,datetime,type,self_defined_ethnicity,legislation"
    rows = [f"E09000001,2021-05-{d:02d}T10:00:00+00:00,Person search,," for d in range(1, 21)]
    path = tmp_path / "city.csv"
    path.write_text("\n".join([head, *rows]))
    import_police_uk([path], tmp_path / "lake")
    lake = Lake.open(tmp_path / "lake")
    finding = only(findings(lake), "partial-month")
    assert finding.severity == "warning"
    assert "gathered by area" in finding.message
    assert lake.months_observed("city-of-london", "2021-05", "2021-05") == ["2021-05"]
    # Every month of it lacks the same, so that they can be set side by side.
    assert usable_months(lake, "city-of-london", "2021-05", "2021-05") == ["2021-05"]


def test_months_twice_over_partly_loaded_or_missing_are_not_to_be_relied_on(
    tmp_path: Path,
) -> None:
    months = usual() | {"2021-09": searches("2021-09", 20)}
    months["2021-03"] *= 2
    del months["2021-06"]
    checked(tmp_path, months)
    lake = Lake.open(tmp_path / "lake")

    bad = ("2021-03", "2021-06", "2021-09")
    assert usable_months(lake, FORCE, YEAR[0], YEAR[-1]) == [m for m in YEAR if m not in bad]
    assert spoilt(lake, findings(lake)) == {(FORCE, "2021-03"), (FORCE, "2021-09")}
    assert usable_months(lake, FORCE, "2019-01", "2019-12") == []


def test_black_searches_are_not_a_finding(tmp_path: Path) -> None:
    months = {"2021-01": searches("2021-01", 60, Self_defined_ethnicity=BLACK)}
    assert checked(tmp_path, months) == []


def test_the_page_about_checks_names_every_check_and_no_other() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "checks.md"
    rows = [
        line.split("|")[1].strip()
        for line in page.read_text("utf-8").splitlines()
        if line[:3] == "| `"
    ]
    assert [row.strip("`") for row in rows] == list(CHECKS)
