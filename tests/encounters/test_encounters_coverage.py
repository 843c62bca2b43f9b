"""Coverage: what may be said of it, and what can never be worked out from what was said."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encounters.known_tables import CONTROL_ROOM, VIDEO, line, table, this_month
from encounters.phones import Phone, kept, officer
from evenhand.encounters.errors import NotNow
from evenhand.encounters.known import coverage
from evenhand.encounters.known.coverage import Cell, Fact, cell, exact
from evenhand.encounters.models import CoverageTold
from evenhand.encounters.services import covering, knowing
from evenhand.encounters.told.coverage import as_csv

ROUNDING = 1e-9  # of a number with a fraction: 100 x 0.55 is a little over 55
MONTHS = {"control_room": ["2026-01", "2026-02", "2026-03", "2026-04"]}


def fact(fate: str = "recorded", count: int = 1, **said: Any) -> Fact:
    told = {"source": "control_room", "month": "2026-01", "team": "A", "hour": 21, **said}
    return Fact(fate=fate, count=count, **told)


def made(*facts: Fact, officers: dict[str, int] | None = None, **more: Any) -> dict[str, Any]:
    given = {"A": 10, "B": 10, "C": 9} if officers is None else officers
    (source,) = coverage.coverage(facts, months=more.get("months", MONTHS), officers=given)
    return source


def test_the_share_is_a_lower_and_a_higher_number() -> None:
    found = cell([fact(count=140), fact("unsure", 20), fact("not_recorded", 40)])
    assert (found.known, found.recorded, found.unsure) == (200, 140, 20)
    assert (found.low, found.high) == (70, 80)
    # Wilson's interval of 140 of 200, and of 160 of 200: 0.633 to 0.759 and 0.739 to 0.850.
    assert (found.range_low, found.range_high) == (63, 85)


def test_no_explanation_can_lift_the_lower_number() -> None:
    plain = cell([fact(count=140), fact("not_recorded", 60)])
    explained = cell([fact(count=140), fact("not_recorded", 60, why="not_a_stop")])
    admitted = cell([fact(count=140), fact("not_recorded", 60, why="not_recorded")])
    assert (plain.low, explained.low, admitted.low) == (70, 70, 70)
    assert (plain.high, explained.high, admitted.high) == (70, 100, 70)


def test_of_few_events_nothing_is_said() -> None:
    assert cell([fact(count=29)]) == Cell()
    assert cell([]) == Cell()
    assert cell([fact(count=30)]).known == 30


def test_a_small_team_and_a_team_of_few_officers_stand_with_those_without_a_team() -> None:
    found = made(
        fact(team="B", count=60),
        fact(team="A", count=40),
        fact(team="C", count=80),
        fact(team="D", count=20),
        fact(team="", count=5),
    )
    assert [one["team"] for one in found["teams"]] == ["A", "B", None]
    assert found["teams"][-1]["known"] == 110


def test_teams_stand_in_the_alphabet_whatever_their_coverage() -> None:
    found = made(
        fact(team="zebra", count=90),
        fact(team="Ash", count=40),
        fact("not_recorded", 60, team="Ash"),
        fact("not_recorded", 60, team="beech"),
        officers={"zebra": 20, "Ash": 20, "beech": 20},
    )
    assert [one["team"] for one in found["teams"]] == ["Ash", "beech", "zebra"]


def test_a_quarter_is_told_when_all_its_months_are_known() -> None:
    found = made(fact(count=90), fact(count=50, month="2026-04"))
    assert [one["quarter"] for one in found["quarters"]] == ["2026-Q1"]
    assert [one["month"] for one in found["months"]] == MONTHS["control_room"]
    assert found["months"][1]["known"] is None
    assert [one["hours"] for one in found["hours"] if one["known"]] == ["21-23"]


@given(
    recorded=st.integers(0, 60),
    unsure=st.integers(0, 60),
    rest=st.integers(0, 60),
    out=st.integers(0, 20),
)
def test_what_is_published_holds_the_truth_and_hides_what_is_small(
    recorded: int, unsure: int, rest: int, out: int
) -> None:
    facts = [
        fact(count=recorded),
        fact("unsure", unsure),
        fact("not_recorded", rest),
        fact("not_recorded", out, why="duplicate"),
    ]
    found = cell(facts)
    known = recorded + unsure + rest + out
    if found.known is None:
        assert known - out < coverage.FEWEST_EVENTS
        return
    low, high = exact(facts)
    assert found.low <= 100 * low + ROUNDING
    assert 100 * high <= found.high + ROUNDING
    assert found.range_low <= found.low
    assert found.high <= found.range_high <= 100
    assert found.known % 10 == found.recorded % 10 == found.unsure % 10 == 0
    # Where one to four are missing from all, the same is told as where five are.
    if 0 < known - recorded < 5 and not unsure and not out:
        assert found.low == cell([fact(count=known - 5), fact("not_recorded", 5)]).low


def test_explanations_are_counted_openly_to_the_nearest_ten() -> None:
    found = made(
        fact(count=90),
        fact("not_recorded", 16, why="duplicate"),
        fact("unsure", 4, why="not_a_stop"),
        fact("recorded", 40, why="other_power"),
    )
    assert found["explained"] == {
        "not_a_stop": 0,
        "other_power": 0,
        "duplicate": 20,
        "not_recorded": 0,
    }


def test_as_a_table_what_is_not_shown_is_empty_and_nothing_runs() -> None:
    said = covering.content(
        "demoshire",
        [fact(count=90, team="=1+1"), fact(count=3, month="2026-02")],
        months=MONTHS,
        officers={"=1+1": 12},
        now=datetime(2026, 5, 1, tzinfo=UTC),
    )
    rows = list(csv.DictReader(io.StringIO(as_csv(json.dumps(said)).decode("utf-8-sig"))))
    teams = [one["of"] for one in rows if one["by"] == "team"]
    assert teams == ["'=1+1", "other teams or none"]
    (few,) = [one for one in rows if one["of"] == "2026-02"]
    assert (few["known"], few["low"]) == ("", "")
    assert {one["source"] for one in rows} == {"control_room"}


@pytest.mark.django_db
def test_nothing_known_is_never_everything_recorded() -> None:
    phone = Phone(officer("ada")).registered()
    kept(phone)
    said = covering.put_together(force="bedfordshire", now=phone.now)
    assert said["sources"] == []
    with pytest.raises(NotNow, match="Nothing is known from elsewhere"):
        covering.publish(force="bedfordshire", now=phone.now)
    assert not CoverageTold.objects.exists()


@pytest.mark.django_db
def test_a_month_that_runs_is_not_told_and_what_was_told_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone = Phone(officer("ada")).registered()
    stop = kept(phone)
    lines = [line(stop.started_at, vrm="AB12CDE"), *[line(stop.started_at, unit="B")] * 34]
    knowing.take_in(mapping=CONTROL_ROOM, table=table(*lines), **this_month())
    assert not any(
        month == f"{stop.started_at:%Y-%m}"
        for one in covering.put_together(force="bedfordshire", now=phone.now)["sources"]
        for month in one["months_told"]
    )
    later = datetime(phone.now.year + 1, 12, 1, tzinfo=UTC)
    told = covering.publish(force="bedfordshire", now=later)
    again = covering.publish(force="bedfordshire", now=later)
    assert (told.number, again.pk) == (1, told.pk)
    (source,) = json.loads(told.content)["sources"]
    assert source["all"]["known"] == 40
    assert source["all"]["low"] == 0
    assert "AB12CDE" not in told.content
    assert stop.registration_mac not in told.content


@pytest.mark.django_db
def test_a_team_of_which_nobody_records_is_as_large_as_its_force_says() -> None:
    phone = Phone(officer("ada")).registered()
    mapping = CONTROL_ROOM + b"officers: {Silent: 14, Portwell: 0}"
    said = this_month()
    knowing.take_in(mapping=mapping, table=table(line(phone.now, unit="Silent")), **said)
    head = "Time,Unit,Clip,Officer"
    film = [f"{phone.now.isoformat()},Roads,,PC {number}" for number in range(3)]
    knowing.take_in(mapping=VIDEO, table=table(*film, head=head), **said)
    assert covering.officers("bedfordshire", [str(said["last"])]) == {
        "Silent": 14,
        "Portwell": 0,
        "Roads": 3,
    }


@pytest.mark.django_db
def test_officers_of_a_team_are_counted_from_their_records() -> None:
    for name in ("ada", "bob"):
        phone = Phone(officer(name)).registered()
        kept(phone)
        stop = kept(phone, team="Roads")
    month = f"{stop.started_at:%Y-%m}"
    assert covering.officers("bedfordshire", [month]) == {"Portwell": 2, "Roads": 2}
    assert covering.officers("bedfordshire", []) == {}
