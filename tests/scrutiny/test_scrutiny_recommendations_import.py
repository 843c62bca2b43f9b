"""A list from elsewhere: previewed with what is wrong by cell, taken in whole or not at all."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from made_recommendations import FORCE, OVERSIGHT, Advised, make

from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.scrutiny.models import Recommendation
from evenhand.scrutiny.recommending import importing, services
from evenhand.scrutiny.recommending.errors import NotAllowed, SaidAlready
from evenhand.scrutiny.recommending.importing import CannotRead, Preview
from plan.staff import organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = NOW.date()
ROW = {
    "force": "demoshire",
    "from": "The inspectorate",
    "source": "inspectorate",
    "said": "04/03/2025",
    "what": "Look at every strip search within a day.",
    "why": "In 9 of 30 cases nobody had.",
    "to": "Chief constable",
    "by": "31/12/2026",
    "report": "Stop and search: an inspection",
    "reference": "7",
    "link": "https://inspectorate.example/report",
}
WHO = {"by": "Oversight member", "organisation": "Oversight body", "now": NOW}


@pytest.fixture(autouse=True)
def site() -> None:
    forces.load(["demoshire", "pretendshire"])


def table(*rows: Mapping[str, str]) -> bytes:
    names = [one.name for one in importing.columns()]
    out = io.StringIO()
    csv.writer(out).writerows([names, *([row.get(name, "") for name in names] for row in rows)])
    return out.getvalue().encode()


def preview(*rows: Mapping[str, str], **other: Any) -> Preview:
    return importing.preview(importing.read(table(*rows), name="list.csv"), today=TODAY, **other)


def test_a_list_is_taken_in() -> None:
    found = preview(ROW, ROW | {"force": "pretendshire", "by": "", "link": ""}, {})
    assert ([one.number for one in found.new], found.problems) == ([2, 3], ())
    assert Recommendation.objects.count() == 0
    made = importing.apply(found, **WHO)

    first, second = (Advised(one) for one in made)
    now = first.now(TODAY)
    assert (now.advice.said_on, now.advice.by) == (date(2025, 3, 4), date(2026, 12, 31))
    assert (now.deadline, now.days_awaited) == (date(2026, 6, 29), 0)  # 56 days from today
    assert (now.advice.report, now.advice.reference) == (ROW["report"], "7")
    assert second.now(TODAY).advice.by == date(2026, 3, 4)  # a year, as none was named
    said = first.steps[0]
    assert (said.by, said.organisation, said.data["from"]) == (
        "Oversight member",
        "Oversight body",
        "The inspectorate",
    )
    assert (first.row.organisation, first.row.body) == ("The inspectorate", None)
    assert Entry.objects.filter(kind="recommendation-made").count() == 2


def test_it_follows_the_same_road_and_any_body_outside_the_force_judges_it() -> None:
    [row] = importing.apply(preview(ROW), **WHO)
    one = Advised(row)
    one.respond(date(2026, 5, 5), "refused")
    with pytest.raises(NotAllowed, match="cannot judge"):
        one.step("view", date(2026, 5, 6), FORCE, view="satisfied")
    one.step("view", date(2026, 5, 6), OVERSIGHT, view="not-satisfied")
    assert one.status(date(2026, 5, 6)) == "refused"


def test_the_same_list_again_changes_nothing() -> None:
    importing.apply(preview(ROW), **WHO)
    found = preview(ROW, ROW | {"what": "Something else."})
    assert [name for _, name in found.already] == ["recommendation/demoshire/1"]
    assert [one.number for one in found.new] == [3]
    importing.apply(found, **WHO)
    assert preview(ROW).new == ()
    assert Recommendation.objects.count() == 2


def test_a_list_does_not_edit_what_was_taken_in() -> None:
    importing.apply(preview(ROW), **WHO)
    for change in ({"by": "2027-12-31"}, {"why": "For no reason."}, {"to": "Nobody"}):
        [problem] = preview(ROW | change).problems
        assert "never changes" in problem.sentence


def test_what_was_said_before_is_a_repeat() -> None:
    make(what=ROW["what"])
    found = preview(ROW | {"said": "2026-05-01"})
    assert [one.number for one in found.again] == [2]
    [row] = importing.apply(found, **WHO)
    assert Advised(row).now(TODAY).advice.repeats == ("recommendation/demoshire/1",)


@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        ({"force": ""}, "force", "empty"),
        ({"force": "nowhere"}, "force", "no force “nowhere”"),
        ({"source": "panel"}, "source", "one of: oversight"),
        ({"source": "gossip"}, "source", "one of: oversight"),
        ({"said": "yesterday"}, "said", "“yesterday” is no day"),
        ({"said": "2026-05-05"}, "said", "has not come"),
        ({"said": "1984-01-01"}, "by", "too long ago"),
        ({"by": "2025-03-04"}, "by", "later than it is said"),
        ({"by": "31/31/2026"}, "by", "is no day"),
        ({"what": "x" * 1001}, "what", "longer than 1,000"),
        ({"what": ""}, "what", "empty"),
        ({"why": ""}, "why", "empty"),
        ({"to": "x" * 121}, "to", "longer than 120"),
        ({"link": "http://inspectorate.example"}, "link", "https://"),
        ({"link": "javascript:alert(1)"}, "link", "https://"),
        ({"what": "Record \u202eeverything."}, "what", "nobody can see"),
        ({"from": "x" * 101}, "from", "longer than 100"),
        ({"from": "Demoshire police"}, "from", "acts here"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_taken_in(
    change: dict[str, str], column: str, sentence: str
) -> None:
    found = preview(ROW | {"what": "This one is good."}, ROW | change)
    [problem] = found.problems
    assert (problem.row, problem.column) == (3, column)
    assert sentence in problem.sentence
    with pytest.raises(NotAllowed, match="Nothing was taken in"):
        importing.apply(found, **WHO)
    assert Recommendation.objects.count() == 0


def test_every_problem_is_said_at_once() -> None:
    found = preview(ROW | {"force": "nowhere", "said": "soon", "why": ""}, ROW | {"to": ""})
    assert [(one.row, one.column) for one in found.problems] == [
        (2, "why"),
        (2, "said"),
        (2, "force"),
        (3, "to"),
    ]


def test_the_same_twice_in_a_list() -> None:
    [problem] = preview(ROW, ROW | {"what": ROW["what"].upper()}).problems
    assert (problem.row, problem.sentence) == (3, "This stands in row 2 already.")


def test_nobody_speaks_in_a_list_for_an_organisation_that_acts_here() -> None:
    panel, body = organisation("panel"), organisation("oversight")
    for name in (panel.name, panel.name.upper(), body.name):
        [problem] = preview(ROW | {"from": name}).problems
        assert "acts here and says it itself" in problem.sentence
    own = ROW | {"from": body.name, "source": "oversight"}
    found = preview(own, own | {"from": panel.name, "what": "Another."}, own=body)
    assert [one.row for one in found.problems] == [3]
    [row] = importing.apply(preview(own, own=body), own=body, **WHO)
    assert row.body == body


def test_headings_are_checked() -> None:
    for content, sentence in (
        (b"force,from\n", "This column is missing."),
        (table(ROW).replace(b"force,from", b"force,force"), "This column stands twice."),
        (table(ROW).replace(b"reference", b"colour"), "There is no such column."),
    ):
        read = importing.read(content, name="list.csv")
        found = importing.preview(read, today=TODAY)
        assert any(sentence in one.sentence for one in found.problems), sentence
        assert found.new == ()


def test_a_spreadsheet_is_read_too_and_anything_else_is_refused() -> None:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Anything")
        sheet.write_row(0, 0, list(ROW))
        sheet.write_row(1, 0, list(ROW.values()))
        sheet.write_datetime(1, 3, datetime(2025, 3, 4), book.add_format({"num_format": "d/m/y"}))  # noqa: DTZ001  (a cell has no zone)
    found = importing.preview(importing.read(out.getvalue(), name="list.xlsx"), today=TODAY)
    assert [one.advice.said_on for one in found.new] == [date(2025, 3, 4)]
    for name, content in (("list.pdf", b"%PDF"), ("list.xlsx", b"no zip"), ("list.csv", b"")):
        with pytest.raises(CannotRead):
            importing.read(content, name=name)


def test_a_formula_in_a_list_is_only_a_text() -> None:
    found = preview(ROW | {"what": "'=HYPERLINK(1)"})
    assert [one.advice.what for one in found.new] == ["=HYPERLINK(1)"]


def test_one_bad_row_at_the_last_moment_takes_the_others_with_it() -> None:
    """Somebody else took it in between the preview and now."""
    found = preview(ROW | {"what": "First."}, ROW)
    importing.apply(preview(ROW), **WHO)
    with pytest.raises(SaidAlready):
        importing.apply(found, **WHO)
    assert Recommendation.objects.count() == 1
    assert Entry.objects.filter(kind="recommendation-made").count() == 1


def test_a_service_takes_in_no_list_for_the_force_itself() -> None:
    [row] = preview(ROW).new
    item = services.Item("demoshire", "Demoshire Police", row.advice)
    with pytest.raises(NotAllowed, match="to itself"):
        services.make_all(items=[item], **WHO)
