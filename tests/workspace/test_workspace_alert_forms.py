"""What a review asks for: explanations, analyses, predictions and reforms; what is refused."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.roles import Role
from evenhand.measures.watch.found import Looks, Series
from evenhand.monitoring.services import reviewing
from evenhand.records.importing import import_police_uk
from measures.made_lakes import searches, write_month
from monitoring.made_alerts import Reviewed, found, recorded, watched
from workspace.alert_writes import (
    ALERTS,
    FORCE,
    QUARTERS,
    REVIEW,
    SERIES_HERE,
    WORDS,
    day,
    explaining,
    following,
    raised,
    reforming,
    settled,
)
from workspace.plan_writes import FORCE_ID, SAVED, newcomer
from workspace.reading import read, words


@pytest.fixture
def manager(cast: Cast) -> Client:
    """A programme manager of the force."""
    return signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))


def test_nothing_explains_it_needs_no_evidence_and_no_prediction(manager: Client) -> None:
    review = raised()

    answer = manager.post(f"{REVIEW}explain/", {"expected": "1", **WORDS, "type": "unexplained"})

    assert answer.status_code == 303
    assert review.steps[-1].data == {"type": "unexplained", "evidence": []}


def test_an_unfinished_explanation_keeps_what_was_typed_and_says_what_is_missing(
    manager: Client,
) -> None:
    review = raised()
    sent = {
        "expected": "1",
        **WORDS,
        "type": "visitors",
        "link": "https://x.example/a",
        "series": "0",
        "limit": "-3",
        "direction": "at most",
        "quarter": following(),
    }

    answer = manager.post(f"{REVIEW}explain/", sent)

    shown = words(answer)
    assert answer.status_code == 400
    assert "Say what the document is called" in shown
    assert "Enter a number above 0; of a share, one below 100" in shown
    assert 'value="https://x.example/a"' in answer.content.decode()
    nothing_shown = manager.post(f"{REVIEW}explain/", {**sent, "link": "", "limit": "3"})
    assert "An explanation needs evidence" in words(nothing_shown)
    assert len(review.steps) == 1


def lake(folder: Path) -> Path:
    """Searches of Black people for drugs doubled in January 2026; others stayed."""
    (folder / "files").mkdir()
    knives = {"Object of search": "Offensive weapons"}
    for month, number in (("2025-12", 50), ("2026-01", 100)):
        rows = searches(number, "Black") + searches(30, "Black", **knives)
        rows += searches(100, "White") + searches(60, "White", **knives)
        write_month(folder / "files", FORCE_ID, month, rows)
    import_police_uk([folder / "files"], folder / "lake")
    return folder / "lake"


def test_an_analysis_is_asked_for_before_its_answer_is_seen_and_becomes_evidence(
    manager: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.LAKE = lake(tmp_path)
    review = raised()
    address, sent = f"{REVIEW}analyse/", {"expected": "1", "by": "object", "words": "Was it drugs?"}

    preview = words(manager.post(address, sent))
    assert "Taken apart by what was looked for." in preview
    assert "It is published whatever the answer is." in preview
    assert "likely range" not in preview, "nobody publishes only the answers that suit them"
    # What somebody adds to the form is not what is kept: the site works it out itself.
    forged = {**sent, **SAVED, "result": "{}", "name": "other"}
    assert manager.post(address, forged).status_code == 303

    kept = review.steps[-1]
    assert kept.data["name"] == "object"
    assert [row["part"] for row in kept.data["result"]["rows"]] == [
        "Controlled drugs",
        "Offensive weapons",
    ]
    page = read(manager, REVIEW)
    assert "Taken apart by what was looked for: the ratio was" in page
    assert "This takes a number apart; it does not say why." in page
    assert "about 100 and 100 records" in page
    assert manager.post(address, {**sent, **SAVED}).status_code == 303, "a double click"
    assert len(review.steps) == 2
    explain = {
        **explaining(review),
        "expected": "2",
        "analyses": ["2"],
        "link": "",
        "link_title": "",
    }
    assert manager.post(f"{REVIEW}explain/", explain).status_code == 303
    assert review.steps[-1].data["evidence"] == [
        {
            "kind": "analysis",
            "title": "Step 2: taken apart by what was looked for",
            "address": "2",
        }
    ]


def test_an_analysis_that_cannot_be_run_keeps_the_words_and_says_why(
    manager: Client, settings: LazySettings, tmp_path: Path
) -> None:
    review = raised()
    sent = {"expected": "1", "by": "area", "words": "Was it one place?", **SAVED}
    settings.LAKE = tmp_path / "none"
    gone = words(manager.post(f"{REVIEW}analyse/", sent))
    settings.LAKE = lake(tmp_path)
    answer = manager.post(f"{REVIEW}analyse/", sent)

    assert "There are no records on this site that could be taken apart." in gone
    assert answer.status_code == 400
    assert "These records do not say this" in words(answer)
    assert "Was it one place?" in words(answer)
    assert len(review.steps) == 1


def test_an_analysis_of_another_kind_is_shown_by_its_words(manager: Client) -> None:
    review = raised()
    reviewing.analyse(
        review=review.review,
        expected=1,
        now=review.moment(day(2)),
        name="mix",
        result={"within": 1.2},
        words="Places make up most of it.",
        **FORCE,
    )

    assert "Places make up most of it." in read(manager, REVIEW)
    assert "Step 2: mix" in read(manager, f"{REVIEW}explain/")


def test_about_the_data_a_prediction_is_about_what_is_done(manager: Client) -> None:
    """How good records are is not what is predicted: the measures of that power are offered."""
    of_data = Series(FORCE_ID, "stop-and-search", "", Looks.UNKNOWN)
    recorded(watched(found(of_data, quality=True), examined={FORCE_ID: 1}), now=timezone.now())

    page = read(manager, f"{REVIEW}explain/")

    assert "About the data: Records without an ethnicity: everybody" in read(manager, REVIEW)
    assert "Searches for every 1,000 residents: Black people compared with White people" in page


def test_a_reform_must_be_able_to_fail_and_to_be_measured(manager: Client) -> None:
    review = raised()
    settled(review)
    full = {**reforming(review), "expected": str(review.number)}
    wrong = {
        "remeasure_on": ("1/1/2026", "Enter a day after the last month that counts"),
        "after_until": (full["after_from"][:5] + "01", "The last month comes before the first"),
        "change": ("nan", "Enter a number, like 2.5"),
        "action": ("plan/kent/1/x", "Choose an action of the plan"),
        "question": ("Short.", "Say it in one sentence, at least ten letters long"),
    }

    for name, (value, why) in wrong.items():
        answer = manager.post(f"{REVIEW}reform/", {**full, name: value})
        assert answer.status_code == 400, name
        assert why in words(answer), name
    assert manager.post(f"{REVIEW}reform/", full).status_code == 303
    assert "of the plan" not in read(manager, REVIEW).split("Every step so far")[0][-200:]


def test_what_is_about_children_says_so_everywhere(manager: Client) -> None:
    of_children = replace(SERIES_HERE, stream="children")
    one = found(of_children, quarters=QUARTERS)
    at = timezone.now() - timedelta(days=2)
    review = Reviewed(recorded(watched(one, examined={FORCE_ID: 1}), now=at).raised[0].review)

    assert (
        manager.post(f"{REVIEW}explain/", {**explaining(review), "expected": "1"}).status_code
        == 303
    )

    page = read(manager, REVIEW)
    assert "compared with White children: Black children were searched." in page
    assert "at most 3.0 times as much for Black children as for White children" in page
    assert "Black children" in read(manager, ALERTS)
