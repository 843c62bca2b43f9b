"""What a run of the watch leaves: alerts raised once, sightings, the ledger."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from made_alerts import (
    RAISED,
    SERIES,
    Reviewed,
    draw,
    found,
    raise_one,
    recorded,
    watched,
    with_series,
)

from evenhand.forces import services as forces
from evenhand.ledger.kept import NeverChanged, missing
from evenhand.ledger.models import Entry
from evenhand.measures.watch.found import Looks, Means, Untold, read
from evenhand.monitoring import models, selectors
from evenhand.monitoring.errors import InvalidStreams, InvalidWatch
from evenhand.monitoring.history import Awaits, Status
from evenhand.monitoring.services import watching
from evenhand.monitoring.streams import parse, stream_of

pytestmark = pytest.mark.django_db
LATER = RAISED + timedelta(days=31)


@pytest.fixture(autouse=True)
def demoshire(db: None) -> None:
    forces.load(["demoshire"])


def test_an_alert_opens_a_review_with_an_owner_and_says_so_in_the_ledger() -> None:
    done = recorded(watched(found()))

    [alert] = done.raised
    story = selectors.story("demoshire", 1, on=RAISED.date())
    assert story is not None
    assert story.now is not None
    assert (story.status, story.now.owner_role) == (Status.OPEN, "Programme manager")
    assert (story.now.deadline, alert.charts) == (
        date(2026, 6, 8),
        {"620": f"<svg>{alert.key}</svg>"},
    )
    kinds = list(Entry.objects.order_by("pk").values_list("kind", "subject"))
    assert kinds == [
        ("alert-raised", "alert/demoshire/1"),
        ("review-opened", "alert/demoshire/1"),
        ("watch-run", "watch/1"),
    ]


def test_the_same_run_twice_changes_nothing() -> None:
    run = watched(found())
    recorded(run)
    again = recorded(run, now=LATER)

    assert not again.new
    assert (models.Run.objects.count(), models.Alert.objects.count()) == (1, 1)
    assert (models.Sighting.objects.count(), Entry.objects.count()) == (0, 3)


def test_the_same_key_is_a_sighting_and_never_a_second_alert() -> None:
    recorded(watched(found()))
    newer = found(as_of="2026-05", sentence="It is 5.7 times as often now.")
    done = recorded(watched(newer, as_of="2026-05"), now=LATER)

    assert done.raised == ()
    [seen] = done.seen
    story = selectors.story("demoshire", 1, on=LATER.date())
    assert story is not None
    assert story.last_seen == seen
    assert (seen.seen, read(seen.told).sentence) == (True, newer.sentence)
    assert story.told.sentence == found().sentence


def test_a_move_that_is_none_any_more_is_told_once() -> None:
    recorded(watched(found()))
    recorded(watched(as_of="2026-05"), now=LATER)
    recorded(watched(as_of="2026-06"), now=LATER + timedelta(days=30))

    assert list(models.Sighting.objects.values_list("seen", "run__number")) == [(False, 2)]
    story = selectors.story("demoshire", 1, on=LATER.date())
    assert story is not None
    assert story.awaits is Awaits.ANSWER  # nothing is closed silently


@pytest.mark.parametrize(
    "run",
    [
        {"examined": {}, "judged": frozenset()},
        {"examined": {"demoshire": 0}, "judged": frozenset()},
        {"judged": frozenset({with_series(SERIES, power="vehicle-stop").key})},
        {"judged": frozenset({f"{SERIES.key}/standing"})},
        {"held_back": (found(key="held", since="2026-02"),)},
        {"alerts": (found(with_series(SERIES, group="Asian"), key="x", related=(SERIES,)),)},
    ],
    ids=[
        "no force",
        "no series",
        "another power",
        "what stands",
        "held back",
        "told under another",
    ],
)
def test_what_was_not_judged_or_is_seen_still_is_not_called_quiet(run: dict[str, Any]) -> None:
    another = found(with_series(SERIES, group="Asian"), key="x", since="2026-01")
    recorded(watched(found(), another))
    recorded(watched(**{"as_of": "2026-05", **run}), now=LATER)

    own = models.Alert.objects.get(key=found().key)
    assert own.sightings.count() == 0


def test_the_same_seen_twice_of_one_month_is_said_once() -> None:
    """Months after the quarter are new inputs; of the quarter itself they say nothing new."""
    recorded(watched(found()))
    more = recorded(watched(found(), inputs="and a month more"), now=LATER)
    assert (more.new, more.seen) == (True, ())
    other = recorded(watched(found(sentence="It is 5.4."), inputs="supplied again"), now=LATER)
    assert [one.seen for one in other.seen] == [True]


def test_two_alerts_of_one_key_in_one_run_are_one() -> None:
    assert len(recorded(watched(found(), found())).raised) == 1


def test_an_improvement_is_told_and_nobody_has_to_explain_it() -> None:
    recorded(watched(found(means=Means.BETTER)))

    [story] = selectors.stories(on=RAISED.date())
    assert (story.status, story.awaits, story.now) == (Status.TOLD, Awaits.NOTHING, None)


def test_a_run_that_ends_before_the_last_one_is_refused() -> None:
    recorded(watched(found()))
    with pytest.raises(InvalidWatch, match="2026-04"):
        recorded(watched(as_of="2026-03"), now=LATER)


def test_a_run_about_a_force_that_is_not_here_writes_nothing() -> None:
    stranger = found(with_series(SERIES, force="pretendshire"), key="other")
    with pytest.raises(InvalidWatch, match="pretendshire"):
        recorded(watched(found(), stranger))
    assert (models.Run.objects.count(), Entry.objects.count()) == (0, 0)


def test_numbers_without_end_are_kept_as_not_known() -> None:
    endless = replace(found().after, high=float("inf"))
    recorded(watched(found(after=endless)))

    [story] = selectors.stories(on=RAISED.date())
    assert story.found.after.high is None


def test_what_the_public_sees_is_what_told_gives() -> None:
    def hiding(one: object) -> object:
        return replace(found(), sentence="Hidden.")

    watching.record(watched(found()), by="x", now=RAISED, draw=draw, tell=hiding)  # type: ignore[arg-type]

    [story] = selectors.stories(on=RAISED.date())
    assert (story.told.sentence, story.found.sentence) == ("Hidden.", found().sentence)
    assert "Hidden." in Entry.objects.get(kind="alert-raised").body


def test_without_being_told_otherwise_the_watch_s_own_rounding_is_used() -> None:
    few = replace(found().after, events=4)
    watching.record(watched(found(after=few)), by="x", now=RAISED, draw=draw)

    [story] = selectors.stories(on=RAISED.date())
    assert (story.found.after.events, story.told.after.events) == (4, None)


def test_the_watch_page_says_what_cannot_be_told() -> None:
    untold = Untold(with_series(SERIES, group="Asian"), "There are too few.")
    strange = Untold(with_series(SERIES, force="pretendshire"), "There are too few.")
    recorded(watched(found(), untold=(untold, strange), held_back=(found(key="held"),)))

    page = selectors.watch_page("demoshire")
    assert page is not None
    assert (page.examined, page.untold) == (240, (untold,))
    assert [one.key for one in page.held_back] == ["held"]
    assert page.untold[0].series.looks is Looks.RATIO
    assert selectors.watch_page("pretendshire") is None


@pytest.mark.parametrize(
    ("series", "grave", "stream", "days"),
    [
        (SERIES, False, "everything", 28),
        (SERIES, True, "grave", 14),
        (with_series(SERIES, stream="children"), False, "children", 14),
        (with_series(SERIES, measure="clothing-removal-rate"), False, "strip-search", 14),
        (with_series(SERIES, measure="taser-rate"), False, "taser", 14),
        (with_series(SERIES, measure="reduced-rate"), False, "everything", 28),
    ],
)
def test_graver_streams_have_less_time(series: object, grave: bool, stream: str, days: int) -> None:
    one = stream_of(found(series, key="x", grave=grave))  # type: ignore[arg-type]

    assert (one.name, one.limits.answer) == (stream, days)


@pytest.mark.parametrize(
    "text",
    [
        "streams: []",
        "streams: [{name: x}]",
        "nothing",
        "streams: [{name: x, about: all, owner: Chief, measures: [y], limits: {answer: 1, silence: "
        "1, extension: 1, extensions: 1, data: 1, ahead: 1}}]",
    ],
)
def test_streams_that_leave_an_alert_without_limits_are_refused(text: str) -> None:
    with pytest.raises(InvalidStreams):
        parse(text)


def test_the_limits_of_a_review_stay_as_they_were_when_it_was_opened() -> None:
    one = raise_one()
    assert one.steps[0].data["limits"]["answer"] == 28


TABLES = ("run", "alert", "sighting", "review", "step")


@pytest.mark.parametrize("table", TABLES)
def test_the_database_itself_refuses_to_change_or_remove_rows(table: str) -> None:
    recorded(watched(found()))
    recorded(watched(as_of="2026-05"), now=LATER)
    for sql in (
        f"DELETE FROM monitoring_{table}",
        f"UPDATE monitoring_{table} SET id = id + 1000",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert missing() == []


def test_rows_refuse_in_python_too() -> None:
    [alert] = recorded(watched(found())).raised
    for attempt in (
        alert.delete,
        alert.save,
        models.Step.objects.all().delete,
        lambda: models.Step.objects.update(words="Nothing happened."),
    ):
        with pytest.raises(NeverChanged):
            attempt()


def test_words_of_a_step_cannot_be_emptied_nor_its_kind_invented(reviewed: Reviewed) -> None:
    for wrong in ({"words": ""}, {"kind": "forgotten"}, {"number": 1}, {"by": ""}):
        said = {
            "review": reviewed.review,
            "number": 2,
            "kind": "commented",
            "recorded_at": RAISED,
            "by": "Chair",
            "organisation": "Panel",
            "words": "Words.",
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Step.objects.create(**(said | wrong))


def test_stories_are_as_they_were_on_a_day() -> None:
    recorded(watched(found()))
    assert selectors.stories(on=RAISED.date() - timedelta(days=1)) == []
    assert selectors.story("demoshire", 1, on=RAISED.date() - timedelta(days=1)) is None
    assert len(selectors.overdue(on=date(2026, 6, 9))) == 1
    assert selectors.overdue(on=date(2026, 6, 8)) == []
    assert selectors.stories(on=date(2026, 6, 9), forces=["bedfordshire"]) == []


def test_all_alerts_are_two_queries(django_assert_num_queries: object) -> None:
    many = [found(with_series(SERIES, area=f"E{n}"), key=f"k{n}") for n in range(5)]
    recorded(watched(*many))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert [one.alert.number for one in selectors.stories(on=RAISED.date())] == [5, 4, 3, 2, 1]
