"""Sentences, word for word: what a careful statistician would sign and anyone can read."""

import re

import pytest

from evenhand.measures import measures
from evenhand.measures.words import notes
from evenhand.measures.words.people import PEOPLE, SEEN, at_the_start, people
from evenhand.measures.words.rows import Status, row_sentence
from evenhand.records import codes

NUMBERS = {
    "group": "Black",
    "reference": "White",
    "events": 1234,
    "rate": (31.74, 28.31, 35.58),
    "reference_rate": 8.31,
    "ratio": (3.42, 4.27),
}
SHARES = NUMBERS | {"rate": (0.1598, 0.1585, 0.1611), "reference_rate": 0.1331}


def said(measure: str, status: Status, **other: object) -> str:
    found = measures()[measure]
    numbers = NUMBERS if found.kind == "rate" else SHARES
    return row_sentence(found, status, **(numbers | other))


def test_two_rates_apart() -> None:
    assert said("search-rate", Status.COMPARED) == (
        "Black people were searched between 3.4 and 4.3 times as often as White people: "
        "31.7 against 8.3 for every 1,000 residents a year."
    )


def test_a_lower_rate_is_said_with_the_same_words() -> None:
    assert said("search-rate", Status.COMPARED, group="Asian", ratio=(0.42, 0.87)) == (
        "Asian people were searched between 0.4 and 0.9 times as often as White people: "
        "31.7 against 8.3 for every 1,000 residents a year."
    )


def test_we_cannot_tell_is_said_with_the_range() -> None:
    assert said("search-rate", Status.CANNOT_TELL, ratio=(0.82, 1.31)) == (
        "We cannot tell whether Black people were searched more or less often than White people: "
        "the likely range runs from 0.8 to 1.3 times (31.7 against 8.3 for every 1,000 residents "
        "a year)."
    )


def test_the_reference_group_has_its_own_range() -> None:
    assert said("search-rate", Status.REFERENCE, group="White") == (
        "White people, the group that others are compared with, were searched 31.7 times for "
        "every 1,000 residents a year (likely range 28.3 to 35.6)."
    )


def test_too_few_to_compare_is_not_the_same() -> None:
    assert said("search-rate", Status.TOO_FEW, group="Other", events=0) == (
        "People of Other ethnicity were searched 0 times. To compare people of Other ethnicity "
        "with White people, each must have been searched at least 5 times."
    )


def test_a_force_without_residents_has_counts() -> None:
    assert said("search-rate", Status.NO_RESIDENTS) == (
        "Black people were searched 1,234 times. There are too few residents to set that against, "
        "so no rate is given."
    )


def test_a_rate_can_stand_alone() -> None:
    assert said("search-rate", Status.ALONE) == (
        "Black people were searched 31.7 times for every 1,000 residents a year (likely range "
        "28.3 to 35.6). They cannot be compared with White people, whose rate is not given."
    )


def test_what_is_not_shown_says_why() -> None:
    assert said("search-rate", Status.HIDDEN, events=None, rate=None, ratio=None) == (
        "Not shown to protect people: the number for Black people is below 5, or would let such "
        "a number be worked out."
    )


def test_roma_people_cannot_be_recorded() -> None:
    assert said("search-rate", Status.CANNOT_BE_RECORDED, group="White: Roma") == (
        "Police records of these months have no code for Roma people. That is not zero: their "
        "number is not known."
    )


def test_too_few_residents_for_a_rate() -> None:
    assert said("search-rate", Status.FEW_RESIDENTS, group="Other ethnic group: Arab") == (
        "No rate is given for Arab people: fewer than 1,000 of them lived here at the Census."
    )


@pytest.mark.parametrize(
    ("measure", "sentence"),
    [
        (
            "suspicionless-search-rate",
            "Black people were searched under powers that need no suspicion between 3.4 and 4.3 "
            "times as often as White people: 31.7 against 8.3 for every 1,000 residents a year.",
        ),
        (
            "grounds-search-rate",
            "Black people were searched under powers that need reasonable grounds between 3.4 and "
            "4.3 times as often as White people: 31.7 against 8.3 for every 1,000 residents a "
            "year.",
        ),
        (
            "drugs-search-rate",
            "Black people were searched for drugs between 3.4 and 4.3 times as often as White "
            "people: 31.7 against 8.3 for every 1,000 residents a year.",
        ),
        (
            "weapons-search-rate",
            "Black people were searched for weapons between 3.4 and 4.3 times as often as White "
            "people: 31.7 against 8.3 for every 1,000 residents a year.",
        ),
        (
            "other-search-rate",
            "Black people were searched for things other than drugs or weapons between 3.4 and "
            "4.3 times as often as White people: 31.7 against 8.3 for every 1,000 residents a "
            "year.",
        ),
        (
            "find-rate",
            "Searches of Black people led to some action between 3.4 and 4.3 times as often as "
            "searches of White people: 16.0 against 13.3 of every 100 searches.",
        ),
        (
            "arrest-rate",
            "Searches of Black people led to an arrest between 3.4 and 4.3 times as often as "
            "searches of White people: 16.0 against 13.3 of every 100 searches.",
        ),
        (
            "no-further-action-rate",
            "Searches of Black people ended in no further action between 3.4 and 4.3 times as "
            "often as searches of White people: 16.0 against 13.3 of every 100 searches.",
        ),
        (
            "linked-outcome-rate",
            "Searches of Black people had an outcome linked to what officers were looking for "
            "between 3.4 and 4.3 times as often as searches of White people: 16.0 against 13.3 "
            "of every 100 searches.",
        ),
        (
            "clothing-removal-rate",
            "More than outer clothing was removed in searches of Black people between 3.4 and 4.3 "
            "times as often as in searches of White people: 16.0 against 13.3 of every 100 "
            "searches.",
        ),
        (
            "ethnicity-not-stated",
            "People's own ethnicity was left unrecorded in searches of people whom officers saw "
            "as Black between 3.4 and 4.3 times as often as in searches of people whom officers "
            "saw as White: 16.0 against 13.3 of every 100 searches.",
        ),
        (
            "ethnicity-agreement",
            "Officers saw Black people as they describe themselves between 3.4 and 4.3 times as "
            "often as they did White people: in 16.0 against 13.3 of every 100 searches.",
        ),
    ],
)
def test_each_measure_compares_in_its_own_words(measure: str, sentence: str) -> None:
    assert said(measure, Status.COMPARED) == sentence


@pytest.mark.parametrize("measure", sorted(measures()))
def test_every_sentence_with_numbers_is_whole_for_every_group(measure: str) -> None:
    found = measures()[measure]
    for name in found.groupings:
        grouping = codes.GROUPINGS[name]
        for group in grouping.groups:
            for status in Status:
                if status is Status.NO_RESIDENTS and found.kind != "rate":
                    continue
                for more in ({}, {"pooled": (2.1, 2.3)}, {"ratio": (0.0, 0.5), "left_out": True}):
                    text = said(measure, status, group=group, **more)
                    assert re.match(r"[A-Z0-9].*\.$", text)
                    assert "{" not in text


def test_a_status_without_a_sentence_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(ValueError, match="no sentence for 'no resident base'"):
        said("find-rate", Status.NO_RESIDENTS)


def test_a_share_says_when_it_is_not_of_all_searches() -> None:
    assert said("find-rate", Status.COMPARED, left_out=True) == (
        "Searches of Black people led to some action between 3.4 and 4.3 times as often as "
        "searches of White people: 16.0 against 13.3 of every 100 searches for which it was "
        "recorded."
    )
    assert said("find-rate", Status.REFERENCE, group="White", left_out=True) == (
        "Others are compared with White people: 16.0 of every 100 searches of White people for "
        "which it was recorded led to some action (likely range 15.8 to 16.1)."
    )
    assert said("ethnicity-agreement", Status.COMPARED, left_out=True).endswith(
        "in 16.0 against 13.3 of every 100 searches for which both were recorded."
    )


def test_what_never_happened_to_a_group_has_an_upper_end_only() -> None:
    never = {"rate": (0.0, 0.0, 0.03), "reference_rate": 0.99, "ratio": (0.0, 0.031)}
    assert said("ethnicity-agreement", Status.COMPARED, group="Mixed", **never) == (
        "Officers saw people of Mixed ethnicity as they describe themselves at most 0.03 times as "
        "often as they did White people: in 0 against 99.0 of every 100 searches."
    )


def test_a_small_rate_lies_within_its_range_as_printed() -> None:
    wales = {"rate": (0.0549, 0.0503, 0.0598)}
    assert "searched 0.05 times" in said("search-rate", Status.REFERENCE, **wales)
    assert "(likely range 0.05 to 0.06)" in said("search-rate", Status.REFERENCE, **wales)


def test_every_group_has_a_name_for_readers() -> None:
    for grouping in codes.GROUPINGS.values():
        assert set(grouping.groups) <= set(PEOPLE)
    assert set(SEEN) == set(codes.FIVE_GROUPS)


def test_names_keep_their_capitals_at_the_start() -> None:
    assert at_the_start(people("Mixed")) == "People of Mixed ethnicity"
    assert at_the_start(people("Black", seen_by_officers=True)) == (
        "People whom officers saw as Black"
    )


def test_what_we_do_not_know_is_said_with_its_own_range() -> None:
    assert notes.unknown_range(0.13, 3.31, 16.57) == (
        "Ethnicity was not recorded in 13 of every 100 of these searches. Had it been, the answer "
        "could lie anywhere between 3.3 and 16.6 times."
    )


def test_officers_views_have_their_own_unknown() -> None:
    assert notes.unknown_range(0.02, 2.04, 2.31, seen_by_officers=True) == (
        "The officer's view of ethnicity was not recorded in 2 of every 100 of these searches. Had "
        "it been, the answer could lie anywhere between 2.0 and 2.3 times."
    )


def test_several_forces_unknown_is_of_all_taken_together() -> None:
    assert notes.unknown_range(0.13, 3.31, 16.57, pooled=True).endswith(
        "Had it been, the answer for all forces taken together could lie anywhere between 3.3 and "
        "16.6 times."
    )


def test_one_missing_month_and_several() -> None:
    assert notes.missing_months("Bedfordshire Police", ["2022-03"]) == (
        "Bedfordshire Police: March 2022 is missing. It is not counted as zero."
    )
    assert notes.missing_months("Bedfordshire Police", ["2021-12", "2022-01", "2022-03"]) == (
        "Bedfordshire Police: 3 months are missing (December 2021 to January 2022 and March "
        "2022). They are not counted as zero."
    )


def test_nothing_observed_is_not_zero() -> None:
    assert notes.nothing_observed(["Dorset Police", "Kent Police"], "2021-05", "2021-06") == (
        "No month from May 2021 to June 2021 was supplied by Dorset Police and Kent Police. "
        "That is not zero: nothing is known."
    )


def test_one_month_is_not_a_range_of_months() -> None:
    assert notes.period("2021-05", "2021-05") == "May 2021"
    assert notes.nothing_observed(["Kent Police"], "2021-05", "2021-05") == (
        "May 2021 was not supplied by Kent Police. That is not zero: nothing is known."
    )
    assert notes.nothing_from("Kent Police", "2021-05", "2021-05") == (
        "Kent Police did not supply May 2021 and is left out."
    )


def test_the_smallest_difference_that_could_have_been_seen_is_rounded_away_from_1() -> None:
    assert notes.smallest_difference(0.69, 1.62, "White people") == (
        "A figure below 0.6 times or above 1.7 times that of White people would have been seen "
        "here four times in five."
    )
    assert notes.smallest_difference(None, 12.9, "White people") == (
        "A figure above 12.9 times that of White people would have been seen here four times in "
        "five. No lower figure would have been."
    )
    assert notes.smallest_difference(0.2, None, "White people") == (
        "A figure below 0.2 times that of White people would have been seen here four times in "
        "five. No higher figure would have been."
    )
    assert notes.smallest_difference(None, None, "White people") is None


def test_the_tipping_share_names_both_groups() -> None:
    assert notes.tipping(0.31, "Asian people", "White people") == (
        "If 31 of every 100 searches in which ethnicity was not recorded were of Asian people, "
        "and the rest of White people, the two rates would be equal."
    )


def test_pooled_and_within_stand_side_by_side() -> None:
    assert said("search-rate", Status.COMPARED, ratio=(2.79, 2.93), pooled=(4.02, 4.14)) == (
        "Compared within the same force, Black people were searched between 2.8 and 2.9 times as "
        "often as White people. All forces taken together: between 4.0 and 4.1 times, 31.7 "
        "against 8.3 for every 1,000 residents a year."
    )
    assert said("find-rate", Status.CANNOT_TELL, ratio=(0.9, 1.2), pooled=(1.3, 1.6)) == (
        "We cannot tell whether searches of Black people led to some action more or less often "
        "than searches of White people, compared within the same force: the likely range runs "
        "from 0.9 to 1.2 times. All forces taken together: between 1.3 and 1.6 times (16.0 "
        "against 13.3 of every 100 searches)."
    )


def test_everyone_together() -> None:
    assert notes.everyone(4.897, 4.735, 5.063, searches=None) == (
        "Everyone together: 4.9 for every 1,000 residents a year (likely range 4.7 to 5.1)."
    )
    assert notes.everyone(0.2531, 0.239, 0.268, searches="searches") == (
        "Everyone together: 25.3 of every 100 searches (likely range 23.9 to 26.8)."
    )


def test_both_views_of_ethnicity() -> None:
    assert notes.agreement(0.93, 0.16) == (
        "The officer's view and the person's own matched in 93.0 of every 100 searches where "
        "both were recorded. One of them was missing in 16 of every 100 searches."
    )
