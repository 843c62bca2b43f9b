"""Every hold ends: when the draw is done, or in public after the longest time; and it is said."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from evenhand.config.environment import read
from evenhand.encounters.services.holding import held
from evenhand.scrutiny import comparing, models, services
from evenhand.scrutiny.told import draws as told
from scrutiny.evidence_system import Stand, evidence_system
from scrutiny.panels import Panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def stand(settings: Settings) -> Iterator[Stand]:
    with evidence_system() as one:
        settings.EVIDENCE = {"bedfordshire": one.system}
        yield one


def ended(draw: models.Draw) -> models.DrawStep | None:
    found: models.DrawStep | None = draw.steps.filter(kind="hold-ended").first()
    return found


def test_a_draw_that_is_never_agreed_is_held_for_the_longest_time_and_no_longer(
    made: Panel, settings: Settings
) -> None:
    draw = made.drawn()
    last = services.holds.last_moment(draw)
    assert last - draw.steps.get(kind="held").at == timedelta(days=180)

    assert services.holds.release_done(now=last - timedelta(seconds=1)) == 0
    assert ended(draw) is None
    many = held().count()
    assert services.holds.release_done(now=last) == many > 0

    assert not held().exists()
    step = ended(draw)
    assert step is not None
    assert step.data == {"records": many, "why": "too-long"}
    assert "180 days" in step.words
    shown = told.draw(draw.panel_id, draw.number, on=last.date())
    assert shown is not None
    assert shown.steps[-1].words == step.words
    assert list(comparing.disagreements()) == []
    assert services.holds.release_done(now=last + timedelta(days=1)) == 0
    assert draw.steps.filter(kind="hold-ended").count() == 1


def test_who_does_not_answer_a_finding_gains_nothing_before_the_longest_time_begins_again(
    made: Panel,
) -> None:
    draw = made.drawn()
    made.closed(draw, "red")
    before = services.holds.last_moment(draw)
    made.wait(days=100)
    for case in made.cases(draw):
        made.agree(case, "red")
    services.findings.find(
        draw=draw,
        case=made.cases(draw)[0],
        fault="red",
        words="Nobody said why they were stopped.",
        by=made.member,
        now=made.now,
    )
    assert services.holds.release_done(now=before) == 0
    later = services.holds.last_moment(draw)
    assert later - before > timedelta(days=99)
    assert services.holds.release_done(now=later) > 0
    step = ended(draw)
    assert step is not None
    assert step.data["why"] == "too-long"


def test_a_draw_that_is_done_says_so_and_one_that_was_given_up_holds_nothing(made: Panel) -> None:
    draw = made.drawn()
    made.closed(draw)
    for case in made.cases(draw):
        made.agree(case)
    far = made.now + services.holds.AFTER
    services.holds.release_done(now=far)
    step = ended(draw)
    assert step is not None
    assert step.data["why"] == "done"
    other = made.frozen()
    services.frames.abandon(draw=other, reason="We meet later.", by=made.chair, now=made.now)
    assert services.holds.why_ended(other, now=made.now) == "abandoned"
    assert services.holds.release_done(now=far + timedelta(days=400)) == 0


def test_the_evidence_system_is_told_of_the_end_once_and_says_that_it_knows(
    made: Panel, stand: Stand
) -> None:
    draw = made.drawn()
    services.holds.ask_for_videos(now=made.now)
    asked = list(stand.asked)
    assert services.holds.let_videos_go(now=made.now) == 0, "nothing has ended"
    last = services.holds.last_moment(draw)
    services.holds.release_done(now=last)
    stand.answers = {"held": False}

    assert services.holds.let_videos_go(now=last) == len(asked)
    assert services.holds.let_videos_go(now=last + timedelta(days=2)) == 0

    told_of = stand.asked[len(asked) :]
    assert [(one["hold"], one["record"], one["ended"]) for one in told_of] == [
        (one["hold"], one["record"], True) for one in asked
    ]
    assert stand.unsigned == 0
    steps = draw.steps.filter(kind="video-let-go")
    assert [one.data["acknowledged"] for one in steps] == [True] * len(asked)
    assert list(comparing.disagreements()) == []
    assert services.holds.ask_for_videos(now=last + timedelta(days=2)) == 0
    assert len(stand.asked) == 2 * len(asked), "a hold that ended is not asked for again"


@pytest.mark.parametrize(
    "wrong", [{"status": 500}, {"answers": {"held": True}}, {"answers": {}}, {"raw": b"<html>"}]
)
def test_anything_but_a_plain_answer_is_no_acknowledgement_and_is_told_again(
    made: Panel, stand: Stand, wrong: dict[str, object]
) -> None:
    draw = made.drawn(cases=2, reserves=0)
    services.holds.ask_for_videos(now=made.now)
    last = services.holds.last_moment(draw)
    services.holds.release_done(now=last)
    stand.answers = {"held": False}
    for name, value in wrong.items():
        setattr(stand, name, value)

    assert services.holds.let_videos_go(now=last) == 0
    assert services.holds.let_videos_go(now=last) == 0, "not before its next turn"

    rows = models.VideoLetGo.objects.filter(case__draw=draw)
    assert all(one.trouble and not one.acknowledged for one in rows)
    assert rows.count() == 2
    stand.status, stand.raw, stand.answers = 200, None, {"held": False}
    assert services.holds.let_videos_go(now=last + services.holds.patience(1)) == 2


def test_where_nobody_confirmed_the_hold_its_end_is_told_too_and_no_video_is_an_answer(
    made: Panel, stand: Stand
) -> None:
    draw = made.drawn(cases=2, reserves=0)
    stand.status = 500
    services.holds.ask_for_videos(now=made.now)
    last = services.holds.last_moment(draw)
    services.holds.release_done(now=last)
    stand.status = 404
    assert services.holds.let_videos_go(now=last) == 2


@pytest.mark.parametrize("said", ["", "0", "27", "731", "-5", "soon"])
def test_a_time_that_is_none_is_refused_where_it_is_set(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_HOLD_DAYS"):
        read({"EVENHAND_HOLD_DAYS": said})


def test_the_longest_time_can_be_set() -> None:
    assert read({}).hold_days == 180
    assert read({"EVENHAND_HOLD_DAYS": "365"}).hold_days == 365
