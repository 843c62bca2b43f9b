"""What stands beside a figure: the newest alerts about it, the others by their number, actions."""

from dataclasses import replace
from datetime import date

import pytest

from evenhand.monitoring.selectors import About, Remeasured
from evenhand.plan.selectors import NamedAction
from evenhand.public.presenters.alerts.around import MOST, around, measured_again
from publications.found_alerts import rise


def about(number: int) -> About:
    return About("demoshire", number, date(2026, 5, 11), rise(90))


def test_where_nothing_is_about_a_figure_nothing_is_said() -> None:
    found = around([], [])

    assert (found.alerts, found.more, found.actions) == ((), 0, ())


@pytest.mark.parametrize(("many", "more"), [(1, 0), (MOST, 0), (MOST + 3, 3)])
def test_the_newest_alerts_stand_whole_and_the_others_are_counted(many: int, more: int) -> None:
    found = around([about(number) for number in range(many, 0, -1)], [])

    assert found.alerts[0].url == f"/forces/demoshire/alerts/{many}/"
    assert found.alerts[0].day == "Alert of 11 May 2026."
    assert (len(found.alerts), found.more) == (min(many, MOST), more)


def test_an_action_and_the_place_where_it_is_measured_again_have_their_addresses() -> None:
    (action,) = around([], [NamedAction("demoshire", 2, "a-key", "An action")]).actions
    one = Remeasured("demoshire", 3, 7)

    assert (action.words, action.url) == (
        "In the plan: An action",
        "/forces/demoshire/plan/2/actions/a-key/",
    )
    assert [place.url for place in measured_again([one, replace(one, step=9)])] == [
        "/forces/demoshire/alerts/3/#reform-7",
        "/forces/demoshire/alerts/3/#reform-9",
    ]
