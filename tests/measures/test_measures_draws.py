"""What readers are told of a panel's draw, word for word."""

import itertools
import re

import pytest

from evenhand.measures.words import draws
from evenhand.stats import (
    Missed,
    chance_of_none,
    krippendorff_alpha,
    largest_missed,
    share_of_frame,
    worst_case,
)

PANEL = [
    *(5 * [[0, 0, 0, 0]] + 6 * [[0, 0, 1, 0]] + 7 * [[1, 1, 2, 1]]),
    *(4 * [[2, 2, 2, 2]] + 2 * [[0, 1, 2, 1]]),
]


def test_strata_that_were_drawn_alike_need_no_more_words() -> None:
    assert draws.drawn(1000, 50, [20, 20]) == (
        "Drawn by chance: 50 of 1,000 cases. Each stands for 20.0."
    )


def test_weights_are_shown_where_they_differ() -> None:
    found = share_of_frame([500, 200], [30, 30], [3, 6])
    assert draws.drawn(700, 60, found.weights) == (
        "Drawn by chance: 60 of 700 cases, some groups more heavily than others, so that there is "
        "enough to look at. Each stands for between 6.7 and 16.7 cases, and counts for as many."
    )


def test_nothing_is_left_to_chance_where_everything_was_looked_at() -> None:
    assert draws.drawn(20, 20, [1]) == ("All 20 cases were looked at: nothing is left to chance.")
    assert draws.drawn(1, 1, [1]) == "The only case was looked at."
    found = share_of_frame([10, 10], [10, 10], [2, 1])
    assert draws.share(found, "red", size=20, looked=20) == "Of all 20 cases, 3 were red."
    for bad, said in ((0, "none was red."), (1, "1 was red.")):
        one = share_of_frame(20, 20, bad)
        assert draws.share(one, "red", size=20, looked=20) == f"Of all 20 cases, {said}"


def test_the_share_of_all_cases_has_its_likely_range() -> None:
    found = share_of_frame([500, 200], [30, 30], [3, 6])
    assert draws.share(found, "red", size=700, looked=60) == (
        "Of every 100 cases 12.9 were red (likely range 5.3 to 24.7), judged from 60 of 700."
    )


def test_a_range_as_wide_as_anything_is_no_answer() -> None:
    assert draws.share(share_of_frame(50, 5, 2), "red", size=50, looked=5) == (
        "We cannot tell how many of the 50 cases were red: to look at 5 is too few. The likely "
        "range runs from 8.0 to 82.0 of every 100."
    )


def test_every_draw_states_its_risk() -> None:
    assert draws.risk(largest_missed(1000, 59), "red", size=1000) == (
        "Had more than 48 of the 1,000 cases been red (4.8 of every 100), this draw would have "
        "shown at least one, more than 95 times in 100. It may have missed 48 or fewer."
    )
    assert draws.risk(largest_missed(20, 20), "red", size=20) == (
        "Had even one of the 20 cases been red, this draw would have shown it more than 95 times "
        "in 100."
    )
    assert draws.risk(largest_missed(20, 0), "red", size=20) == (
        "No case was looked at, so anything can have been missed."
    )


def test_what_a_draw_may_miss_is_said_before_it_is_made() -> None:
    assert draws.foreseen(largest_missed(1000, 59), size=1000, cases=59) == (
        "A draw of 59 cases from 1,000 records would miss up to 48 bad records (4.8 of every 100) "
        "with a probability of 5%: where they are hardest to find, it would show none at least 5 "
        "times in 100."
    )
    assert draws.foreseen(largest_missed(20, 18), size=20, cases=18).startswith(
        "A draw of 18 cases from 20 records would miss 1 bad record (5.0 of every 100)"
    )
    assert draws.foreseen(largest_missed(20, 1), size=20, cases=1).startswith(
        "A draw of 1 case from 20 records would miss up to 19 bad records (95.0 of every 100)"
    )
    assert draws.foreseen(largest_missed(40, 39), size=40, cases=39) == (
        "A draw of 39 cases from 40 records would show even a single bad one more than 95 times "
        "in 100."
    )
    assert draws.foreseen(largest_missed(20, 20), size=20, cases=20) == (
        "All 20 records would be drawn: nothing is left to chance."
    )


def test_0_of_59_says_what_it_rules_out_and_what_it_does_not() -> None:
    missed = largest_missed(1000, 59)
    said = draws.none_seen(
        missed, "red", size=1000, looked=59, few=10, hidden=chance_of_none(1000, 59, 10)
    )
    assert said == (
        "None of the 59 cases that were looked at was red. That is not “none at all”. It is "
        "unlikely that more than 48 of all 1,000 were, but 10 may have been: of 10, such a draw "
        "shows none 54 times in 100."
    )


def test_what_is_ruled_out_is_not_said_to_be_possible() -> None:
    missed = largest_missed(1000, 900)
    said = draws.none_seen(
        missed, "red", size=1000, looked=900, few=10, hidden=chance_of_none(1000, 900, 10)
    )
    assert said == (
        "None of the 900 cases that were looked at was red. It is unlikely that more than 1 of all "
        "1,000 were."
    )
    whole = draws.none_seen(Missed(0, 0, 0.05), "red", size=9, looked=9, few=1, hidden=0)
    assert whole == "All 9 cases were looked at, and none was red."
    one = draws.none_seen(largest_missed(9, 1), "red", size=9, looked=1, few=1, hidden=0.9)
    assert one == "The one case that was looked at was not red. Of the others we cannot tell."


def test_what_could_not_be_seen_counts_as_the_worst() -> None:
    said = draws.worst(worst_case([500, 200], [30, 30], [3, 6], [2, 2]), "red")
    assert said == (
        "4 drawn cases could not be seen: their video or their record is missing. They count as "
        "the worst that they could be. Had all of them been red, the likely range would be 10.0 to "
        "32.5 of every 100 cases."
    )
    assert draws.worst(worst_case(50, 10, 3, 1), "red").startswith("1 drawn case could not be seen")
    assert draws.worst(worst_case(50, 10, 3, 0), "red") == ""


def test_exclusions_are_counted_with_their_reasons() -> None:
    assert draws.excluded({"a complaint is open": 2, "it is before a court": 1, "other": 0}) == (
        "3 cases were excluded and are not in these figures: a complaint is open (2) and it is "
        "before a court (1)."
    )
    assert draws.excluded({"a complaint is open": 1}) == (
        "1 case was excluded and is not in these figures: a complaint is open (1)."
    )
    assert draws.excluded({}) == "No case was excluded."


def test_agreement_is_said_with_its_range_and_the_plain_share() -> None:
    assert draws.agreement(krippendorff_alpha(PANEL)) == (
        "Scoring alone, two members gave a case the same answer 66 times in 100. Agreement beyond "
        "chance is likely between 0.56 and 0.85, where 1 is complete and 0 is none."
    )


def test_agreement_that_chance_could_give_is_no_finding() -> None:
    by_chance = [list(one) for one in itertools.product([0, 1, 2], repeat=3)]
    said = draws.agreement(krippendorff_alpha(by_chance))
    assert "We cannot tell whether that is more than chance would give" in said


def test_agreement_of_few_or_of_those_who_always_say_the_same_is_not_told() -> None:
    assert draws.agreement(krippendorff_alpha(PANEL[::4])) == (
        "Scoring alone, two members gave a case the same answer 75 times in 100. We cannot tell "
        "how far that is from chance: too few cases, or too few that differ."
    )
    assert draws.agreement(krippendorff_alpha([[0, 0]] * 30)) == (
        "Scoring alone, two members gave a case the same answer 100 times in 100. All answers were "
        "the same, so we cannot tell whether they would have told a good case from a bad one."
    )
    assert draws.agreement(krippendorff_alpha([[0, 0], [1, 1]] * 15)) == (
        "Scoring alone, two members gave a case the same answer 100 times in 100."
    )


def test_whoever_plans_a_draw_is_told_how_many_cases_it_takes() -> None:
    assert draws.to_estimate(66, 0.1, size=200) == (
        "To know a share of the 200 cases to within 10 of every 100 on either side, draw 66."
    )
    assert draws.to_see_one(51, 0.05, size=200) == (
        "If 5 of every 100 of the 200 cases have a fault, 51 drawn ones show at least one of them "
        "95 times in 100."
    )


def test_anchors_and_what_members_said_alone() -> None:
    assert draws.anchors(same=5, milder=1, graver=0, cannot_tell=1) == (
        "This panel judged 7 of the cases that every panel judges. Set against what was agreed for "
        "them: 5 the same, 1 milder, 0 graver, 1 where one side could not tell."
    )
    assert draws.anchors(same=0, milder=0, graver=0, cannot_tell=0) == (
        "This panel has not judged any of the cases that every panel judges."
    )
    assert draws.alone(3, 4) == "3 of 4 members had said the same alone."
    assert draws.alone(1, 1) == "The one member who scored had said the same alone."
    assert draws.alone(0, 1) == "The one member who scored had said something else alone."


@pytest.mark.parametrize("bad", range(0, 21, 4))
@pytest.mark.parametrize("size", [20, 21, 400, 5000])
def test_every_sentence_is_whole_and_does_without_technical_words(size: int, bad: int) -> None:
    found, missed = worst_case(size, 20, bad, min(1, 20 - bad)), largest_missed(size, 20)
    said = [
        draws.drawn(size, 20, found.if_good.weights),
        draws.share(found.if_good, "red", size=size, looked=20),
        draws.risk(missed, "red", size=size),
        draws.none_seen(missed, "red", size=size, looked=20, few=1, hidden=0.9),
        draws.worst(found, "red"),
    ]
    for one in filter(None, said):
        assert re.fullmatch(r"[A-Z0-9].*\.", one)
        assert "{" not in one
        assert not re.search(r"confidence|signific|p-value|hypergeom|nan|inf\b", one)
