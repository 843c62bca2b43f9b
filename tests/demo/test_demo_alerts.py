"""The demonstration's alerts: what was planted is found, and every story stands as it was told."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from demo.demonstration import lake
from evenhand.demo import alerts, records, stops, truth
from evenhand.demo import plan as plan_story
from evenhand.demo.finding import shows
from evenhand.demo.truth import DEMOSHIRE, Planted
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.measures.watch import Found, Looks, Settings, Watched, read, watch
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import Awaits, Kind, Status
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.terms import Conclusion, Explanation, Outcome
from evenhand.records.clock import month_number
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from evenhand.records.stops import open_stops

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FOUND_BY = {
    truth.RECORDED_AS_WEAPONS: "2026-03",
    truth.IN_AN_OPERATION: "2026-03",
    truth.NOT_BY_THE_OPERATION: "2026-03",
    truth.NO_SUSPICION: "2026-06",
    truth.NEW: "2026-09",
}
WITHIN = 2
"""Months by which the watch may be off."""


@cache
def watched(as_of: str) -> Watched:
    return watch([lake()], as_of=as_of)


def raised(as_of: str) -> list[Found]:
    """What it says got worse, other than the data."""
    return [one for one in watched(as_of).moves if not one.quality and one.means == "worse"]


@pytest.mark.parametrize("one", DEMOSHIRE.planted, ids=lambda one: one.name)
def test_the_watch_finds_what_was_planted_in_its_series_and_about_its_month(one: Planted) -> None:
    found = [each for each in raised(FOUND_BY[one]) if shows(each, one)]

    assert len(found) == 1
    assert abs(month_number(found[0].since) - month_number(one.first)) <= WITHIN
    assert found[0].series.looks in {one.looks, Looks.RATE}
    assert found[0].change.low > 1


@pytest.mark.parametrize("as_of", ["2026-03", "2026-06", "2026-09"])
def test_of_all_that_it_looks_at_nothing_else_got_worse(as_of: str) -> None:
    others = [
        one.key for one in raised(as_of) if not any(shows(one, each) for each in DEMOSHIRE.planted)
    ]

    assert watched(as_of).examined[DEMOSHIRE.force] > 350
    assert others == []


def test_before_anything_was_planted_nothing_got_worse() -> None:
    assert raised("2025-09") == []


def test_that_less_is_known_of_ethnicity_comes_first() -> None:
    first = watched("2026-03").alerts[0]

    assert (first.quality, first.series.looks, first.since) == (True, Looks.UNKNOWN, "2024-10")


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A year of Demoshire's vehicle stops."""
    folder = tmp_path_factory.mktemp("stops")
    stops.load(folder, now=NOW)
    return open_stops(folder)


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, stopped: Lake
) -> Iterator[datetime]:
    """The story, told once for all tests of this module and then forgotten."""
    with django_db_blocker.unblock(), transaction.atomic():
        forces.load(["demoshire"])
        plan_story.load(now=NOW)
        alerts.load([lake(), stopped], now=NOW)
        yield NOW
        transaction.set_rollback(True)


QUIET_SEEDS = (1, 2)


def stands_as_it_truly_does(found: Watched) -> bool:
    """Whether every disparity that is said to stand is one, of a rate above the stated one."""
    truths = {one.force: one.groups for one in truth.FORCES}
    said = [one.series for one in found.standing]
    return bool(said) and all(
        truths[one.force][one.group].rate > Settings().standing * truths[one.force]["White"].rate
        for one in said
        if one.grouping == "five-groups"
    )


@pytest.mark.parametrize("as_of", ["2025-09", "2026-03", "2026-09"])
def test_what_has_always_been_so_is_said_to_stand_and_nothing_else(as_of: str) -> None:
    found = watched(as_of)

    assert stands_as_it_truly_does(found)
    demoshire = {one.series.group for one in found.standing if one.series.force == "demoshire"}
    assert demoshire == {"Black", "Mixed"}
    assert {one.series.measure for one in found.standing} == {"search-rate"}


def test_a_standing_disparity_keeps_its_key_from_quarter_to_quarter() -> None:
    keys = [
        {one.key for one in watched(as_of).standing if one.series.force == "demoshire"}
        for as_of in ("2025-09", "2026-03", "2026-06", "2026-09")
    ]

    assert keys[0] == keys[1] == keys[2] == keys[3]


@pytest.mark.parametrize("seed", QUIET_SEEDS)
def test_where_nothing_was_planted_over_a_thousand_series_stay_quiet(
    seed: int, tmp_path: Path
) -> None:
    """Two seeds, for a test must be quick; bench/watch_demo.py looks at forty."""
    quiet = [one.quiet(seed, DEMOSHIRE.first) for one in truth.FORCES]
    records.write(tmp_path / "files", quiet)
    import_police_uk([tmp_path / "files"], tmp_path / "lake")
    found = watch([Lake.open(tmp_path / "lake")], as_of=truth.LAST)

    assert sum(found.examined.values()) > 1000
    assert [one.key for one in found.moves] == []
    assert stands_as_it_truly_does(found)


def story_of(one: Planted | None) -> Story:
    review = alerts.review_about(one)
    assert review is not None
    return selectors.story_of(review, on=NOW.date())


@pytest.mark.django_db
def test_one_alert_awaits_a_first_answer(told: datetime) -> None:
    story = story_of(truth.NEW)

    assert (story.status, story.awaits) == (Status.OPEN, Awaits.ANSWER)
    assert 0 < story.days_awaited < 14
    assert story.explanations == ()


@pytest.mark.django_db
def test_one_fell_silent_became_reform_and_is_linked_to_the_plan(told: datetime) -> None:
    story = story_of(truth.NO_SUSPICION)
    assert story.now is not None

    assert (story.status, story.awaits) == (Status.REFORM, Awaits.REMEASUREMENT)
    kinds = [step.kind for step in story.steps]
    assert kinds.index(Kind.SILENT) < kinds.index(Kind.REFORMED)
    assert story.now.action == "plan/demoshire/1/explain-portwell"
    assert story.now.remeasure_on is not None and story.now.remeasure_on > NOW.date()


@pytest.mark.django_db
def test_a_comment_of_the_panel_was_answered(told: datetime) -> None:
    for one in (truth.NO_SUSPICION, truth.IN_AN_OPERATION):
        now = story_of(one).now
        assert now is not None
        assert [comment.answer is not None for comment in now.comments] == [True]
        assert now.comments[0].step.organisation == "Portwell reference group"


@pytest.mark.django_db
def test_the_operation_explains_it_and_its_prediction_held(told: datetime) -> None:
    story = story_of(truth.IN_AN_OPERATION)
    assert story.now is not None

    assert story.status is Status.EXPLAINED
    assert [one.outcome for one in story.explanations] == [Outcome.HELD]
    assert story.explanations[0].type is Explanation.OPERATION


@pytest.mark.django_db
def test_the_other_explanation_did_not_hold_and_the_alert_is_open_again(told: datetime) -> None:
    story = story_of(truth.NOT_BY_THE_OPERATION)
    assert story.now is not None

    assert [one.outcome for one in story.explanations] == [Outcome.FAILED]
    assert (story.status, story.awaits) == (Status.OPEN, Awaits.ANSWER)
    assert len(story.now.reopened) == 1


@pytest.mark.django_db
def test_the_other_form_is_concluded_to_be_only_recording(told: datetime) -> None:
    story = story_of(truth.RECORDED_AS_WEAPONS)
    assert story.now is not None

    assert story.now.conclusion is Conclusion.EXPLAINED
    assert [one.type for one in story.explanations] == [Explanation.RECORDING]
    assert [one.outcome for one in story.explanations] == [Outcome.HELD]


@pytest.mark.django_db
def test_what_is_not_recorded_is_not_explained(told: datetime) -> None:
    assert story_of(None).status is Status.NOT_EXPLAINED


@pytest.mark.django_db
def test_nobody_else_waits_for_an_answer(told: datetime) -> None:
    """So that the stories are all there is, with what got better."""
    known = {story_of(one).alert.pk for one in (*DEMOSHIRE.planted, None)}
    others = models.Alert.objects.exclude(pk__in=known)
    stands = [one for one in others if one.told["standing"]]

    assert {one.means for one in others if one not in stands} <= {"better"}
    told_of = {tuple(one["stands"].values()) for one in alerts.story()["alerts"] if "stands" in one}
    series = [read(one.told).series for one in stands]
    assert {(one.measure, one.group) for one in series} == told_of
    assert len(stands) == len(told_of)


@pytest.mark.django_db
def test_every_standing_disparity_has_steps_that_people_took(told: datetime) -> None:
    for one in models.Alert.objects.filter(review__isnull=False):
        if one.told["standing"]:
            kinds = {step.kind for step in selectors.story_of(one.review, on=NOW.date()).steps}
            assert len(kinds - {Kind.OPENED}) >= 2, one


@pytest.mark.django_db
def test_what_is_predicted_of_stops_waits_for_its_data(told: datetime) -> None:
    story = story_of_standing("Black", "stop-rate")
    assert (story.status, story.awaits) == (Status.ANSWERED, Awaits.DATA)
    share = story_of_standing("Black", "stop-search-rate")
    assert share.alert.measure == "stop-search-rate"
    assert share.awaits is Awaits.CONCLUSION


def story_of_standing(group: str, measure: str = "search-rate") -> Story:
    review = alerts.review_of_standing(group, measure)
    assert review is not None
    return selectors.story_of(review, on=NOW.date())


@pytest.mark.django_db
def test_what_was_said_of_a_standing_disparity_failed_and_it_became_reform(told: datetime) -> None:
    """Visitors at night were to explain it; the site tested that on the records, by itself."""
    story = story_of_standing("Black")
    assert story.now is not None

    assert [(one.type, one.outcome) for one in story.explanations] == [
        (Explanation.VISITORS, Outcome.FAILED),
        (Explanation.UNEXPLAINED, None),
    ]
    assert (story.status, story.awaits) == (Status.REFORM, Awaits.REMEASUREMENT)
    assert story.now.action == "plan/demoshire/1/explain-portwell"
    assert [one.answer is not None for one in story.now.comments] == [True]


@pytest.mark.django_db
def test_what_nothing_explains_is_signed_and_linked_to_the_plan(told: datetime) -> None:
    story = story_of_standing("Mixed")
    assert story.now is not None

    assert (story.status, story.awaits) == (Status.REFORM, Awaits.REMEASUREMENT)
    assert story.now.conclusion is Conclusion.NOT_EXPLAINED
    assert story.now.action == "plan/demoshire/1/review-of-searches"


@pytest.mark.django_db
def test_no_standing_disparity_has_a_bare_page(told: datetime, client: Client) -> None:
    for group, words in (("Black", "did not hold"), ("Mixed", "Nothing that we looked at")):
        number = story_of_standing(group).alert.number
        page = client.get(f"/forces/demoshire/alerts/{number}/").content.decode()
        assert words in page


@pytest.mark.django_db
def test_loading_it_again_adds_nothing(told: datetime, stopped: Lake) -> None:
    before = (models.Step.objects.count(), models.Run.objects.count(), Entry.objects.count())

    alerts.load([lake(), stopped], now=NOW)

    assert (
        models.Step.objects.count(),
        models.Run.objects.count(),
        Entry.objects.count(),
    ) == before


@pytest.mark.django_db
def test_every_step_was_taken_by_now(told: datetime) -> None:
    assert models.Step.objects.filter(recorded_at__gt=NOW).count() == 0
    assert models.Run.objects.filter(at__gt=NOW).count() == 0


@pytest.mark.django_db
def test_the_pages_tell_how_each_stands(told: datetime, client: Client) -> None:
    failed = story_of(truth.NOT_BY_THE_OPERATION).alert
    page = client.get(f"/forces/demoshire/alerts/{failed.number}/").content.decode()

    assert "did not hold" in page
    for one in (*DEMOSHIRE.planted, None):
        number = story_of(one).alert.number
        assert client.get(f"/forces/demoshire/alerts/{number}/").status_code == 200
