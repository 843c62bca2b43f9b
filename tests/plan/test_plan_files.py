"""A plan goes out as a table and comes back: previewed, with errors by cell, all or nothing."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_plans import FORCE, OPENED, Played, new_plan, promised, terms

from evenhand.plan import models, selectors, services
from evenhand.plan.errors import CannotRead, EditedMeanwhile, NotAllowed
from evenhand.plan.exporters import FORMATS, as_json, table, template
from evenhand.plan.history import present
from evenhand.plan.importers import apply, preview, read
from evenhand.plan.importers.opening import LARGEST
from evenhand.plan.terms import Milestone, Target
from evenhand.plan.written import read as read_change

TODAY = date(2025, 5, 1)
NOW = datetime.fromisoformat("2025-05-01T10:00:00+00:00")
ENDINGS = sorted(FORMATS)
FULL = {
    "why": "Nobody writes it down.\nAnd nobody asks.",
    "request": "The panel asked – for ŵ and ŷ.",
    "partners": ("Portwell panel", "University"),
    "pilot": True,
    "commitments": ("record-traffic-stops",),
    "targets": (Target(aim="Fewer", by=date(2026, 1, 1), measure="search-rate"),),
    "what": '=HYPERLINK("https://evil.example")',
    "milestones": (
        Milestone(key="pilot", words="Pilot", due_on=date(2025, 6, 30)),
        Milestone(key="all", words="-1 district left", due_on=date(2025, 9, 1)),
    ),
}


def out(plan: models.Plan, ending: str) -> bytes:
    return table(selectors.tracked(plan, on=TODAY), ending)


def sheet(*rows: dict[str, str]) -> list[list[str]]:
    """A table of one good row, with what each further row says otherwise."""
    good = {
        "action": "new-action",
        "workstream": "involved",
        "title": "Title",
        "what": "What is promised",
        "owner": "Head of engagement",
        "starts": "2025-06-01",
        "due": "2025-12-31",
    }
    names = list(dict.fromkeys([*good, *(name for row in rows for name in row)]))
    return [names, *([{**good, **row}.get(name, "") for name in names] for row in rows)]


def problems(plan: models.Plan, *rows: dict[str, str]) -> list[tuple[int, str, str]]:
    found = preview(plan, sheet(*rows), on=TODAY).problems
    return [(one.row, one.column, one.sentence) for one in found]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_goes_out_comes_back_the_same(plan: models.Plan, ending: str) -> None:
    promised(plan, "stops", **FULL)
    promised(plan, "other")

    shown = preview(plan, read(out(plan, ending), name=f"plan.{ending}"), on=TODAY)
    assert shown.problems == ()
    assert set(shown.unchanged) == {"stops", "other"}
    assert (shown.new, shown.changed, shown.absent) == ((), (), ())


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_plan_can_be_taken_in_from_a_file_alone(plan: models.Plan, ending: str) -> None:
    promised(plan, "stops", **FULL)
    promised(plan, "other")
    content = out(plan, ending)
    second = new_plan()

    shown = preview(second, read(content, name=f"plan.{ending}"), on=TODAY)
    assert {one.key for one in shown.new} == {"stops", "other"}
    apply(second, shown, **FORCE, now=NOW)
    was, now = (selectors.tracked(one, on=TODAY) for one in (plan, second))
    assert [one.now.now for one in was] == [one.now.now for one in now]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_template_is_empty_and_can_be_read(plan: models.Plan, ending: str) -> None:
    content = template(selectors.workstreams(plan, on=TODAY), ending)

    shown = preview(plan, read(content, name=f"template.{ending}"), on=TODAY)
    assert (shown.new, shown.problems) == ((), ())


def test_a_formula_goes_out_as_words(plan: models.Plan) -> None:
    promised(plan, "stops", **FULL)

    rows = list(csv.reader(io.StringIO(out(plan, "csv").decode("utf-8-sig"))))
    assert '\'=HYPERLINK("https://evil.example")' in rows[1]
    for ending in ("xlsx", "ods"):
        with zipfile.ZipFile(io.BytesIO(out(plan, ending))) as packed:
            inside = b"".join(packed.read(name) for name in packed.namelist())
        assert b"<f>" not in inside
        assert b"formula" not in inside


def test_a_preview_says_what_would_change_and_changes_nothing(stops: Played) -> None:
    plan = stops.action.plan
    other = promised(plan)
    said = {
        "action": stops.action.key,
        "workstream": "respected",
        "title": terms().title,
        "what": terms().what,
        "owner": terms().owner,
        "starts": "01/04/2025",
        "due": "31/12/2025",
        "milestone 1": "Pilot in two districts",
        "milestone 1 due": "30/06/2025",
        "milestone 1 key": "pilot",
        "reason": "The pilot started late.",
    }

    shown = preview(plan, sheet(said), on=TODAY)
    [changed] = shown.changed
    assert changed.parts == ("due_on",)
    assert (changed.before.due_on, changed.terms.due_on) == (date(2025, 9, 30), date(2025, 12, 31))
    assert shown.absent == (other.action.key,)
    assert stops.number == 1

    apply(plan, shown, **FORCE, now=NOW)
    assert stops.changes[-1].words == "The pilot started late."
    assert stops.now(TODAY).now.due_on == date(2025, 12, 31)


SLUG = "Only small letters, digits and single hyphens may stand here."
UNSEEN = "There is a character in the text that nobody can see."
WRONG = [
    ({"pilot": "perhaps"}, "pilot", "Write yes or no."),
    ({"adopts": "Kent"}, "adopts", "This is no address such as plan/dorset/1/vehicle-stops."),
    ({"adopts": "plan/a/1/b"}, "adopts", "No other force has the action “plan/a/1/b” here."),
    ({"due": "soon"}, "due", "“soon” is no day such as 2026-04-01 or 01/04/2026."),
    ({"due": "02/30/2025"}, "due", "“02/30/2025” is no day such as 2026-04-01 or 01/04/2026."),
    ({"due": ""}, "due", "This cell is empty and may not be."),
    ({"due": "2025-01-01"}, "due", "The promise is due before it starts."),
    ({"title": ""}, "title", "This cell is empty and may not be."),
    ({"title": "x" * 121}, "title", "This is longer than 120 letters."),
    ({"title": "Right\u202eleft"}, "title", UNSEEN),
    ({"action": "Two words"}, "action", SLUG),
    ({"commitments": "joy"}, "commitments", "The framework has no commitment “joy”."),
    ({"milestone 1": "Step"}, "milestone 1 due", "This cell is empty and may not be."),
    (
        {"milestone 1": "Step", "milestone 1 due": "2026-01-31"},
        "due",
        "The milestone “Step” is due after the promise itself.",
    ),
    (
        {"milestone 1": "Step", "milestone 1 due": "2025-07-01", "milestone 1 key": "A step"},
        "milestone 1 key",
        SLUG,
    ),
    (
        {"target 1": "Fewer", "target 1 by": "2026-01-31", "target 1 measure": "luck"},
        "target 1 measure",
        "There is no measure “luck”.",
    ),
]


@pytest.mark.parametrize(("row", "column", "sentence"), WRONG)
def test_an_error_names_its_row_and_column(
    plan: models.Plan, row: dict[str, str], column: str, sentence: str
) -> None:
    assert problems(plan, {}, {"action": "second", **row}) == [(3, column, sentence)]


def test_more_errors_are_told_at_once(plan: models.Plan) -> None:
    found = problems(plan, {"due": "soon", "owner": ""}, {"action": "b", "workstream": "nobody"})

    assert [one[:2] for one in found] == [(2, "due"), (2, "owner"), (3, "workstream")]
    assert "involved" in found[-1][2]


def test_an_action_stands_once_and_stays_in_its_workstream(stops: Played) -> None:
    plan, key = stops.action.plan, stops.action.key

    assert problems(plan, {}, {})[0] == (3, "action", "This action stands in row 2 already.")
    moved = problems(plan, {"action": key, "reason": "Because."})
    assert moved == [(2, "workstream", "An action stays in the workstream it was promised in.")]


def test_a_change_needs_a_reason_and_an_open_action(stops: Played) -> None:
    plan = stops.action.plan
    row = {"action": stops.action.key, "workstream": "respected"}

    assert [one[1] for one in problems(plan, row)] == ["reason"]
    stops.finish(TODAY)
    assert "Reopen it" in problems(plan, {**row, "reason": "Because."})[0][2]


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("colour", "There is no such column. See the template."),
        ("milestone 13", "There is no such column. See the template."),
        ("title", "This column stands twice."),
    ],
)
def test_headings_are_checked(plan: models.Plan, heading: str, sentence: str) -> None:
    found = preview(plan, [[*sheet({})[0], heading], [*sheet({})[1], ""]], on=TODAY).problems

    assert [(one.row, one.column, one.sentence) for one in found] == [(1, heading, sentence)]


def test_a_missing_column_is_named(plan: models.Plan) -> None:
    [found] = preview(plan, [one[:-1] for one in sheet({})], on=TODAY).problems

    assert (found.row, found.column, found.sentence) == (1, "due", "This column is missing.")


def test_nothing_is_half_taken_in(stops: Played) -> None:
    plan = stops.action.plan
    with_problems = preview(plan, sheet({}, {"action": "b", "due": "soon"}), on=TODAY)
    with pytest.raises(NotAllowed, match="Nothing of it was taken in"):
        apply(plan, with_problems, **FORCE, now=NOW)

    row = {"action": stops.action.key, "workstream": "respected", "reason": "Because."}
    shown = preview(plan, sheet({}, row), on=TODAY)
    stops.step("report", TODAY, words="Meanwhile.")
    with pytest.raises(EditedMeanwhile):
        apply(plan, shown, **FORCE, now=datetime.fromisoformat("2025-05-02T10:00:00+00:00"))

    assert models.Action.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.txt", b"x", "must be .xlsx, .ods or .csv"),
        ("plan.csv", b"", "is empty"),
        ("plan.csv", "action\nŵ".encode("utf-16"), "Save the file as “CSV UTF-8”"),
        ("plan.csv", b"a\0b", "is no text"),
        ("plan.csv", b'"open', "not well-formed"),
        ("plan.csv", b"a\n" * 3_000, "more than 2,000 rows"),
        ("plan.csv", b"a" + b"," * 200, "more than 2,000 rows or 120 columns"),
        ("plan.csv", b"x" * (LARGEST + 1), "larger than 5 MB"),
        ("plan.xlsx", b"action,title", "cannot be opened"),
        ("plan.ods", b"PK\x05\x06" + b"\0" * 18, "cannot be opened"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence):
        read(content, name=name)


def test_a_file_that_unpacks_to_far_more_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"\0" * (60 * 1024 * 1024))

    with pytest.raises(CannotRead, match="much more than a table"):
        read(packed.getvalue(), name="plan.xlsx")


def test_a_hidden_sheet_is_not_looked_into() -> None:
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("Actions").write_row(0, 0, ["action", "title"])
        hidden = book.add_worksheet("Secret")
        hidden.write_row(0, 0, ["CANARY"])
        hidden.very_hidden()

    assert read(made.getvalue(), name="plan.xlsx") == [["action", "title"]]


def test_days_and_whole_numbers_of_a_workbook_read_as_people_see_them() -> None:
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet_ = book.add_worksheet("Anything")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet_.write_datetime(0, 0, datetime(2025, 9, 30), day)  # noqa: DTZ001
        sheet_.write_number(0, 1, 12)

    assert read(made.getvalue(), name="plan.xlsx") == [["2025-09-30", "12"]]


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.ods"]))
def test_any_bytes_are_read_or_refused_in_words(content: bytes, name: str) -> None:
    try:
        rows = read(content, name=name)
    except CannotRead:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)


def test_json_holds_every_change_and_gives_the_same_state(stops: Played) -> None:
    stops.step("change", TODAY, terms=terms(due_on=date(2025, 12, 31)), reason="Late.")
    stops.finish(date(2025, 6, 20))
    found = selectors.tracked(stops.action.plan, on=date(2026, 1, 1))

    said: dict[str, Any] = as_json(stops.action.plan, found, on=date(2026, 1, 1))
    [action] = said["actions"]
    again = [read_change(one) for one in action["changes"]]
    assert present(again) == found[0].now
    assert action["status"]["worked_out"] == "complete"
    assert (action["first_promised"], action["now"]) == ("2025-09-30", "2025-12-31")
    assert said["framework"]["example"] is True
    assert said["opened_at"] == OPENED.isoformat()


def test_json_holds_workstreams_with_outcomes_commitments_and_leads(plan: models.Plan) -> None:
    moved = datetime.fromisoformat("2025-03-03T09:00:00+00:00")
    named = {"plan": plan, "workstream": "respected", **FORCE}
    services.name_lead(**named, expected=0, role="Head of custody", now=OPENED)
    services.name_lead(**named, expected=1, role="Head of care", reason="Moved.", now=moved)

    then, said = (as_json(plan, [], on=day) for day in (date(2025, 3, 2), date(2025, 3, 3)))
    streams = {one["key"]: one for one in said["workstreams"]}
    framework = plan.framework
    assert list(streams) == [one.key for one in framework.workstreams.order_by("place")]
    assert streams["respected"]["lead"] == "Head of care"
    assert [one["role"] for one in streams["respected"]["leads"]] == [
        "Head of custody",
        "Head of care",
    ]
    assert streams["respected"]["leads"][1] == {
        "number": 2,
        "role": "Head of care",
        "words": "Moved.",
        "at": moved.isoformat(),
        **FORCE,
        "redacted": [],
    }
    assert streams["involved"]["lead"] is None
    outcomes = [one for stream in streams.values() for one in stream["outcomes"]]
    told = {one["key"]: one["words"] for each in outcomes for one in each["commitments"]}
    assert told == dict(framework.commitments.values_list("key", "words"))
    assert all(one["words"] for one in outcomes)
    [before] = [one for one in then["workstreams"] if one["key"] == "respected"]
    assert (before["lead"], len(before["leads"])) == ("Head of custody", 1)
