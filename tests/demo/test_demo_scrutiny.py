"""The made-up panel: what it drew, found and recommended stands as it was told, at every date."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from evenhand.demo import accounts, recorded_stops, scrutiny, truth
from evenhand.demo import plan as plan_story
from evenhand.demo.accounts import FORCE, PANEL
from evenhand.encounters.models import Reviewed, Stop, ToMend, Version
from evenhand.encounters.stop_log import STOPS
from evenhand.forces import services as forces
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.models import Entry
from evenhand.plan.history import LONDON
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.recommending import selectors as recommending
from evenhand.scrutiny.recommending.steps import Kind
from evenhand.scrutiny.recommending.steps import Status as Advice
from evenhand.scrutiny.services import holds
from evenhand.scrutiny.terms import Status
from evenhand.scrutiny.told import panels
from evenhand.scrutiny.visiting import selectors as visiting
from evenhand.scrutiny.visiting.steps import Status as Visit

pytestmark = pytest.mark.django_db

LATER = datetime(2027, 8, 10, 0, 30, tzinfo=UTC)
"""Not yet two in the morning, in summer time."""


def tell(now: datetime) -> None:
    forces.load([FORCE, "pretendshire"])  # whose panel scores the anchor cases too
    plan_story.load(now=now)
    accounts.load(now=now)
    scrutiny.load(now=now)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """The story without records and alerts, told once for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        tell(LATER)
        yield LATER
        transaction.set_rollback(True)


def test_there_is_a_draw_in_every_state_that_a_reader_should_see(told: datetime) -> None:
    del told
    assert [standing.status(one) for one in models.Draw.objects.order_by("number")] == [
        Status.ABANDONED,
        Status.AGREED,
        Status.CLOSED,
        Status.DRAWN,
        Status.FROZEN,
        Status.OPEN,
        Status.DRAWN,
    ]


def test_what_was_agreed_is_the_same_whichever_cases_were_drawn(told: datetime) -> None:
    del told
    result = models.Result.objects.get()
    scores = models.Score.objects.filter(case__draw=result.draw)

    assert result.draw.number == 2
    assert result.content["ratings"] == {"green": 7, "amber": 3, "red": 3, "cannot_tell": 0}
    assert (result.content["cases"], result.content["unseen"]) == (13, 1)
    assert scores.count() == 3 * 13
    assert scores.values("person").distinct().count() == 3
    assert result.draw.exclusions.count() == 1


def test_one_finding_was_answered_and_one_waits(told: datetime) -> None:
    found = {one.fault: one for one in models.Finding.objects.all()}

    assert set(found) == {"red", "record-missing"}
    assert found["red"].learning.taken == "practice-changed"
    assert found["red"].case is not None
    assert not hasattr(found["record-missing"], "learning")
    assert found["record-missing"].due > told.date()


def test_recommendations_stand_in_every_way(told: datetime) -> None:
    on = told.astimezone(LONDON).date()
    found = {one.recommendation.number: one for one in recommending.stories(on=on)}

    assert {number: one.status for number, one in found.items()} == {
        1: Advice.DONE,
        2: Advice.ACCEPTED,
        3: Advice.IN_PART,
        4: Advice.OVERDUE,
        5: Advice.IN_PART,
        6: Advice.REFUSED,
        7: Advice.ACCEPTED,
        8: Advice.AWAITED,
    }
    assert [one.kind for one in found[4].steps] == [Kind.MADE, Kind.ESCALATED]
    assert found[8].now.advice.repeats == (f"recommendation/{FORCE}/4",)
    assert found[4].repeated_by == (f"recommendation/{FORCE}/8",)
    assert found[3].now.stops and found[3].now.on_time
    assert {found[one].now.advice.source.value for one in (2, 3)} == {"inspectorate"}
    assert found[5].now.advice.comes_from == (f"visit/{PANEL}/1",)


def test_meetings_have_minutes_and_a_visit_is_open_to_the_public(told: datetime) -> None:
    found = visiting.visits(at=told)
    by_kind = {(str(one.now.what), one.status): one.now for one in found}

    assert by_kind["custody", Visit.HELD].held is not None
    assert by_kind["control-room", Visit.PROPOSED].slot.places == 4
    assert by_kind["training", Visit.AGREED]
    assert by_kind["meeting", Visit.CALLED].slot.starts > told
    kinds = models.AppointmentStep.objects.values_list("kind", flat=True)
    assert list(kinds).count("minutes") == 2


def test_who_the_panel_is_made_of_may_be_told(told: datetime) -> None:
    found = panels.composition(FORCE, now=told)

    assert found is not None and found.members.tens == 10
    (panel,) = panels.panels(now=told, forces=[FORCE])
    assert (panel.panel, panel.members, panel.ending) == (PANEL, 3, 0)


def test_nothing_happens_after_the_day_on_which_it_is_told(told: datetime) -> None:
    assert not models.DrawStep.objects.filter(at__gt=told).exists()
    assert not models.RecommendationStep.objects.filter(recorded_at__gt=told).exists()
    assert not models.AppointmentStep.objects.filter(recorded_at__gt=told).exists()
    assert not Stop.objects.filter(accepted_at__gt=told).exists()


def test_nothing_is_told_behind_a_checkpoint_that_was_signed_after_it(told: datetime) -> None:
    """What is dated before a checkpoint must be under it: the log's own check says so otherwise."""
    del told

    assert models.AnchorSet.objects.count() == 2
    assert [(log.name, verify(log).faults) for log in (LEDGER, STOPS)] == [
        (LEDGER.name, ()),
        (STOPS.name, ()),
    ]


def test_telling_it_again_adds_nothing(told: datetime) -> None:
    before = (Entry.objects.count(), Stop.objects.count(), models.Draw.objects.count())

    scrutiny.load(now=told)

    assert (Entry.objects.count(), Stop.objects.count(), models.Draw.objects.count()) == before


def test_its_stops_leave_no_work_and_no_month_of_the_lake(told: datetime) -> None:
    """A snapshot would write months after the last made-up one, and no other."""
    del told
    stops = Stop.objects.filter(sent__device=recorded_stops.DEVICE)

    assert set(stops.values_list("reviewed", flat=True)) == {Reviewed.AGREED}
    assert not ToMend.objects.exists()
    assert min(f"{one:%Y-%m}" for one in stops.values_list("started_at", flat=True)) > truth.LAST


def test_no_round_of_the_site_asks_for_a_video_again(told: datetime) -> None:
    before = models.VideoAsked.objects.count()

    assert holds.ask_for_videos(now=told + timedelta(hours=1)) == 0
    assert models.VideoAsked.objects.count() == before > 20


def test_the_words_that_a_panel_reads_hide_the_place(told: datetime) -> None:
    del told
    shown = models.Shown.objects.filter(case__draw__number=2)
    on_quay_road = set(
        Version.objects.filter(record__contains="Quay Road").values_list("stop", flat=True)
    )
    with_place = [one for one in shown if one.case.position.stop in on_quay_road]

    assert shown.count() == 13
    assert all(one.hidden for one in with_place)


def test_a_comma_that_cuts_a_sentence_in_two_is_found() -> None:
    told = scrutiny.story()
    told["draws"][0]["then"][0]["and nobody came"] = None

    with pytest.raises(ValueError, match="and nobody came"):
        scrutiny.refuse_strange(told)
