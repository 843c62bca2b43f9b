"""The planted coverage of the made-up records lies in what is found and published of it."""

from datetime import UTC, datetime

import pytest

from evenhand.demo import coverage
from evenhand.demo.coverage import COVERAGE
from evenhand.demo.truth import LAST
from evenhand.encounters.known.coverage import Fact, exact
from evenhand.encounters.models import CoverageTold
from evenhand.encounters.told.coverage import newest
from evenhand.forces import services as forces
from evenhand.measures.period import months_between

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    return coverage.facts(months_between(COVERAGE.first, LAST))


def test_what_was_planted_of_each_team_lies_within_the_bounds(facts: list[Fact]) -> None:
    found = {}
    for team, share in COVERAGE.recorded.items():
        mine = [one for one in facts if one.source == "control_room" and one.team == team]
        low, high = exact(mine)
        found[team] = low
        # A hundredth to both sides: which stops the control room hears of is chance.
        assert low - 0.01 <= share <= high + 0.01, team
        assert share - low < 0.12, team
    assert min(found, key=lambda team: found[team]) == "Portwell Response B"


def test_cameras_know_the_plate_and_no_team(facts: list[Fact]) -> None:
    seen = [one for one in facts if one.source == "anpr"]
    assert {one.team for one in seen} == {""}
    low, high = exact(seen)
    assert low <= 0.83 <= high + 0.02


@pytest.mark.django_db
def test_it_is_published_once_however_often_it_is_loaded(
    facts: list[Fact], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "facts", lambda *_: facts)
    forces.load([COVERAGE.force])
    coverage.load(now=NOW)
    coverage.load(now=NOW)
    assert CoverageTold.objects.count() == 1
    told = newest(COVERAGE.force)
    assert told is not None
    assert '"team":"Roads"' in told.content
