"""A figure as CSV: one group a row, names that last, and nothing that only looks empty."""

import csv
import io
import re
from copy import deepcopy
from io import BytesIO

import pytest
from figure_files import HOST, latest, read_csv
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from evenhand.public.files import columns, comma_separated
from evenhand.public.files.columns import COLUMNS, MONTHS, NUMBERS, Column, Kind
from evenhand.public.files.formats import build_figure
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db


def rows(figure: Figure) -> list[dict[str, str]]:
    return read_csv(build_figure(figure, ".csv", HOST))


def test_names_of_columns_are_plain_and_each_is_used_once() -> None:
    for table in (COLUMNS, MONTHS):
        names = [column.name for column in table]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
        assert max(map(len, names)) <= columns.LONGEST_NAME


def test_every_column_says_what_it_means_and_every_number_what_it_is_a_number_of() -> None:
    for column in (*COLUMNS, *MONTHS):
        assert column.description.endswith("."), column.name
        if column.kind in NUMBERS and column.part == "row":
            assert column.unit, column.name


@pytest.mark.parametrize(
    "name", ["rate", "ratio", "difference", "within_force_ratio", "excess", "unknown"]
)
def test_both_ends_of_the_range_stand_right_beside_a_value(name: str) -> None:
    names = [column.name for column in COLUMNS]
    place = names.index(f"{name}_low")

    assert names[place + 1] == f"{name}_high"
    assert name == "unknown" or names[place - 1] == name


def test_released_names_stay() -> None:
    """A name may be added at the end of its part. None of these may go or change its meaning."""
    names = {column.name for column in COLUMNS}

    assert {
        *("figure", "figure_status", "supersedes", "superseded_by", "measure", "force"),
        *("force_name", "force_code", "from", "to", "months_observed", "population", "reference"),
        *("group", "group_code", "group_kind", "status", "shorthand", "events", "exposure"),
        *("rate", "rate_low", "rate_high", "rate_low_50", "rate_high_50", "ratio", "sentence"),
        *("digest", "licence", "attribution", "citation", "released_at", "address"),
    } <= names


def test_the_file_begins_with_a_mark_and_its_lines_end_as_rfc_4180_says(
    demo_site: list[Figure],
) -> None:
    content = build_figure(latest(), ".csv", HOST)

    assert content.startswith(b"\xef\xbb\xbffigure,figure_status,")
    assert content.count(b"\n") == content.count(b"\r\n") == len(rows(latest())) + 1


def test_a_row_for_each_group_then_those_not_recorded_then_everyone(
    demo_site: list[Figure],
) -> None:
    found = rows(latest())

    assert [row["group"] for row in found[:-2]] == [row["group"] for row in latest().result["rows"]]
    assert [row["group_kind"] for row in found[-2:]] == ["not recorded", "everyone"]
    assert found[-2]["events"] == str(latest().result["unknown_events"])
    assert found[-1]["events"] == str(latest().result["overall"]["events"])
    assert found[-2]["rate"] == ""


def test_groups_have_codes_and_names_and_so_have_forces(demo_site: list[Figure]) -> None:
    found = rows(latest())

    assert [(row["group"], row["group_code"]) for row in found[:5]] == [
        *(("Asian", "A"), ("Black", "B"), ("Mixed", "M"), ("Other", "O"), ("White", "W"))
    ]
    assert {(row["force"], row["force_name"]) for row in found} == {
        ("demoshire", "Demoshire Police")
    }


def test_a_real_force_has_the_code_of_its_area() -> None:
    from evenhand.public.files.rows import area_code

    assert area_code("metropolitan") == "E23000001"
    assert area_code("dyfed-powys") == "W15000004"
    assert area_code("btp") is None
    assert area_code(None) is None


def test_no_data_zero_and_not_shown_never_look_alike(demo_site: list[Figure]) -> None:
    figure = latest("clothing-removal-rate")
    figure.result = deepcopy(figure.result)
    asian, black = figure.result["rows"][:2]
    asian.update(events=0, rate=0.0, rate_low=0.0)
    black.update(events=None, exposure=None, rate=None, status="cannot be recorded")

    found = {row["group"]: row for row in rows(figure)}

    looks = {
        group: (found[group]["status"], found[group]["shorthand"], found[group]["events"])
        for group in ("Asian", "Black", "Mixed", "White")
    }
    assert looks == {
        "Asian": ("zero", "", "0"),
        "Black": ("no data", "[x]", ""),
        "Mixed": ("not shown", "[c]", ""),
        "White": ("shown", "", str(figure.result["rows"][4]["events"])),
    }


def test_what_nobody_wrote_down_is_no_data_for_those_not_recorded_too(
    demo_site: list[Figure],
) -> None:
    figure = latest("find-rate")
    figure.result = deepcopy(figure.result)
    for row in figure.result["rows"]:
        row.update(status="nothing recorded", events=None)
    figure.result.update(unknown_events=0, unknown_exposure=0)

    assert rows(figure)[-2]["status"] == "no data"
    assert rows(figure)[-2]["events"] == ""


def test_a_hidden_number_of_those_not_recorded_hides_what_it_is_set_against(
    demo_site: list[Figure],
) -> None:
    figure = latest("find-rate")
    figure.result = {**figure.result, "unknown_events": None}

    row = rows(figure)[-2]

    assert (row["status"], row["shorthand"], row["exposure"]) == ("not shown", "[c]", "")


def test_a_missing_month_is_named_and_is_not_zero(demo_site: list[Figure]) -> None:
    assert {row["months_missing"] for row in rows(latest())} == {"2026-03"}
    assert {row["months_observed"] for row in rows(latest())} == {"11"}


def test_several_forces_say_whose_month_is_missing(demo_site: list[Figure]) -> None:
    figure = latest()
    missing = {"kent": ["2026-03", "2026-04"], "essex": [], "demoshire": ["2026-05"]}
    figure.result = {**figure.result, "months_missing": missing}

    assert rows(figure)[0]["months_missing"] == "demoshire 2026-05; kent 2026-03 2026-04"


def test_a_hidden_total_is_not_shown_where_a_group_is_and_no_data_where_none_is(
    demo_site: list[Figure],
) -> None:
    told = []
    for measure in ("clothing-removal-rate", "find-rate"):
        figure = latest(measure)
        overall = {**figure.result["overall"], "events": None, "rate": 0.25}
        figure.result = {**figure.result, "overall": overall}
        told.append(rows(figure)[-1])

    assert [row["status"] for row in told] == ["not shown", "no data"]
    assert told[0]["rate"] == ""


def test_a_figure_of_all_forces_says_so_and_has_no_area_of_its_own(
    demo_site: list[Figure],
) -> None:
    figure = latest()
    figure.force = None

    row = rows(figure)[0]
    assert (row["force"], row["force_name"], row["force_code"]) == ("all-forces", "All forces", "")
    assert "/search-rate/all-forces/" in row["address"]


def test_every_row_says_whose_it_is_under_which_licence_and_where_it_stays(
    demo_site: list[Figure],
) -> None:
    figure = latest()
    for row in rows(figure):
        assert row["licence"] == "Open Government Licence v3.0"
        assert row["digest"] == figure.digest
        assert row["released_at"] == "2026-11-12T09:30:00Z"
        assert row["address"] == f"{HOST}/figures/{figure.reference}/"
        assert row["address"] in row["citation"]


def test_made_up_records_name_no_police_force_as_their_source(demo_site: list[Figure]) -> None:
    from evenhand.public.files.credit import attribution

    assert {row["fictional"] for row in rows(latest())} == {"true"}
    assert {row["attribution"] for row in rows(latest())} == {attribution(fictional=True)}
    assert "police forces" not in attribution(fictional=True)
    assert "Office for National Statistics" in attribution(fictional=False)


def test_a_corrected_figure_says_so_in_its_own_file_and_names_the_newer(
    corrected: tuple[Figure, Figure],
) -> None:
    old, new = corrected
    first, second = rows(old)[0], rows(new)[0]

    assert (first["figure_status"], first["superseded_by"]) == ("corrected", new.reference)
    assert (second["figure_status"], second["supersedes"]) == ("revised", old.reference)
    assert first["rate"] == second["rate"]
    assert {row["figure_status"] for row in rows(latest("find-rate"))} == {"first"}


def test_a_figure_that_only_gained_something_is_replaced_and_not_corrected(
    demo_site: list[Figure],
) -> None:
    again = Figure.objects.get(pk=latest().pk)
    again.pk, again._state.adding, again.number = None, True, again.number + 1
    again.supersedes = latest()
    again.save()
    old = Figure.objects.get(pk=again.supersedes_id)

    assert {row["figure_status"] for row in rows(old)} == {"replaced"}
    assert {row["superseded_by"] for row in rows(old)} == {again.reference}
    assert {row["figure_status"] for row in rows(again)} == {"revised"}
    sheet = BytesIO(build_figure(old, ".xlsx", HOST))
    cover = str(CalamineWorkbook.from_filelike(sheet).get_sheet_by_index(0).to_python())
    assert "has the same numbers" in cover
    assert "corrected" not in cover


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(
    demo_site: list[Figure], start: str
) -> None:
    figure = latest()
    figure.result = deepcopy(figure.result)
    figure.result["rows"][0]["sentence"] = f"{start}cmd|' /C calc'!A0"

    assert rows(figure)[0]["sentence"] == f"'{start}cmd|' /C calc'!A0"


def test_a_number_below_zero_stays_a_number(demo_site: list[Figure]) -> None:
    lows = [float(row["excess_low"]) for row in rows(latest("find-rate")) if row["excess_low"]]

    assert min(lows) < 0


@given(st.lists(st.one_of(st.none(), st.text()), min_size=1), st.floats(allow_nan=False))
def test_any_text_comes_back_as_it_was_but_for_the_apostrophe(
    texts: list[str | None], value: float
) -> None:
    table = (Column("text", Kind.TEXT, "."), Column("value", Kind.NUMBER, "."))
    content = comma_separated.as_csv(table, [{"text": one, "value": value} for one in texts])
    found = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))

    for given_text, row in zip(texts, found, strict=True):
        expected = given_text or ""
        assert row["text"].removeprefix("'") == expected.removeprefix("'") or "\0" in expected
        assert float(row["value"]) == value


def test_what_breaks_naive_readers_stays_one_cell_of_one_row() -> None:
    """Quotes, commas, new lines, semicolons, signs that turn words round, letters of Welsh."""
    nasty = 'a "b", c;\r\nd=1+1\n\u202e\u2028ŵŷ\u00a0'
    table = (Column("first", Kind.TEXT, "."), Column("text", Kind.TEXT, "."))
    content = comma_separated.as_csv(table, [{"first": None, "text": nasty}])

    assert read_csv(content) == [{"first": "", "text": nasty}]
    assert content.count(b"\xef\xbb\xbf") == 1


def test_no_file_has_a_second_mark_a_bare_new_line_or_a_number_with_a_comma(
    demo_site: list[Figure],
) -> None:
    names = [column.name for column in COLUMNS if column.kind in NUMBERS]
    for figure in demo_site:
        content = build_figure(figure, ".csv", HOST)
        assert content.count(b"\xef\xbb\xbf") == 1
        for row in read_csv(content):
            assert len(row) == len(COLUMNS)
            assert None not in row.values()
            for name in names:
                assert re.fullmatch(r"(-?\d+(\.\d+)?(e-?\d+)?)?", row[name]), (name, row[name])
