"""What a recorded stop may say: the published sets, and the rules that need the server's clock."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from evenhand.encounters.rules import Context, Problem, Stop, check, sets
from evenhand.encounters.rules.checking import MOST_PROBLEMS
from evenhand.encounters.rules.conditions import RULES
from evenhand.records.messages import use

IMPOSSIBLE = list(sets.impossible())
ODD = list(sets.odd())
CONTEXT = sets.context()


def by_name(case: sets.Case) -> str:
    return case.name


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=by_name)
def test_an_impossible_stop_is_refused_with_its_own_code_and_sentence(case):
    checked = check(case.raw, context=CONTEXT)
    assert checked.stop is None
    assert checked.problems == (Problem(case.field, case.code, case.words),)


@pytest.mark.parametrize("case", [c for c in IMPOSSIBLE if isinstance(c.raw, dict)], ids=by_name)
def test_it_is_refused_the_same_as_bytes(case):
    sent = json.dumps(case.raw, ensure_ascii=False).encode()
    assert check(sent, context=CONTEXT).problems == (Problem(case.field, case.code, case.words),)


@pytest.mark.parametrize("case", ODD, ids=by_name)
def test_an_odd_but_real_stop_is_accepted(case):
    checked = check(case.raw, context=CONTEXT)
    assert checked.problems == ()
    assert isinstance(checked.stop, Stop)


@pytest.mark.parametrize("case", ODD, ids=by_name)
def test_a_stop_that_was_written_out_is_read_again_unchanged(case):
    stop = check(case.raw, context=CONTEXT).stop
    assert check(stop.model_dump_json(), context=CONTEXT).stop == stop
    assert check(stop.model_dump(mode="json"), context=CONTEXT).stop == stop


def test_the_published_sets_are_as_large_as_promised_and_nothing_stands_twice():
    assert len(IMPOSSIBLE) >= 70
    assert len(ODD) >= 25
    for told in ("name", "words"):
        assert len({getattr(case, told) for case in IMPOSSIBLE}) == len(IMPOSSIBLE)
    assert len({(case.field, case.code) for case in IMPOSSIBLE}) == len(IMPOSSIBLE)
    assert len({case.name for case in ODD}) == len(ODD)


def test_every_rule_across_fields_has_its_impossible_stop():
    rules = [rule for part in RULES.values() for rule in part]
    codes = [rule.code for rule in rules]
    assert len(set(codes)) == len(codes)
    assert len({rule.words for rule in rules}) == len(rules)
    assert set(codes) - {case.code for case in IMPOSSIBLE} == set()


PARTS = {
    "Stop": lambda stop: [stop],
    "Place": lambda stop: [stop.place],
    "Vehicle": lambda stop: [stop.vehicle],
    "Video": lambda stop: [stop.video],
    "Person": lambda stop: stop.people,
    "Search": lambda stop: stop.searches,
    "Strip": lambda stop: [search.strip for search in stop.searches if search.strip],
    "Force": lambda stop: stop.force_used,
}
# A place without a name and a point is refused by the rules for the two other ways, too.
ONLY_ONE_WAY = {"place_not_said"}


def test_every_rule_lets_a_real_stop_pass_that_it_asks_about_and_would_stop_one_that_it_does_not():
    """A rule that asked too much, or of too many, would refuse something of the odd set."""
    stops = [check(case.raw, context=CONTEXT).stop for case in ODD]
    for name, rules in RULES.items():
        parts = [part for stop in stops for part in PARTS[name](stop)]
        for rule in rules:
            asked = [part for part in parts if rule.when is None or rule.when.holds(part)]
            assert asked, rule.code
            assert all(rule.then.holds(part) for part in asked), rule.code
            if rule.when is not None and rule.code not in ONLY_ONE_WAY:
                assert not all(rule.then.holds(part) for part in parts), rule.code


def test_every_sentence_is_one_and_blames_nobody():
    for case in IMPOSSIBLE:
        assert case.words.endswith(".")
        assert case.words[0].isupper() or case.words[0] == "“"
        assert len(case.words) <= 120
        assert not any(word in case.words for word in ("invalid", "error", "must not", "regex"))


def test_the_plain_stop_is_accepted_and_needs_no_word_typed():
    checked = check(sets.plain(), context=CONTEXT)
    assert checked.problems == ()
    typed = ("late_reason", "reason_text", "outcome_text")
    assert [name for name in typed if getattr(checked.stop, name)] == []


def test_the_plain_stop_takes_at_most_eight_taps_and_every_field_is_asked_or_filled_in():
    taps = sets.asked()
    assert len(taps) <= 8
    assert taps[0]["screen"] == "seen"
    assert len({tap["screen"] for tap in taps}) <= 8
    asked = [field for tap in taps for field in tap["answers"]]
    assert len(set(asked)) == len(asked)
    assert not set(asked) & set(sets.filled_in())
    answered = {field.split(".")[0] for field in [*asked, *sets.filled_in()]}
    assert answered == set(Stop.model_fields)


def test_what_was_seen_before_and_the_officers_view_are_asked_before_the_persons_own_word():
    asked = [field for tap in sets.asked() for field in tap["answers"]]
    assert asked.index("seen_before") < asked.index("people.perceived") < asked.index("people.sde")


def test_only_what_a_plain_stop_answers_is_required():
    required = {name for name, field in Stop.model_fields.items() if field.is_required()}
    assert required <= set(sets.plain())


def test_all_that_is_wrong_with_single_fields_is_said_at_once():
    stop = sets.plain() | {"reason": "attitude", "duration_minutes": 0}
    stop["people"][0]["age_band"] = "old"
    fields = [problem.field for problem in check(stop, context=CONTEXT).problems]
    assert fields == ["reason", "people.0.age_band", "duration_minutes"]


def test_all_that_contradicts_is_said_at_once():
    stop = sets.plain() | {"seen_before": "yes", "outcomes": ["arrest"], "reason_told": "not_told"}
    codes = {problem.code for problem in check(stop, context=CONTEXT).problems}
    assert codes == {"seen_without_group", "arrest_without_reason", "explained_but_not_told"}


def test_a_thousand_strange_fields_do_not_make_a_thousand_sentences():
    stop = sets.plain() | {f"x{number}": 1 for number in range(1000)}
    assert len(check(stop, context=CONTEXT).problems) == MOST_PROBLEMS


def test_a_second_persons_problem_says_whose_it_is():
    stop = sets.plain()
    stop["people"].append(dict(stop["people"][0], number=2, role="passenger", sex="m"))
    (problem,) = check(stop, context=CONTEXT).problems
    assert problem.field == "people.1.sex"
    assert problem.words == "People 2, Sex: “m” is not one of the answers."


def test_a_long_answer_is_quoted_short():
    (problem,) = check(sets.plain() | {"reason": "x" * 5000}, context=CONTEXT).problems
    assert len(problem.words) < 100


def test_nothing_that_cannot_be_shown_comes_back_in_a_problem():
    stop = sets.plain() | {"reason": "a\u0000\u202eb", "x\u0000\n": 1}
    for problem in check(stop, context=CONTEXT).problems:
        assert problem.words.isprintable()
        assert problem.field.isprintable()


def test_every_sentence_goes_through_the_readers_language():
    use(lambda message: f"[{message}]")
    try:
        stop = sets.plain() | {"reason": "attitude"}
        assert check(stop, context=CONTEXT).problems[0].words == (
            "[[Reason]: “attitude” is not one of the answers.]"
        )
        assert check(b"", context=CONTEXT).problems[0].words.startswith("[")
        assert check(sets.plain() | {"team": "X"}, context=CONTEXT).problems[0].words[0] == "["
        told = check(sets.plain() | {"seen_before": "yes"}, context=CONTEXT).problems[0].words
        assert told.startswith("[")
    finally:
        use(None)


NOW = datetime(2026, 11, 21, 21, 20, tzinfo=UTC)


def codes_at(now: datetime, stop: dict[str, object] | None = None, **known: object) -> set[str]:
    context = Context(**{"now": now, "force_id": "demoshire", **known})
    return {
        problem.code for problem in check(sets.plain() | (stop or {}), context=context).problems
    }


def test_a_clock_that_runs_five_minutes_ahead_is_forgiven_and_no_more():
    began = datetime(2026, 11, 21, 21, 14, tzinfo=UTC)
    ahead = {"recorded_at": "2026-11-21T21:14:00Z", "duration_minutes": 1}
    assert codes_at(began - timedelta(minutes=4), ahead) == set()
    assert codes_at(began - timedelta(minutes=5), ahead) == set()
    assert codes_at(began - timedelta(minutes=6), ahead) == {"in_the_future"}


def test_a_stop_may_wait_on_a_phone_for_months_if_it_was_recorded_in_time():
    assert codes_at(NOW + timedelta(days=200)) == set()


def test_the_minute_that_was_rounded_up_is_no_time_to_come():
    began = datetime(2026, 11, 21, 21, 14, tzinfo=UTC)
    now = {"recorded_at": "2026-11-21T21:14:00Z", "duration_minutes": 6}
    assert codes_at(began, now) == set()
    assert codes_at(began, now | {"duration_minutes": 7}) == {"longer_than_time"}


def test_a_strip_search_is_authorised_within_a_day_of_the_stop():
    twice = next(c.raw for c in ODD if c.name.startswith("one person searched twice"))
    plain, strip = twice["searches"]

    def authorised(at: str) -> set[str]:
        moved = strip | {"strip": strip["strip"] | {"authorised_at": at}}
        return codes_at(NOW, twice | {"searches": [plain, moved]})

    assert authorised("2026-11-22T21:14:00Z") == authorised("2026-11-20T21:14:00Z") == set()
    assert authorised("2026-11-22T21:14:01Z") == {"authorised_another_day"}
    assert authorised("2026-11-20T21:13:59Z") == {"authorised_another_day"}


def test_a_record_made_five_minutes_ahead_of_the_server_is_forgiven_and_no_more():
    assert codes_at(datetime(2026, 11, 21, 21, 14, 30, tzinfo=UTC)) == set()
    early = datetime(2026, 11, 21, 21, 14, 29, tzinfo=UTC)
    assert codes_at(early, {"duration_minutes": 1}) == {"recorded_in_the_future"}


def test_a_stop_can_be_entered_for_a_year_and_a_day_and_no_longer():
    began = datetime(2026, 11, 21, 21, 14, tzinfo=UTC)
    assert codes_at(began + timedelta(days=366)) == set()
    assert codes_at(began + timedelta(days=366, seconds=1)) == {"too_long_ago"}


def test_a_day_is_late_a_second_after_it():
    late = {"started_at": "2026-11-20T21:14:00Z", "recorded_at": "2026-11-21T21:14:00Z"}
    assert codes_at(NOW, late) == set()
    late["recorded_at"] = "2026-11-21T21:14:01Z"
    assert codes_at(NOW, late) == {"late_without_reason"}
    assert codes_at(NOW, late | {"late_reason": "The phone was empty."}) == set()


def test_lateness_is_counted_in_real_hours_over_the_end_of_summer_time():
    night = {"started_at": "2026-10-24T12:00:00+01:00", "recorded_at": "2026-10-25T11:30:00+00:00"}
    assert codes_at(NOW, night) == {"late_without_reason"}  # 24 and a half hours, by the wall 23.5


def test_the_day_the_officer_began_is_early_enough():
    assert codes_at(NOW, officer_since=date(2026, 11, 21)) == set()
    assert codes_at(NOW, officer_since=date(2026, 11, 22)) == {"before_the_officer"}


def test_teams_are_only_held_against_a_list_where_there_is_one():
    assert codes_at(NOW, known_teams=None) == set()
    assert codes_at(NOW, known_teams=frozenset()) == {"unknown_team"}


def test_a_stop_in_the_future_is_said_once():
    assert codes_at(NOW - timedelta(days=3)) == {"in_the_future"}


def test_a_stop_keeps_what_it_was_given_as_what_it_is():
    stop = check(sets.plain(), context=CONTEXT).stop
    assert stop.stop_id == UUID("019aa9d5-3c40-7b2e-9f51-6f0c2d3a4b51")
    assert stop.started_at == datetime(2026, 11, 21, 21, 14, tzinfo=UTC)
    assert stop.more_reasons == []
    with pytest.raises(ValueError, match="frozen"):
        stop.reason = "other"
