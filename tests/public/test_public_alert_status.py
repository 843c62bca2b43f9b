"""What stands beside an alert: who is told, what is awaited, and what may still change."""

from collections.abc import Sequence
from datetime import date

import pytest

from evenhand.monitoring.history import Kind, Present, present
from evenhand.public.presenters.alerts import status
from monitoring.test_monitoring_history import at, explained, steps
from monitoring.test_monitoring_lost import REFORM, Taken, concluded, judged, result, signed

AGAIN = "the question is open again."


def lines(*said: Taken, on: date) -> str:
    return " ".join(status.clock(_now(said, on)).lines)


def _now(said: Sequence[Taken], on: date) -> Present:
    return present(steps(*said), on=on)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            ["Demoshire commissioner"],
            "Told, because they hold the force to account: Demoshire commissioner.",
        ),
        (
            [],
            "Nobody who holds the force to account had joined this site by then to be told.",
        ),
    ],
)
def test_who_is_said_to_be_told_is_who_was(told: list[str], sentence: str) -> None:
    silent: Taken = (Kind.SILENT, at(6, 23), {"told": told})
    text = lines(silent, on=date(2026, 6, 24))

    assert sentence in text
    assert "are told" not in text
    assert "It has been awaited for 1 day, since 23 June 2026." in text
    assert "It is awaited since today." in lines(silent, on=date(2026, 6, 23))


def test_how_long_a_reviewer_has_been_awaited_is_said() -> None:
    text = lines(explained(), on=date(2026, 7, 9))

    assert "reviewer’s view is awaited. It has been awaited for 50 days, since 20 May" in text
    said = status.waits(_now([explained()], date(2026, 7, 9)))
    assert said == "A reviewer’s view has been awaited for 50 days."
    assert "been awaited" not in lines(explained(), judged(2), on=date(2026, 7, 9))


def test_a_reform_that_could_not_be_measured_yet_says_until_when() -> None:
    reformed: Taken = (Kind.REFORMED, at(5, 28), {"reform": dict(REFORM), "digest": "0"})
    taken = (concluded("not-explained"), signed(2), reformed)

    assert "It is measured again by 31 May 2027." in lines(*taken, on=date(2027, 5, 31))
    late = lines(*taken, on=date(2027, 6, 1))
    assert "was to be measured again by 31 May 2027, and its figures are not all in." in late
    assert "If they do not come by 31 August 2027, another action is awaited." in late
    assert late in status.waits(_now(taken, date(2027, 6, 1)))


def test_the_question_is_said_to_open_again_only_where_it_would() -> None:
    autumn = date(2026, 11, 10)
    one = lines(explained(), judged(2), on=autumn)
    assert "If it does not hold, cannot be tested, or we cannot tell, " + AGAIN in one
    two = lines(explained(), explained(5, 21), on=autumn)
    assert "If no explanation is left that holds, " + AGAIN in two
    told = lines(explained(), concluded("cannot-tell"), signed(3), on=autumn)
    assert "If a prediction fails, or cannot be tested, " + AGAIN in told
    both = (explained(), explained(5, 21), judged(2), judged(3), concluded("partly"), signed(6))
    assert "If one of them is not seen to hold, " + AGAIN in lines(*both, on=autumn)
    held = (*both[:4], result(2, "held"), concluded("explained", 3, 11), signed(7, 4, 11))
    assert AGAIN not in lines(*held, on=autumn)
