"""Which actions a figure is for: those that promise something of it now, and those that show it."""

from datetime import date

from made_plans import Played, terms

from evenhand.plan.selectors import naming
from evenhand.plan.terms import Target

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 20)
FIGURE = "search-rate/demoshire/2024-04--2025-03/five-groups/1"
MOVES = terms(targets=(Target(aim="Fewer searches.", by=date(2026, 3, 31), measure="search-rate"),))


def keys(measure: str, reference: str = FIGURE) -> list[str]:
    return [one.key for one in naming("demoshire", measure, reference)]


def test_an_action_is_named_while_it_promises_something_of_the_measure(stops: Played) -> None:
    assert keys("search-rate") == []

    stops.step("change", MAY, terms=MOVES, reason="Said exactly.")
    (found,) = naming("demoshire", "search-rate", FIGURE)
    assert (found.iteration, found.key, found.title) == (
        stops.action.plan.iteration,
        stops.action.key,
        "Record every vehicle stop",
    )
    assert keys("find-rate") == []

    stops.step("change", JUNE, terms=terms(), reason="It moves nothing of it.")
    assert keys("search-rate") == []


def test_an_action_is_named_by_the_very_figure_that_it_shows(stops: Played) -> None:
    stops.step(
        "add_evidence", MAY, kind="figure", title="Searches", address=FIGURE, words="See for it."
    )

    assert keys("find-rate") == [stops.action.key]
    assert keys("find-rate", FIGURE.replace("/1", "/2")) == []


def test_another_force_has_nothing_of_it(stops: Played) -> None:
    stops.step("change", MAY, terms=MOVES, reason="Said exactly.")

    assert naming("fablesea", "search-rate", FIGURE) == []
