"""Panels: their terms, and whom they are made of, which tells of nobody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from made_recommendations import PANEL

from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.forces import services as forces
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.scrutiny.models import Composition
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.sitting import comparing
from evenhand.scrutiny.told import panels
from evenhand.scrutiny.visiting import services
from evenhand.scrutiny.visiting.composition import Counted
from evenhand.scrutiny.visiting.composition import told as composed
from plan.staff import organisation, somebody
from scrutiny.panels_db import change

pytestmark = pytest.mark.django_db


def test_panels_and_their_terms() -> None:
    somebody(Role.PANEL_CHAIR, "panel")
    member = somebody(Role.PANEL_MEMBER, "panel")
    somebody(Role.ADMINISTRATOR, "panel")
    somebody(Role.PANEL_CHAIR, "group")
    now = timezone.now()
    Membership.objects.filter(person=member.person).update(expires_at=now + timedelta(days=30))
    [one] = panels.panels(now=now, forces=["demoshire"])
    assert (one.name, one.members, one.ending) == ("Demoshire scrutiny panel", 2, 1)
    assert panels.panels(now=now, forces=[]) == []


RESIDENTS = {"Asian": 20_000, "Black": 10_000, "Mixed": 5_000, "Other": 5_000, "White": 60_000}


def counted(panel: str, day: date, members: int, **stated: int) -> Counted:
    return Counted(panel, day, members, stated)


def test_whom_panels_are_made_of_is_told_together_rounded_and_once_a_year() -> None:
    counts = [
        counted("a", date(2025, 3, 1), 12, White=9, Black=2),
        counted("a", date(2025, 9, 1), 14, White=8, Black=4, Asian=1),
        counted("b", date(2025, 5, 1), 10, White=2, Black=5),
        counted("b", date(2026, 2, 1), 11, White=3, Black=8),
    ]
    found = composed(counts, RESIDENTS, on=date(2026, 12, 31))
    assert found is not None
    assert (found.year, found.panels, found.members.tens, found.stated.tens) == (2026, 2, 20, 20)
    assert {one.name: (one.members.tens, one.alike) for one in found.groups} == {
        "Asian": (0, 4),
        "Black": (10, 2),
        "Mixed": (0, 1),
        "Other": (0, 1),
        "White": (10, 12),
    }
    assert composed(counts, RESIDENTS, on=date(2026, 1, 1)) == found


def test_a_change_within_the_year_tells_of_nobody() -> None:
    """Somebody joins and says what they are: nothing that is told moves until the next year."""
    counts = [counted("a", date(2025, 3, 1), 12, White=8, Black=4)]
    joined = [*counts, counted("a", date(2026, 3, 1), 13, White=8, Black=5)]
    on = date(2026, 6, 1)
    assert composed(joined, RESIDENTS, on=on) == composed(counts, RESIDENTS, on=on)


@pytest.mark.parametrize("stated", [{}, {"White": 9}, {"White": 5, "Black": 4}])
def test_few_who_said_something_are_not_told_of(stated: dict[str, int]) -> None:
    counts = [counted("a", date(2025, 3, 1), 20, **stated)]
    assert composed(counts, RESIDENTS, on=date(2026, 6, 1)) is None


def test_a_panel_counts_itself_and_the_ledger_holds_no_count() -> None:
    forces.load(["demoshire"])
    now = datetime(2025, 5, 1, 12, tzinfo=UTC)
    panel = organisation("panel")
    said: dict[str, Any] = {"counted_on": date(2025, 4, 30), "now": now, **PANEL}
    stated = {"White": 9, "Black": 3}
    services.count_panel(panel=panel, members=14, stated=stated, **said)
    entry = Entry.objects.get(kind="panel-counted")
    row = Composition.objects.get()
    assert content(entry)["body"] == {
        "number": 1,
        "counted_on": "2025-04-30",
        "commitment": row.commitment,
    }
    assert list(comparing.disagreements()) == []
    change("scrutiny_composition", "members", 13, f"id = {row.pk}")
    [one] = comparing.disagreements()
    assert "a count of its members was changed" in one.says
    change("scrutiny_composition", "members", 14, f"id = {row.pk}")
    later = datetime(2026, 2, 1, tzinfo=UTC)
    found = panels.composition("demoshire", now=later)
    assert found is not None
    assert (found.members.tens, found.groups[0].residents > 0) == (10, True)
    assert panels.composition("demoshire", now=now + timedelta(days=1)) is None
    for wrong in (
        {"stated": {"Martian": 1}},
        {"stated": {"White": 15}},
        {"stated": {"White": -1}},
        {"stated": {}, "members": 0},
        {"stated": {}, "counted_on": date(2025, 5, 2)},
        {"stated": {}, "panel": organisation("group")},
    ):
        with pytest.raises(NotAllowed):
            services.count_panel(**({"panel": panel, "members": 14, **said} | wrong))
    assert Composition.objects.count() == 1
