"""“You said, we did”: sentences that say no more than was said and done, and their numbers."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_recommendations import MADE, PANEL, REASON, WHAT, Advised, make

from evenhand.scrutiny.recommending import words
from evenhand.scrutiny.recommending.figures import Figures, percent, sentences
from evenhand.scrutiny.recommending.steps import Awaits, Status
from evenhand.scrutiny.recommending.terms import Response, Source, View
from evenhand.scrutiny.told import recommendations as told
from monitoring.made_alerts import an_action

ON = date(2026, 3, 2)
SOON = date(2026, 3, 9)


def did(on: date) -> str:
    one = told.recommendation("demoshire", 1, on=on)
    assert one is not None
    assert one.you_said == f"Demoshire scrutiny panel said on 2 March 2026: “{WHAT}”"
    return one.we_did


@pytest.mark.django_db
def test_unanswered(advised: Advised) -> None:
    assert did(ON) == "Demoshire Police has not answered yet. It has until 30 March 2026."
    advised.extend(SOON, 14)
    assert did(SOON) == (
        "Demoshire Police has not answered yet. The clock stands still until 23 March 2026: An "
        "investigation that has not ended, and that an answer now could harm. Its answer is due by "
        "13 April 2026."
    )
    assert did(date(2026, 4, 16)) == (
        "Demoshire Police has not answered. Its answer was due by 13 April 2026, 3 days ago."
    )


@pytest.mark.django_db
def test_refused(advised: Advised) -> None:
    advised.respond(SOON, "refused")
    refused = f"Demoshire Police refused it on 9 March 2026: “{REASON}” "
    assert did(SOON) == f"{refused}Demoshire scrutiny panel has not said yet what it thinks."
    advised.view(SOON + timedelta(days=1), "not-satisfied")
    assert did(date(2026, 4, 1)) == f"{refused}Demoshire scrutiny panel does not accept the reason."


@pytest.mark.django_db
def test_a_reason_that_is_accepted(advised: Advised) -> None:
    advised.respond(SOON, "refused")
    advised.view(SOON)
    assert did(SOON).endswith("Demoshire scrutiny panel accepts the reason.")


@pytest.mark.django_db
def test_accepted_done_and_judged(advised: Advised) -> None:
    action = an_action()
    advised.respond(SOON, "in-part")
    begins = "Demoshire Police accepted it in part on 9 March 2026. "
    due = "It should be done by 1 September 2026."
    assert did(SOON) == f"{begins}No action of the plan carries it yet. {due}"
    advised.step("carry", SOON, action=action)
    assert did(SOON) == f"{begins}An action of the plan carries it. {due}"
    assert did(date(2026, 9, 2)) == (
        f"{begins}It should have been done by 1 September 2026, 1 day ago."
    )
    advised.completed(date(2026, 9, 3), action)
    assert did(date(2026, 9, 3)) == (
        f"{begins}Demoshire Police says that it was done by 3 September 2026. Demoshire scrutiny "
        "panel has not said yet what it thinks."
    )
    advised.view(date(2026, 9, 4), "not-satisfied")
    assert did(date(2026, 9, 5)) == (
        f"{begins}It said that it was done; Demoshire scrutiny panel said that it was not. It "
        "should have been done by 1 September 2026, 4 days ago."
    )
    advised.completed(date(2026, 9, 6), action)
    advised.view(date(2026, 9, 7))
    assert did(date(2026, 9, 7)) == (
        f"{begins}Demoshire Police did it, and on 7 September 2026 Demoshire scrutiny panel said "
        "that it is satisfied."
    )


@pytest.mark.django_db
def test_done_in_part_and_withdrawn(advised: Advised) -> None:
    advised.completed(SOON, an_action())
    advised.view(SOON, "in-part")
    assert "Demoshire scrutiny panel said that it was done in part." in did(SOON)
    advised.step("withdraw", date(2026, 3, 10), PANEL)
    assert did(date(2026, 3, 10)) == "Demoshire scrutiny panel withdrew it on 10 March 2026."


@pytest.mark.django_db
def test_what_anybody_reads_of_one(advised: Advised) -> None:
    action = an_action()
    advised.extend(SOON, 7)
    advised.completed(date(2026, 4, 1), action)
    advised.view(date(2026, 4, 2))
    one = told.recommendation("demoshire", 1, on=date(2026, 5, 1))
    assert one is not None
    assert (one.force, one.force_name, one.maker) == (
        "demoshire",
        "Demoshire Police",
        "Demoshire scrutiny panel",
    )
    assert (one.status_words, one.awaits_words, one.followed) == ("Done", "", True)
    assert (one.response, one.on_time, one.actions) == ("accepted", True, (action,))
    [stop], [proof] = one.stops, one.evidence
    assert (stop.first, stop.until, stop.words) == (SOON, date(2026, 3, 16), "As we said.")
    assert (proof.address, proof.on) == ("https://demoshire.example/form", date(2026, 4, 1))
    assert [(step.heading, step.who) for step in one.steps] == [
        ("Recommended", "Panel chair, Demoshire scrutiny panel"),
        ("The clock stands still until 16 March 2026", "Programme manager, Demoshire Police"),
        ("Answer: Accepted", "Programme manager, Demoshire Police"),
        ("An action of the plan carries it", "Programme manager, Demoshire Police"),
        ("Evidence", "Programme manager, Demoshire Police"),
        ("The force says that it is done", "Programme manager, Demoshire Police"),
        (
            "The view of those who recommended it: Satisfied",
            "Panel chair, Demoshire scrutiny panel",
        ),
    ]
    assert told.recommendation("demoshire", 1, on=date(2026, 3, 1)) is None
    assert told.recommendation("demoshire", 2, on=date(2026, 5, 1)) is None


@pytest.mark.django_db
def test_numbers_of_a_force() -> None:
    """One followed, one answered late and refused, one overdue, one awaited, one withdrawn."""
    action = an_action()
    made = [Advised(make(what=f"Number {n}.", now=MADE + timedelta(days=n))) for n in range(3)]
    made[0].completed(date(2026, 3, 10), action)
    made[0].view(date(2026, 3, 11))
    made[1].respond(date(2026, 4, 20), "refused")
    gone = Advised(make(what="Not this.", now=MADE))
    gone.step("withdraw", date(2026, 3, 3), PANEL)
    make(what=WHAT, due=date(2027, 1, 1), now=MADE + timedelta(days=60))
    make(what="Number 1.", due=date(2027, 1, 1), now=MADE + timedelta(days=60))

    early = told.tally(on=date(2026, 5, 2), forces=["demoshire"])
    assert early.figures == Figures(
        made=6,
        withdrawn=1,
        due=3,
        on_time=1,
        awaited=2,
        overdue=1,
        accepted=1,
        refused=1,
        to_follow=1,
        followed=1,
        repeated=1,
    )
    assert early.sentences == (
        "Of 3 answers that were due, 1 came in time (33%).",
        "1 recommendation was due to be completed, and it was.",
        "1 answer is overdue.",
        "1 repeats what was recommended before.",
    )
    later = told.tally(on=date(2026, 9, 2))
    assert (later.figures.to_follow, later.figures.followed_percent) == (3, 33)
    assert later.sentences[1] == (
        "3 recommendations were due to be completed, and 1 was (33%), as those who recommended it "
        "say."
    )
    assert told.tally(on=date(2026, 9, 2), forces=[]).sentences == (
        "Nothing has been recommended yet.",
    )
    assert len(told.recommendations(on=date(2026, 9, 2), forces=["demoshire"])) == 6


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"made": 1}, "No answer was due yet."),
        ({"made": 1}, "No recommendation was due to be completed yet."),
        ({"made": 1, "due": 1}, "1 answer was due, and it did not come in time."),
        ({"made": 1, "due": 1, "on_time": 1}, "1 answer was due, and it came in time."),
        ({"made": 1, "to_follow": 1}, "1 recommendation was due to be completed, and it was not."),
        (
            {"made": 9, "to_follow": 9, "followed": 2},
            "9 recommendations were due to be completed, and 2 were (22%), as those who "
            "recommended them say.",
        ),
        ({"made": 9, "overdue": 2}, "2 answers are overdue."),
        ({"made": 9, "late": 1}, "1 was accepted and not done in time."),
        ({"made": 9, "late": 3}, "3 were accepted and not done in time."),
        ({"made": 9, "repeated": 2}, "2 repeat what was recommended before."),
    ],
)
def test_sentences_of_numbers(said: dict[str, int], sentence: str) -> None:
    assert sentence in sentences(Figures(**said))


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_says_none_and_all_only_where_it_is(part: int, rest: int) -> None:
    share = percent(part, part + rest)
    if part + rest == 0:
        assert share is None
        return
    assert share is not None
    assert (share == 0, share == 100) == (part == 0, rest == 0)
    assert abs(share - 100 * part / (part + rest)) <= 1


def test_everything_that_can_be_has_words() -> None:
    every: list[Any] = [
        *map(words.status, Status),
        *map(words.source, Source),
        *map(words.response, Response),
        *map(words.view, View),
        *(words.awaits(one) for one in Awaits if one is not Awaits.NOTHING),
    ]
    assert all(every)
    assert len(set(map(words.status, Status))) == len(Status)
    assert words.ground("consultation").endswith("law asks.")
    assert words.ground("forgotten") == "forgotten"
