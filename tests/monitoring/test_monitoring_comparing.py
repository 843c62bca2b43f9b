"""Alerts and reviews are held against the public ledger: who changes one leaves the other."""

from datetime import date
from typing import Any

import pytest
from django.db import models as django
from made_alerts import (
    FORCE,
    Reviewed,
    found,
    recorded,
    watched,
)

from evenhand.monitoring import comparing, models, selectors, services
from past_the_guards import change, unguarded

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 20), date(2026, 6, 3)
PUBLISHER = {"by": "Publisher", "organisation": "Demoshire Police"}


@pytest.fixture
def answered(reviewed: Reviewed) -> Reviewed:
    """A review with an owner, an explanation and a judgement."""
    reviewed.step("name_owner", MAY, role="Chief inspector", words="They know the place.")
    reviewed.explain(MAY)
    reviewed.judge(JUNE, 3)
    return reviewed


def says() -> list[str]:
    return [one.says for one in comparing.disagreements()]


def test_a_review_that_nobody_touched_agrees(answered: Reviewed) -> None:
    assert comparing.count_said() == 1 + 1 + len(answered.steps)
    assert says() == []


def test_so_does_one_of_which_words_were_taken_out_twice(answered: Reviewed) -> None:
    for part in ("words", "role"):
        services.redacting.redact(
            review=answered.review,
            expected=answered.number,
            chosen=[(2, part)],
            reason="It names somebody.",
            now=answered.moment(JUNE),
            **PUBLISHER,
        )
    assert says() == []
    row = models.Step.objects.get(number=2)
    change(row, words="They know the place.")
    assert says() == [
        f"{selectors.subject(answered.review.alert)}, 2: the site says something else than the "
        "ledger."
    ]


@pytest.mark.parametrize(
    "changed",
    [{"words": "All is well."}, {"by": "Chief officer"}, {"data": {}}, {"organisation": "Nobody"}],
)
def test_a_step_that_was_written_over_is_found(answered: Reviewed, changed: dict[str, Any]) -> None:
    change(models.Step.objects.get(number=3), **changed)
    (only,) = says()
    assert only.endswith(", 3: the site says something else than the ledger.")


def test_a_step_that_was_taken_away_or_slipped_in_is_found(answered: Reviewed) -> None:
    last = models.Step.objects.get(number=4)
    with unguarded(models.Taker), unguarded(models.Step):
        django.QuerySet(models.Taker).filter(step=last).delete()
        django.QuerySet(models.Step).filter(pk=last.pk).delete()
    assert says()[0].endswith(", 4: the ledger says it, the site does not.")
    last.pk, last.words, last._state.adding = None, "Judged otherwise.", True
    last.save(force_insert=True)
    (only,) = says()
    assert only.endswith(", 4: the site says something else than the ledger.")


@pytest.mark.parametrize("column", ["told", "charts"])
def test_what_the_public_sees_of_an_alert_is_found_when_it_was_changed(
    reviewed: Reviewed, column: str
) -> None:
    alert = reviewed.review.alert
    change(alert, **{column: {**getattr(alert, column), "added": "x"}})
    (only,) = says()
    assert only.startswith(selectors.subject(alert))


def test_what_a_later_run_saw_is_held_against_what_it_said(reviewed: Reviewed) -> None:
    later = date(2026, 8, 10)
    recorded(watched(found(), as_of="2026-07"), now=reviewed.moment(later))
    seen = models.Sighting.objects.get()
    assert seen.seen
    assert says() == []
    change(seen, told={**seen.told, "added": "x"})
    (only,) = says()
    assert only.startswith("watch/2")
    assert FORCE["organisation"] not in only
