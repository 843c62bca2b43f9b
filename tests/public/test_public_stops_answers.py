"""What anybody may read of answers: totals in tens, choices to the nearest ten, and nobody."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from crawling import Node, Page, parsed
from django.test import Client

from encounters import made_slips
from encounters.made_slips import NOW, QUARTER
from encounters.made_slips import force as force  # noqa: PLC0414 (pytest finds it by name)
from evenhand.encounters.answering import counting, issuing, scopes
from evenhand.encounters.models import Counted, Margin, Signed, TokenKey
from evenhand.encounters.told.rounding import about
from evenhand.forces.models import Force

ALL = "/forces/demoshire/stops/answers/"
OF = f"{ALL}{QUARTER}/"
TEAM = "team:=HYPERLINK(1) <b>Roads</b>"


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let the page be read at a moment."""

    def at(moment: Any) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    at(NOW)
    return at


def count(scope: str, answers: int, **said: dict[str, int]) -> None:
    """Answers that were opened and added up."""
    counted = Counted.objects.create(
        force_id="demoshire", quarter=QUARTER, scope=scope, answers=answers
    )
    Margin.objects.bulk_create(
        Margin(counted=counted, question=question, choice=choice, answers=number)
        for question, choices in said.items()
        for choice, number in choices.items()
    )


def read(client: Client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, address
    return parsed(response.content.decode(), address)


def table(page: Page, caption: str) -> dict[str, list[str]]:
    found = next(
        one for one in page.main.all("table") if one.all("caption")[0].text.startswith(caption)
    )
    rows: list[Node] = found.all("tbody")[0].all("tr")
    return {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in rows}


@pytest.fixture
def counted(force: Force, on: Callable[[Any], None]) -> None:
    """Answers of two classes and of a team."""
    issuing.open_quarter("demoshire", quarter=QUARTER, now=NOW)
    count(
        "reason:routine",
        40,
        reason={"routine": 17, "not_told": 16, "driving": 4, "vehicle": 0, "": 3},
        respect={"yes": 25, "no": 14, "": 1},
    )
    count("reason:driving", 10, reason={"driving": 10}, respect={"yes": 9, "no": 1})
    Signed.objects.filter(key=made_slips.key("reason:routine").pk).update(slips=97)


def test_what_was_recorded_stands_beside_what_was_heard(counted: None, client: Client) -> None:
    rows = table(read(client, ALL), "Which reason people say they heard")

    assert rows["A routine check"] == [
        *("about 100", "40", "fewer than 5", "fewer than 5", "fewer than 5", "about 20"),
        *("fewer than 5", "about 20", "fewer than 5"),
    ]
    assert rows["Something about the driving"][1:3] == ["10", "about 10"]
    assert rows["Something else"][1:] == ["0", *["no answers yet"] * 7]


def test_the_other_questions_are_added_up_over_all_slips(counted: None, client: Client) -> None:
    rows = table(read(client, OF), "Answers to the other questions")

    assert rows["Were you treated with respect?"] == [
        *("about 30", "fewer than 5", "about 20", "fewer than 5")
    ]


def test_the_sentence_gives_the_ends_that_rounding_leaves(counted: None, client: Client) -> None:
    said = read(client, OF).main.text

    assert "50 answers have been counted from people who were stopped in October 2026" in said
    assert "20 to 38 say that they heard that kind of reason, and 15 to 28" in said
    assert "These are answers, not stops." in said
    assert "About 100 slips were signed" in said


@pytest.mark.parametrize("address", [OF, f"{ALL}{QUARTER}.csv", f"{ALL}{QUARTER}.json"])
def test_no_count_under_ten_stands_anywhere(counted: None, client: Client, address: str) -> None:
    """Not 17, 16, 4, 3, 25, 14, 9 or 1: each was in the database."""
    body = client.get(address).content.decode()
    if address == OF:
        page = parsed(body, address)
        cells = [cell.text for one in page.main.all("table") for cell in one.all("td")]
        drawn = [text.text for svg in page.main.all("svg") for text in svg.all("text")]
        shown = [int(text) for text in (*cells, *drawn) if text.isdecimal()]
        assert shown
    elif address.endswith("csv"):
        rows = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
        shown = [int(row[name]) for row in rows for name in ("answers", "about") if row[name]]
    else:
        held = json.loads(body)
        every = [
            *(one for row in held["reasons"] for one in (row["heard"] or {}).values()),
            *(one for row in held["questions"].values() for one in row["choices"].values()),
        ]
        shown = [held["answers"], *(one["about"] for one in every)]
    assert {number % 10 for number in shown} == {0}


def test_files_hold_what_the_page_shows(counted: None, client: Client) -> None:
    held = client.get(f"{ALL}{QUARTER}.json").json()
    response = client.get(f"{ALL}{QUARTER}.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert held["quarter"] == QUARTER and held["first_day"] == "2026-10-01"
    routine = next(one for one in held["reasons"] if one["recorded"] == ["routine"])
    assert routine["slips_signed"] == {"about": 100, "low": 95, "high": 104}
    assert routine["heard"]["not_told"] == {"about": 20, "low": 15, "high": 24}
    assert next(one for one in held["reasons"] if one["recorded"] == ["other"])["heard"] is None
    same = [row for row in rows if (row["recorded"], row["choice"]) == ("routine", "not_told")]
    assert [(row["about"], row["low"], row["high"], row["answers"]) for row in same] == [
        ("20", "15", "24", "40")
    ]
    assert response["Content-Disposition"].startswith("attachment")


def test_a_quarter_of_zero_answers_says_so_in_words(
    force: Force, on: Callable[[Any], None], client: Client
) -> None:
    issuing.open_quarter("demoshire", quarter=QUARTER, now=NOW)

    page = read(client, ALL)

    assert "No answers have been counted for October 2026 to December 2026." in page.main.text
    assert "a few may have come" in page.main.text
    assert not page.main.all("figure")
    assert client.get(f"{ALL}{QUARTER}.csv").status_code == 200


def test_one_class_alone_is_a_page_too(
    force: Force, on: Callable[[Any], None], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = f"{scopes.REASON}{'+'.join(scopes.CLASSES)}"
    monkeypatch.setattr(issuing, "_scopes", lambda _force, _quarter: [together])
    issuing.open_quarter("demoshire", quarter=QUARTER, now=NOW)
    count(together, 20, reason={"driving": 7, "routine": 8, "not_told": 5})

    rows = table(read(client, ALL), "Which reason people say they heard")

    assert len(rows) == 1
    assert next(iter(rows)).count(" or: ") == 4


def test_an_open_quarter_grows_and_a_closed_one_does_not(
    counted: None, on: Callable[[Any], None], client: Client
) -> None:
    growing = read(client, OF).main.text
    on(scopes.closes(QUARTER))
    closed = read(client, OF).main.text

    assert "still grow, ten answers at a time" in growing and "1 March 2027" in growing
    assert "took answers until 1 March 2027. Nothing is added." in closed


def test_what_was_left_at_the_end_has_a_row_without_a_reason(counted: None, client: Client) -> None:
    count(scopes.REST, 10, reason={"not_told": 10})

    rows = table(read(client, OF), "Which reason people say they heard")

    assert rows["Not on the slip: it names a team, or these were counted at the end"][:2] == [
        "in the rows above",
        "10",
    ]


def test_teams_stand_in_the_order_of_their_names_and_nothing_they_type_is_markup(
    counted: None, client: Client
) -> None:
    for number, scope in enumerate(("team:Zebra", TEAM)):
        key = TokenKey.objects.create(
            id=f"{number}" * 64,
            force_id="demoshire",
            quarter=QUARTER,
            scope=scope,
            public=b"x",
            box=b"x",
        )
        Signed.objects.create(key=key.pk, slips=203 - 100 * number)
    count("team:Zebra", 120, reason={"not_told": 120})

    rows = table(read(client, OF), "Slips by team")
    written = client.get(f"{ALL}{QUARTER}.csv").content.decode("utf-8-sig")

    assert list(rows) == ["=HYPERLINK(1) <b>Roads</b>", "Zebra"]
    assert rows["Zebra"] == ["about 200", "120", "about 80"]
    assert rows["=HYPERLINK(1) <b>Roads</b>"] == ["about 100", "0", "about 100"]
    assert not [
        row["team"] for row in csv.DictReader(io.StringIO(written)) if row["team"].startswith("=")
    ]


def test_there_is_no_page_of_a_quarter_to_come_or_of_no_force(
    counted: None, client: Client
) -> None:
    issuing.open_quarter("demoshire", quarter="2027-Q1", now=NOW)

    assert "2027" not in [one.text for one in read(client, ALL).main.all("nav")]
    for address in (
        *(f"{ALL}2027-Q1/", f"{ALL}2027-Q1.csv", f"{ALL}2026-Q4.xml", f"{ALL}x/"),
        "/forces/nowhere/stops/answers/",
    ):
        assert client.get(address).status_code == 404, address


def test_a_force_without_slips_says_so_kindly(
    force: Force, on: Callable[[Any], None], client: Client
) -> None:
    assert "gives out no slips" in read(client, ALL).main.text


def test_rounding_tells_few_from_none_to_nobody() -> None:
    assert {about(count) for count in range(5)} == {about(0)}
    assert [(about(count).tens, about(count).low, about(count).high) for count in (5, 14, 15)] == [
        (10, 5, 14),
        (10, 5, 14),
        (20, 15, 24),
    ]
    assert all(about(count).low <= count <= about(count).high for count in range(1000))


def test_answers_that_were_sealed_and_counted_reach_the_page(
    force: Force, on: Callable[[Any], None], client: Client
) -> None:
    for slip in made_slips.slips(20, scope="reason:driving"):
        made_slips.answer(slip, reason="driving", fair="yes")
    counting.count(now=NOW + timedelta(hours=1))

    rows = table(read(client, ALL), "Which reason people say they heard")

    assert rows["Something about the driving"][:3] == ["about 20", "10", "about 10"]
