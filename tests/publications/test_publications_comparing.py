"""Releases are in the public ledger: who changes one in the database leaves the ledger."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import models
from made_reports import Desk

from evenhand.encounters import comparing as coverages
from evenhand.encounters.services import covering
from evenhand.forces.models import Force
from evenhand.ledger import agreeing, selectors
from evenhand.ledger.agreeing import Shown, say_shown
from evenhand.publications import comparing
from evenhand.publications.models import Figure, Paper, Patterns, Report
from evenhand.publications.reporting import services as reporting
from evenhand.publications.services import release
from past_the_guards import change, unguarded

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def says() -> list[str]:
    return [one.says for one in comparing.disagreements()]


@pytest.fixture
def released(demo_site: list[Figure]) -> list[Figure]:
    """The demonstration's figures, each said in the ledger as :func:`release` does."""
    for one in demo_site:
        say_shown(comparing.of_figure(one))
    return demo_site


def test_every_figure_agrees_with_the_ledger_as_any_database_gives_it_back(
    released: list[Figure],
) -> None:
    assert comparing.count_released() == len(released) > 20
    assert says() == []


@pytest.mark.parametrize(
    "column", ["result", "wording", "charts", "about", "months", "expected", "queries", "control"]
)
def test_a_figure_that_was_written_over_is_found(released: list[Figure], column: str) -> None:
    figure = released[0]
    there = getattr(figure, column)
    changed = [*there, {"added": 1}] if isinstance(there, list) else {**there, "added": 1}

    change(figure, **{column: changed})

    where = f"figure/{figure.reference}"
    assert says() == [f"{where}: the site says something else than the ledger."]


def test_who_released_a_figure_and_when_is_in_the_ledger_too(released: list[Figure]) -> None:
    first, second = released[:2]
    change(first, released_by="somebody else")
    change(second, released_at=NOW.replace(year=2020))
    assert len(says()) == 2


def test_a_figure_that_was_taken_away_or_slipped_in_is_found(figure: Figure) -> None:
    release(figure)
    assert says() == []
    with unguarded(Figure):
        models.QuerySet(Figure).filter(pk=figure.pk).delete()
    where = f"figure/{figure.reference}"
    assert says() == [f"{where}: the ledger says it, the site does not."]
    figure.measure = "find-rate"
    models.Model.save(figure, force_insert=True)
    assert says() == [
        f"figure/{figure.reference}: the ledger does not say it.",
        f"{where}: the ledger says it, the site does not.",
    ]


def test_a_figure_is_said_in_the_transaction_that_releases_it(figure: Figure) -> None:
    released = release(figure)
    assert released
    (one,) = selectors.history(f"figure/{released.reference}")
    assert one.content
    assert one.content["kind"] == "figure-released"
    assert one.content["body"]["digest"] == released.digest
    assert release(figure) is None
    assert len(selectors.history(f"figure/{released.reference}")) == 1


def test_patterns_that_were_written_over_are_found(demoshire: Force) -> None:
    found = Patterns.objects.create(
        force=demoshire,
        first_month="2025-10",
        last_month="2026-09",
        told={"tests": [{"test": "darkness", "answers": [0.5, 2.0]}], "middles": []},
        inputs=[],
        evenhand_version="0.1.0",
        digest="0" * 64,
        released_at=NOW,
        released_by="Analyst",
    )
    say_shown(comparing.of_patterns(found))
    assert says() == []
    change(found, told={"tests": [], "middles": []})
    (only,) = says()
    assert only.startswith("patterns/demoshire/2025-10--2026-09")


@pytest.mark.django_db
def test_a_report_and_its_paper_are_compared_until_they_are_taken_down(desk: Desk) -> None:
    report = desk.published()
    reporting.keep_paper(report, b"%PDF-1.7 whatever", now=NOW)
    assert says() == []
    change(Report.objects.get(), title="Another", content={**report.content, "title": "Another"})
    change(Paper.objects.get(), content=b"%PDF-1.7 forged")
    where = f"{report.reference}: the site says something else than the ledger."
    assert says() == [where, where]


@pytest.mark.django_db
def test_a_coverage_is_said_by_whoever_published_it_and_compared(demoshire: Force) -> None:
    said = covering.content("demoshire", [], months={}, officers={}, now=NOW)
    told = covering.keep("demoshire", said, by="Publisher", now=NOW)
    assert covering.keep("demoshire", said, by="Publisher", now=NOW) == told
    (entry,) = selectors.history("coverage/demoshire")
    assert entry.content
    assert (entry.content["by"], entry.content["body"]["number"]) == ("Publisher", 1)
    assert list(coverages.published()) == []
    change(told, content=told.content.replace("demoshire", "demoshirE"))
    (found,) = coverages.published()
    assert found.says == "coverage/demoshire, 1: the site says something else than the ledger."


@pytest.mark.django_db
def test_two_rows_of_one_subject_are_each_held_against_their_own_entry() -> None:
    one = Shown("told", "thing/1", {"digest": "a"}, "Publisher", "Demoshire Police", NOW)
    other = replace(one, body={"digest": "b"})
    for each in (one, other):
        say_shown(each)
    assert list(agreeing.disagreements([one, other], kinds=["told"])) == []
    found = list(agreeing.disagreements([other, one], kinds=["told"]))
    assert len(found) == 2, "their order is part of what is said"
    (gone,) = agreeing.disagreements([one], kinds=["told"])
    assert gone.says == "thing/1: the ledger says it, the site does not."
