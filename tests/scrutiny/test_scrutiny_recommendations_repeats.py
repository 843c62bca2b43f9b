"""The same again: sent twice is made once, said again is a repeat that both sides show."""

from datetime import date, timedelta

import pytest
from made_recommendations import MADE, OVERSIGHT, WHAT, Advised, make

from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.scrutiny.models import Recommendation
from evenhand.scrutiny.recommending import selectors
from evenhand.scrutiny.recommending.errors import NotAllowed, SaidAlready
from plan.staff import organisation

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


def test_sent_twice_is_made_once(advised: Advised) -> None:
    for what in (WHAT, f"  {WHAT.upper()}  ", WHAT.replace(" ", "  ").rstrip(".")):
        with pytest.raises(SaidAlready) as refused:
            make(what=what, now=MADE + timedelta(hours=1))
        assert refused.value.number == 1
    assert Recommendation.objects.count() == 1
    assert Entry.objects.filter(kind="recommendation-made").count() == 1


def test_the_same_again_is_a_repeat_by_itself(advised: Advised) -> None:
    again = make(what=WHAT.lower(), now=MADE + timedelta(days=40))
    others = make(
        body=organisation("oversight"),
        source="oversight",
        now=MADE + timedelta(days=50),
        **OVERSIGHT,
    )
    named = make(
        what="Write grounds down properly.",
        repeats=["recommendation/demoshire/1"],
        now=MADE + timedelta(days=60),
    )
    on = date(2026, 6, 1)
    first = "recommendation/demoshire/1"
    assert [Advised(one).now(on).advice.repeats for one in (again, others, named)] == [
        (first,),
        (first, "recommendation/demoshire/2"),
        (first,),
    ]
    later = tuple(f"recommendation/demoshire/{n}" for n in (2, 3, 4))
    assert advised.story(on).repeated_by == later
    [listed] = [one for one in selectors.stories(on=on) if one.recommendation.number == 1]
    assert listed == advised.story(on)
    assert advised.story(date(2026, 4, 12)).repeated_by == later[:1]


def test_it_repeats_only_what_was_said_to_the_same_force(advised: Advised) -> None:
    forces.load(["pretendshire"])
    other = make(force_id="pretendshire", body=organisation("oversight"), **OVERSIGHT)
    assert Advised(other).now(ON).advice.repeats == ()
    for wrong in ("recommendation/pretendshire/1", "recommendation/demoshire/7"):
        with pytest.raises(NotAllowed, match="no recommendation"):
            make(what="Something new.", repeats=[wrong])
