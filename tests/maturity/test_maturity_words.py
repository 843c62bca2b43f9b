"""How the views of a standard stand to each other, in sentences; and how they are spread."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_maturity import FORCE, GROUP, PROGRAMME, WHO, judged

from evenhand.maturity import words
from evenhand.maturity.history import Assessed, Spread, Standing, View, spreads
from evenhand.maturity.telling import told
from evenhand.maturity.words import BESIDE, Mark, mark

AT = datetime(2025, 3, 3, 10, tzinfo=UTC)
NAMES = ("Starting", "Under way", "In practice", "Lasting")
FIRST, OUTSIDE, COMMUNITY = View.SELF, View.INDEPENDENT, View.COMMUNITY


def said(view: View, level: int, number: int = 1, who: dict[str, str] | None = None) -> Assessed:
    return Assessed(number, view, judged(level), AT, **(who or WHO[view]))


def standing(*levels: tuple[View, int]) -> Standing:
    return Standing(tuple(said(view, level) for view, level in levels))


NO_INDEPENDENT = "There is no independent assessment yet."
NO_COMMUNITY = "There is no community view yet."
P, G = PROGRAMME["organisation"], GROUP["organisation"]
TOLD: list[tuple[list[tuple[View, int]], list[str]]] = [
    ([], ["Nobody has assessed this yet."]),
    ([(FIRST, 3)], ["The force says level 3.", NO_INDEPENDENT, NO_COMMUNITY]),
    (
        [(FIRST, 0)],
        ["The force cannot tell which level it is at.", NO_INDEPENDENT, NO_COMMUNITY],
    ),
    (
        [(FIRST, 3), (OUTSIDE, 2)],
        [f"The force says level 3, the independent assessment by {P} says level 2.", NO_COMMUNITY],
    ),
    (
        [(FIRST, 2), (OUTSIDE, 2)],
        [f"The force and the independent assessment by {P} both say level 2.", NO_COMMUNITY],
    ),
    (
        [(FIRST, 2), (OUTSIDE, 0)],
        [f"The force says level 2, the independent assessment by {P} cannot tell.", NO_COMMUNITY],
    ),
    (
        [(FIRST, 0), (OUTSIDE, 1)],
        [f"The force cannot tell, the independent assessment by {P} says level 1.", NO_COMMUNITY],
    ),
    (
        [(FIRST, 0), (OUTSIDE, 0)],
        [f"Neither the force nor the independent assessment by {P} can tell.", NO_COMMUNITY],
    ),
    (
        [(OUTSIDE, 1)],
        [
            f"The force has not assessed this yet; the independent assessment by {P} says level 1.",
            NO_COMMUNITY,
        ],
    ),
    (
        [(OUTSIDE, 0), (COMMUNITY, 0)],
        [
            f"The force has not assessed this yet; the independent assessment by {P} cannot tell.",
            f"The force has not assessed this yet; the community view of {G} cannot tell.",
        ],
    ),
    (
        [(FIRST, 4), (COMMUNITY, 1)],
        [f"The force says level 4, the community view of {G} says level 1.", NO_INDEPENDENT],
    ),
    (
        [(FIRST, 4), (COMMUNITY, 4)],
        [f"The force and the community view of {G} both say level 4.", NO_INDEPENDENT],
    ),
    (
        [(FIRST, 4), (COMMUNITY, 0)],
        [f"The force says level 4, the community view of {G} cannot tell.", NO_INDEPENDENT],
    ),
    (
        [(FIRST, 0), (COMMUNITY, 2)],
        [f"The force cannot tell, the community view of {G} says level 2.", NO_INDEPENDENT],
    ),
    (
        [(FIRST, 0), (COMMUNITY, 0)],
        [f"Neither the force nor the community view of {G} can tell.", NO_INDEPENDENT],
    ),
    (
        [(COMMUNITY, 2)],
        [
            f"The force has not assessed this yet; the community view of {G} says level 2.",
            NO_INDEPENDENT,
        ],
    ),
]


@pytest.mark.parametrize(("levels", "sentences"), TOLD)
def test_each_way_the_views_can_stand_has_its_sentences(
    levels: list[tuple[View, int]], sentences: list[str]
) -> None:
    assert sorted(words.differences(standing(*levels))) == sorted(sentences)


def test_every_sentence_about_two_is_said_somewhere_above() -> None:
    every = " ".join(sentence for _, sentences in TOLD for sentence in sentences)
    for view, cases in BESIDE.items():
        for message in cases.values():
            start = message.partition("{")[0]
            assert start in every, (view, message)


def test_who_names_another_level_is_named_beside_the_standard() -> None:
    other = {"by": "Member", "organisation": "Inspectorate"}
    found = Standing(
        (said(FIRST, 2), said(OUTSIDE, 2), said(OUTSIDE, 3, who=other), said(COMMUNITY, 1))
    )

    assert words.apart_on(found) == (
        "The force says level 2, the independent assessment by Inspectorate says level 3.",
        f"The force says level 2, the community view of {G} says level 1.",
    )


def test_who_cannot_tell_differs_from_nobody() -> None:
    assert not standing((FIRST, 2), (OUTSIDE, 0)).differs
    assert not standing((FIRST, 2), (OUTSIDE, 2)).differs
    assert standing((FIRST, 2), (OUTSIDE, 0), (COMMUNITY, 1)).differs


@pytest.mark.parametrize(
    ("spread", "sentence"),
    [
        (Spread(FIRST, "", (2, 0, 1, 0), 1, 3), "7 standards: 2 at level 1, 1 at level 3, "),
        (Spread(FIRST, "", (0, 1), 0, 0), "1 standard: 1 at level 2."),
        (Spread(FIRST, "", (0, 0), 0, 5), "5 standards: 5 not assessed."),
        (Spread(FIRST, "", (0, 0), 2, 0), "2 standards: 2 where it cannot tell."),
    ],
)
def test_a_spread_is_said_and_never_one_number(spread: Spread, sentence: str) -> None:
    assert words.spread(spread).startswith(sentence)


@pytest.mark.parametrize(
    ("standings", "sentence"),
    [
        ([], "No standard has been assessed by more than one yet, so nothing can differ."),
        ([[(FIRST, 2)]], "No standard has been assessed by more than one yet, so nothing can"),
        ([[(FIRST, 2), (OUTSIDE, 2)]], "Where more than one has assessed a standard, they name"),
        ([[(FIRST, 2), (OUTSIDE, 1)]], "On 1 standard the views differ."),
        ([[(FIRST, 2), (OUTSIDE, 1)]] * 2, "On 2 standards the views differ."),
    ],
)
def test_on_how_many_standards_the_views_differ(
    standings: list[list[tuple[View, int]]], sentence: str
) -> None:
    assert words.apart([standing(*one) for one in standings]).startswith(sentence)


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, ""),
        (1, "On 1 standard there is the word of the force alone."),
        (3, "On 3 standards there is the word of the force alone."),
    ],
)
def test_the_word_of_the_force_alone_is_said_to_be_alone(count: int, sentence: str) -> None:
    both = standing((FIRST, 2), (OUTSIDE, 1))

    assert words.unheard([both, *[standing((FIRST, 2))] * count]) == sentence


def test_a_silence_who_cannot_tell_and_the_lowest_level_never_look_alike() -> None:
    marks = [mark(None, NAMES), mark(0, NAMES), mark(1, NAMES)]

    assert len({one.shape for one in marks}) == len({one.words for one in marks}) == 3
    assert marks[2] == Mark(1, 4, "Level 1 of 4: Starting", "known", "steps")


def test_a_level_that_moved_says_where_it_was() -> None:
    found = Standing((said(FIRST, 3), said(FIRST, 2, 2), said(FIRST, 2, 3)))
    first, second, third = told(found, NAMES).values()

    assert first.before == ""
    assert second.before == "Before, on 3 March 2025: Level 3 of 4: In practice."
    assert third.before == "The same on 3 March 2025."


LEVELS = st.integers(0, 4)
ORGANISATIONS = st.sampled_from(
    [
        (FIRST, FORCE),
        (OUTSIDE, PROGRAMME),
        (OUTSIDE, {"by": "Member", "organisation": "Inspectorate"}),
        (COMMUNITY, GROUP),
    ]
)


@given(st.lists(st.lists(st.tuples(ORGANISATIONS, LEVELS), max_size=6), max_size=8))
def test_every_spread_adds_up_to_all_standards(
    standings: list[list[tuple[tuple[View, dict[str, str]], int]]],
) -> None:
    made = []
    for one in standings:
        numbers: dict[str, int] = {}
        every = []
        for (view, who), level in one:
            number = numbers[who["organisation"]] = numbers.get(who["organisation"], 0) + 1
            every.append(said(view, level, number, who))
        made.append(Standing(tuple(every)))
    found = spreads(made, len(NAMES))

    assert {one.view for one in found} == set(View)
    assert all(one.total == len(made) for one in found)
    told_ = sum(one.total - one.missing for one in found)
    assert told_ == sum(len(one.latest) for one in made)
