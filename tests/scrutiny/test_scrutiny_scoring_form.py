"""The scoring form, what may be answered on it, and which colours those answers allow."""

import hashlib
import json
import random
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.scrutiny import scoring
from evenhand.scrutiny.scoring import Facts, answers, colours
from evenhand.scrutiny.scoring.forms import parse

FORM = scoring.form(1)
DATA = files("evenhand.scrutiny.scoring") / "data"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "scoring.md"
NOTHING_MORE = {
    "searched": False,
    "needs_grounds": True,
    "force": False,
    "handcuffs": False,
    "strip": False,
    "child": False,
}
SEARCH = Facts("stop-and-search", **NOTHING_MORE)
TOLD = [
    *("told-grounds", "told-object", "told-warrant-card", "told-identity"),
    *("told-station", "told-entitlement", "told-legal-power", "told-detained"),
]
facts = st.builds(
    Facts,
    st.sampled_from(scoring.POWERS),
    **{name: st.sampled_from([True, False, None]) for name in NOTHING_MORE},
)


def asked(facts: Facts) -> set[str]:
    return {one.key for one in FORM.questions_for(facts)}


def fields(facts: Facts, overall: str = "green", **other: object) -> dict[str, object]:
    """A sheet on which all is well, but for what is named (with _ for -)."""
    good: dict[str, object] = dict.fromkeys(asked(facts), "yes") | {"overall": overall}
    if overall in {"amber", "red"}:
        good["overall-comment"] = "The reason was not said at first."
    return good | {name.replace("_", "-"): said for name, said in other.items()}


def refused(facts: Facts, raw: dict) -> dict[str, str]:
    with pytest.raises(scoring.WrongAnswers) as caught:
        answers.read(FORM, raw, facts)
    return caught.value.problems


# The form


def test_a_version_that_was_answered_under_never_changes():
    """Change nothing here: write the next version beside it."""
    content = yaml.safe_load((DATA / "case-1.yaml").read_text(encoding="utf-8"))
    said = json.dumps(content, sort_keys=True).encode()
    assert hashlib.sha256(said).hexdigest() == FIRST


FIRST = "7f3a9c375b3db6112f6e82b407ed8c80b313e3ccb65da9c4867c1d96df363734"


def test_the_form_asks_all_that_the_framework_of_panels_names():
    whole = asked(Facts("stop-and-search"))
    assert {"lawful-power", "object-matches-power", *TOLD} <= whole
    grounds = {"grounds-reasonable", "grounds-specific", "grounds-recorded", "grounds-match-video"}
    assert grounds <= whole
    assert {"respect", "understood", "de-escalation", "time-taken", "ethnicity-asked"} <= whole
    assert {"force-proportionate", "handcuffs-justified", "depth-justified"} <= whole
    assert {"child-appropriate", "appropriate-adult", "receipt-offered"} <= whole
    assert "video-throughout" in whole


def test_cannot_tell_is_an_answer_to_everything():
    for power in scoring.POWERS:
        case = Facts(power)
        blind = dict.fromkeys(asked(case), "cannot_tell") | {"overall": "cannot_tell"}
        assert answers.read(FORM, blind, case).overall == "cannot_tell"


def test_a_search_without_suspicion_is_asked_for_its_authorisation_and_not_for_grounds():
    without = Facts("stop-and-search", needs_grounds=False)
    assert "authorisation" in asked(without)
    assert not {one for one in asked(without) if one.startswith("grounds-")}
    assert "authorisation" not in asked(SEARCH)


def test_a_vehicle_stop_is_asked_about_a_search_only_if_one_followed():
    alone = Facts("vehicle-stop", **NOTHING_MORE)
    assert "reason-specific" in asked(alone)
    assert not {*TOLD, "grounds-reasonable", "depth-justified"} & asked(alone)
    searched = Facts("vehicle-stop", **NOTHING_MORE | {"searched": True})
    assert {*TOLD, "grounds-reasonable", "depth-justified"} <= asked(searched)


def test_the_second_version_asks_more_of_custody_and_intelligence_and_of_nothing_else():
    """PACE Code C, Annex A: grounds, same sex, out of sight, two present, dressed again, record."""
    second = scoring.form(2)
    more: dict[str, set[str]] = {}
    for power in scoring.POWERS:
        new = {one.key for one in second.questions_for(Facts(power))}
        more[power] = new ^ {one.key for one in FORM.questions_for(Facts(power))}
    assert more.pop("custody-strip-search") == {
        *("custody-grounds", "custody-same-sex", "custody-out-of-sight", "custody-two-present"),
        *("custody-exposure", "custody-vulnerable-adult", "custody-recorded", "strip-private"),
    }
    assert more.pop("intelligence-report") == {"report-graded", "report-language"}
    assert set(map(frozenset, more.values())) == {frozenset()}


def test_a_strip_search_in_custody_has_its_own_safeguards():
    custody = asked(Facts("custody-strip-search", **NOTHING_MORE))
    assert {"strip-necessary", "strip-authorised", "strip-private"} <= custody
    assert not {"strip-necessary", "appropriate-adult"} & asked(SEARCH)
    child = asked(Facts("custody-strip-search", **NOTHING_MORE | {"child": True}))
    assert {"appropriate-adult", "child-appropriate", "child-safeguarded"} <= child


def test_an_intelligence_report_is_asked_about_what_it_says_of_people():
    report = asked(Facts("intelligence-report", **NOTHING_MORE))
    assert report == {
        *("report-purpose", "report-source", "report-facts", "report-fair", "report-needed"),
        *("report-review", "record-complete"),
    }
    assert "report-child" in asked(Facts("intelligence-report", child=True))


@given(facts)
def test_what_was_not_recorded_is_asked_as_if_it_were_so(case):
    known = Facts(**{k: (v if v is not None else True) for k, v in case.told().items()})
    if case.needs_grounds is None:  # grounds and an authorisation exclude each other
        assert asked(case) >= asked(known)
    else:
        assert asked(case) == asked(known)


@given(facts)
def test_the_parts_hold_every_question_once_and_none_is_empty(case):
    parts = FORM.parts_for(case)
    assert all(questions for _, questions in parts)
    assert [one for _, questions in parts for one in questions] == list(FORM.questions_for(case))


def test_every_question_is_asked_of_some_case_and_every_rule_can_speak():
    everything = set().union(*(asked(Facts(power)) for power in scoring.POWERS))
    assert everything == {one.key for one in FORM.questions}
    for rule in FORM.rules:
        assert rule.when_any or set(rule.when) <= everything


def test_there_are_no_questions_for_another_power():
    with pytest.raises(scoring.UnknownPower, match="cases of “phone-search”"):
        Facts("phone-search")


def test_a_version_that_there_is_not_is_refused():
    with pytest.raises(scoring.UnknownForm, match="no version 99"):
        scoring.form(99)
    assert scoring.form() == scoring.form(max(scoring.versions()))


def _broken(change) -> str:
    content = FORM.model_dump(mode="json")
    change(content)
    return yaml.safe_dump(content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["questions"].append(one["questions"][0]), "a key of its own"),
        (lambda one: one["questions"][0].update(part="nowhere"), "no part nowhere"),
        (lambda one: one["rules"][0]["when"].update(unasked=["no"]), "unasked"),
        (lambda one: one["rules"][0].update(rules_out=["red"]), "doubt may always be said"),
        (lambda one: one["rules"][0].update(when={}, when_any=[]), "names no answer"),
        (lambda one: one["colours"].reverse(), "in this order"),
        (lambda one: one.update(more=1), "more"),
        (lambda one: one["questions"][0].update(of=["phone-search"]), "phone-search"),
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(change, said):
    with pytest.raises(scoring.InvalidForm, match=said):
        parse(_broken(change), name="case-2.yaml")


def test_what_is_not_yaml_is_refused_with_the_name_of_its_file():
    with pytest.raises(scoring.InvalidForm, match=r"case-2\.yaml"):
        parse("{", name="case-2.yaml")


class Once(yaml.SafeLoader):
    """Reads no mapping that says a thing twice: the second would silently replace the first."""

    def construct_mapping(self, node, deep=False):
        names = [key.value for key, _ in node.value]
        assert len(names) == len(set(names)), names
        return super().construct_mapping(node, deep)


def test_no_file_of_a_form_says_a_thing_twice():
    for file in DATA.iterdir():
        yaml.load(file.read_text(encoding="utf-8"), Loader=Once)  # noqa: S506  (a safe loader)
    with pytest.raises(AssertionError):
        yaml.load("a: 1\na: 2", Loader=Once)  # noqa: S506  (a safe loader)


def test_the_page_of_reference_says_every_question_and_rule():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    form = scoring.form()
    for question in form.questions:
        assert any(f"`{question.key}` | {question.asks} |" in row for row in rows), question.key
    for rule in form.rules:
        (row,) = [row for row in rows if row.startswith(f"| `{rule.key}` ")]
        assert rule.because in row
        assert all(f"`{key}`" in row for key in rule.when)
        assert all(colour.replace("_", " ") in row for colour in rule.rules_out)


# Answers


def test_a_whole_sheet_is_read_and_kept_and_read_back_under_its_version():
    raw = fields(
        SEARCH, "amber", time_taken="partly", time_taken_comment="Twenty minutes.\r\nCold."
    )
    found = answers.read(FORM, raw, SEARCH)
    assert found.version == 1
    assert found.given["time-taken"] == scoring.Answer("partly", "Twenty minutes.\nCold.")
    assert list(found.given) == [one.key for one in FORM.questions_for(SEARCH)]
    told = json.loads(json.dumps(found.told()))
    assert told["version"] == 1
    assert answers.kept(told) == found


def test_an_empty_sheet_says_for_each_question_what_to_do():
    problems = refused(SEARCH, {})
    assert set(problems) == asked(SEARCH) | {"overall"}
    assert problems["respect"] == "Answer this question, or say that you cannot tell."
    assert problems["overall"] == "Choose a colour, or say that you cannot tell."


@pytest.mark.parametrize("said", ["maybe", "YES", 1, ["yes"], {"yes": 1}, True, "green"])
def test_what_is_not_offered_is_not_an_answer(said):
    problems = refused(SEARCH, fields(SEARCH, respect=said))
    assert problems == {"respect": "Choose one of the answers that are offered."}


def test_a_question_that_is_not_asked_of_the_case_is_not_answered():
    problems = refused(SEARCH, fields(SEARCH, strip_private="no", nonsense_comment="x"))
    assert problems == {
        "strip-private": "This question is not asked of this case.",
        "nonsense-comment": "This question is not asked of this case.",
    }


def test_a_comment_shows_all_that_it_says_and_has_an_end():
    raw = fields(SEARCH, respect_comment="a\x00b", understood_comment=["x"])
    problems = refused(SEARCH, raw | {"overall-comment": "x" * 1001})
    assert problems == {
        "respect-comment": "There is a character in the text that nobody can see.",
        "overall-comment": "Write at most 1,000 characters.",
        "understood-comment": "A comment is a text.",
    }


@pytest.mark.parametrize("colour", ["amber", "red"])
def test_amber_and_red_say_why(colour):
    problems = refused(SEARCH, fields(SEARCH, colour) | {"overall-comment": "  "})
    assert problems == {"overall-comment": f"Say in a few words why it is {colour}."}


def test_what_was_altered_where_it_is_kept_is_not_read_back():
    told = answers.read(FORM, fields(SEARCH, "amber", respect="partly"), SEARCH).told()
    told["overall"] = "green"
    with pytest.raises(scoring.WrongAnswers, match="not green"):
        answers.kept(told)
    del told["given"]["respect"]
    with pytest.raises(scoring.WrongAnswers, match="Answer this question"):
        answers.kept(told)


@pytest.mark.parametrize("part", ["version", "facts", "given", "overall", "comment"])
def test_what_is_not_whole_where_it_is_kept_is_refused(part):
    told = answers.read(FORM, fields(SEARCH), SEARCH).told()
    with pytest.raises(scoring.WrongAnswers, match="not whole"):
        answers.kept({key: value for key, value in told.items() if key != part})
    if part in {"facts", "given"}:
        with pytest.raises(scoring.WrongAnswers, match="not whole"):
            answers.kept(told | {part: {"nonsense": 1}})


# Colours


def colours_of(case: Facts, **said: str) -> tuple[str, ...]:
    good = dict.fromkeys(asked(case), "yes")
    named = {name.replace("_", "-"): one for name, one in said.items()}
    assert set(named) <= set(good)
    return colours.allowed_by(FORM, good | named).colours


def test_all_well_may_still_be_any_colour():
    assert colours_of(SEARCH) == scoring.COLOURS


@pytest.mark.parametrize("said", ["partly", "no", "cannot_tell"])
def test_grounds_below_reasonable_can_never_be_green(said):
    assert "green" not in colours_of(SEARCH, grounds_reasonable=said)
    problems = refused(SEARCH, fields(SEARCH, grounds_reasonable=said))
    assert set(problems) == {"overall"}


def test_the_reason_is_said_in_a_sentence():
    problems = refused(SEARCH, fields(SEARCH, grounds_reasonable="partly"))
    assert problems == {"overall": "Grounds that fall below reasonable can never be green."}
    problems = refused(SEARCH, fields(SEARCH, "amber", grounds_reasonable="no"))
    assert problems == {
        "overall": "Without reasonable grounds there is doubt whether the search was lawful. That "
        "is red."
    }


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (SEARCH, {"lawful_power": "no"}),
        (SEARCH, {"grounds_reasonable": "no"}),
        (SEARCH, {"object_matches_power": "no"}),
        (SEARCH, {"respect": "no"}),
        (SEARCH, {"depth_justified": "no"}),
        (Facts("use-of-force"), {"force_proportionate": "no"}),
        (Facts("vehicle-stop"), {"handcuffs_justified": "no"}),
        (Facts("custody-strip-search"), {"strip_authorised": "no"}),
        (Facts("custody-strip-search", child=True), {"appropriate_adult": "partly"}),
        (Facts("stop-and-search", needs_grounds=False), {"authorisation": "partly"}),
        (Facts("intelligence-report"), {"report_fair": "no"}),
    ],
)
def test_doubt_about_lawfulness_fairness_or_conduct_is_red_and_nothing_else(case, said):
    assert colours_of(case, **said) == ("red",)


@pytest.mark.parametrize("key", TOLD)
def test_whoever_was_not_told_one_thing_was_not_searched_in_a_green_way(key):
    for said in ("no", "partly", "cannot_tell") if key != "told-warrant-card" else ("no",):
        assert "green" not in colours_of(SEARCH, **{key: said})


@given(facts, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_red_may_always_be_said_and_no_no_is_ever_green(case, chance: random.Random):
    said = {key: chance.choice(scoring.SAID) for key in asked(case)}
    allowed = colours.allowed_by(FORM, said)
    assert "red" in allowed.colours
    assert not ("no" in said.values() and "green" in allowed.colours)
    for colour in scoring.COLOURS:
        assert bool(allowed.sentence(colour)) is (colour not in allowed.colours)
        for reason in allowed.why_not.get(colour, ()):
            assert set(reason.questions) <= set(said)


@given(facts, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_worse_answer_never_brings_a_milder_colour_back(case, chance: random.Random):
    said = {key: chance.choice(scoring.SAID) for key in asked(case)}
    before = set(colours.allowed_by(FORM, said).colours)
    for key, one in said.items():
        for worse in {"yes": ("partly", "no"), "partly": ("no",)}.get(one, ()):
            assert set(colours.allowed_by(FORM, said | {key: worse}).colours) <= before


def test_red_escalates_and_nothing_else_does():
    red = answers.read(FORM, fields(SEARCH, "red"), SEARCH)
    assert red.escalates
    assert colours.allowed(red).colours == scoring.COLOURS
    for colour in ("green", "amber", "cannot_tell"):
        assert not answers.read(FORM, fields(SEARCH, colour), SEARCH).escalates


def test_a_colour_says_what_it_means_and_what_follows():
    assert FORM.colour("red").follows.startswith("It goes to the supervisor with a deadline.")
    assert FORM.colour("cannot_tell") is None
    assert FORM.question("respect").part == "treated"
    with pytest.raises(KeyError):
        FORM.question("nonsense")
