"""Blind scores beside the agreed one, and anchor cases before several panels."""

import math
from dataclasses import replace

import pytest

from evenhand.scrutiny import scoring
from evenhand.scrutiny.scoring import Answers, Facts, anchors, answers, comparing
from evenhand.stats import krippendorff_alpha

FORM = scoring.form(1)
CASE = Facts("vehicle-stop", False, True, False, False, False, False)
KEYS = [one.key for one in FORM.questions_for(CASE)]


def sheet(colour: str, comment: str = "Seen so.", **said: str) -> Answers:
    raw = dict.fromkeys(KEYS, "yes") | {"overall": colour, "overall-comment": comment}
    raw |= {name.replace("_", "-"): one for name, one in said.items()}
    return answers.read(FORM, raw, CASE)


def agreed(colour: str) -> Answers:
    """An agreed sheet without a comment, as one that nobody may record is made to look."""
    return replace(sheet(colour), comment="")


def test_who_saw_what_stands_beside_what_was_agreed():
    blind = [sheet("green"), sheet("amber", respect="partly"), sheet("amber"), sheet("cannot_tell")]
    found = comparing.compare(blind, sheet("amber", respect="partly"))
    assert found.overall.blind == {"green": 1, "amber": 2, "red": 0, "cannot_tell": 1}
    assert (found.overall.agreed, found.overall.same, found.overall.of) == ("amber", 2, 4)
    assert found.questions["respect"].blind == {"yes": 3, "partly": 1, "no": 0, "cannot_tell": 0}
    assert found.questions["respect"].same == 1
    assert list(found.questions) == KEYS
    assert not found.lowered
    assert not found.raised


@pytest.mark.parametrize(
    ("blind", "colour", "lowered", "raised"),
    [
        (["green", "red"], "amber", True, False),
        (["green", "green"], "amber", False, True),
        (["red", "red"], "red", False, False),
        (["green", "amber"], "cannot_tell", True, False),
        (["green", "cannot_tell"], "cannot_tell", False, False),
        (["cannot_tell"], "red", False, False),
        ([], "red", False, False),
    ],
)
def test_whether_a_doubt_was_lowered_or_raised_is_seen(blind, colour, lowered, raised):
    found = comparing.compare([sheet(one) for one in blind], sheet(colour))
    assert (found.lowered, found.raised) == (lowered, raised)


def test_a_red_is_never_agreed_away_in_silence():
    blind = [sheet("red"), sheet("green")]
    seen = [one.overall for one in blind]
    assert comparing.why_lowered(seen, agreed("green")) == (
        "1 member saw red. Say in the comment why the meeting does not."
    )
    assert comparing.why_lowered([*seen, "red"], agreed("cannot_tell")).startswith(
        "2 members saw red."
    )
    for one in (sheet("green", "The video shows why."), agreed("red")):
        assert comparing.why_lowered(seen, one) == ""
    assert comparing.why_lowered(seen, agreed("green"), words="We saw it together.") == ""
    assert comparing.why_lowered(["amber"], agreed("green")) == ""


def test_scores_of_different_versions_or_cases_are_not_compared():
    with pytest.raises(scoring.DifferentForms, match="different versions"):
        comparing.compare([replace(sheet("green"), version=2)], sheet("green"))
    other = replace(sheet("green"), facts=Facts("use-of-force"))
    with pytest.raises(scoring.DifferentForms, match="not about the same case"):
        comparing.compare([other], sheet("green"))


def test_scores_go_to_the_statistics_with_gaps_for_who_could_not_tell_or_was_not_there():
    cases = [[sheet("green"), sheet("red"), sheet("cannot_tell")], [sheet("amber"), sheet("amber")]]
    found = comparing.ratings(cases)
    assert found[0][:2] == [0, 2]
    assert found[1][:2] == [1, 1]
    assert [math.isnan(one[2]) for one in found] == [True, True]
    assert krippendorff_alpha(found).cases == 2
    partly = [[sheet("amber", respect="partly"), sheet("green")]]
    assert comparing.ratings(partly, "respect") == [[1, 0]]
    assert math.isnan(comparing.ratings(partly, "strip-private")[0][0])
    assert comparing.ratings([]) == []


def test_colours_are_counted_and_none_is_left_out():
    found = comparing.colours_of([sheet("green"), sheet("green"), sheet("red")])
    assert found == {"green": 2, "amber": 0, "red": 1, "cannot_tell": 0}


def test_a_panel_stands_beside_the_anchors():
    given = {
        "a": sheet("green"),
        "b": sheet("red"),
        "c": sheet("amber"),
        "d": sheet("amber"),
        "e": sheet("green"),
        "f": sheet("red"),
        "g": sheet("red"),
        "h": sheet("green"),
    }
    panel = {
        "a": sheet("green"),
        "b": sheet("amber"),
        "c": sheet("red"),
        "d": sheet("cannot_tell"),
        "e": sheet("red"),
        "f": sheet("green"),
        "h": sheet("amber"),
        "own": sheet("green"),
    }
    found = anchors.against(given, panel)
    assert (found.same, found.milder, found.graver, found.cannot_tell) == (1, 2, 3, 1)
    assert (found.missing, found.opposite, found.of) == (1, 2, 7)


def test_an_anchor_that_nobody_could_tell_is_the_same_where_the_panel_cannot_either():
    found = anchors.against({"a": sheet("cannot_tell")}, {"a": sheet("cannot_tell")})
    assert (found.same, found.cannot_tell) == (1, 0)
