"""The published schema and the Python rules say the same of every record."""

import json
import math
import random
import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from evenhand.encounters.rules import check, codes, read, schema, sets
from evenhand.encounters.rules.codes import lists
from evenhand.encounters.rules.conditions import RULES
from evenhand.encounters.rules.kinds import MOMENT
from evenhand.encounters.rules.stop import Stop

PUBLISHED = json.loads(schema.FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.Draft202012Validator(PUBLISHED, validate_formats=False)
ODD = list(sets.odd())
IMPOSSIBLE = list(sets.impossible())


def by_schema(raw: object) -> bool:
    return VALIDATOR.is_valid(raw)


def by_python(raw: object) -> bool:
    try:
        Stop.model_validate(read(raw))
    except ValidationError:
        return False
    return True


def test_the_published_schema_is_what_the_rules_make_now():
    assert schema.FILE.read_text(encoding="utf-8") == schema.text()


def test_the_published_schema_is_a_schema():
    jsonschema_rs.meta.validate(PUBLISHED)
    assert PUBLISHED["$schema"].endswith("2020-12/schema")


def test_every_rule_stands_in_the_schema_with_its_code_and_sentence():
    def stands(part: dict[str, Any]) -> list[tuple[str, str, str]]:
        return [(one["x-code"], one["x-field"], one["x-words"]) for one in part["allOf"]]

    for name, rules in RULES.items():
        part = PUBLISHED if name == "Stop" else PUBLISHED["$defs"][name]
        assert stands(part) == [(rule.code, rule.field, rule.words) for rule in rules]


def test_every_list_stands_in_the_schema_with_its_labels_in_order():
    for name, entries in lists().items():
        assert PUBLISHED["$defs"][name]["enum"] == list(entries)
        labels = PUBLISHED["$defs"][name]["x-labels"]
        assert [labels[code]["en"] for code in entries] == [c.label for c in entries.values()]


@pytest.mark.parametrize("case", ODD, ids=lambda case: case.name)
def test_the_schema_accepts_what_is_odd_but_real(case):
    assert [error.message for error in VALIDATOR.iter_errors(case.raw)] == []


@pytest.mark.parametrize(
    "case", [c for c in IMPOSSIBLE if c.by != "reading"], ids=lambda case: case.name
)
def test_the_schema_refuses_what_it_can_know_and_nothing_else(case):
    raw = json.loads(case.raw) if isinstance(case.raw, bytes) else case.raw
    assert by_schema(raw) == (case.by == "context")


# Values that stand on an edge of some rule, and every code of every list.
EDGES = [None, True, False, 0, 1, 2, 3, 1.0, 6.0, 0.5, -1, 20, 21, 49, 51.5, -0.0, 100_000, 2**31]
EDGES += ["", " ", "vehicle", "AB12CDE", "\u00a0", "a\n", "a\u0000", "x" * 61, "y" * 1001, "abc\n"]
EDGES += ["2026-11-21T21:14:00Z", "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z", "0" * 64]
EDGES += [
    [],
    {},
    [1, 1],
    ["no_action", "no_action"],
    ["arrest"],
    ["advice"],
    {"whole": 1},
    "\ufeff",
]
CODES = sorted({code for name in lists() for code in codes(name)})
VALID = [sets.plain(), *(case.raw for case in ODD)]
WELL_FORMED = VALID + [case.raw for case in IMPOSSIBLE if isinstance(case.raw, dict)]

values = st.one_of(
    st.sampled_from(EDGES),
    st.sampled_from(CODES),
    st.lists(st.sampled_from(CODES), max_size=3),
    st.text(max_size=12),
    st.integers(-5, 2**40),
    st.floats(-100, 100),
)


def places(value: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every way to a value inside a record, but the record itself."""
    steps: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    return [w for step, inner in steps for w in [(*way, step), *places(inner, (*way, step))]]


def shape(way: tuple[str | int, ...]) -> tuple[str, ...]:
    """The names on a way, without the positions in lists."""
    return tuple(step for step in way if isinstance(step, str))


# What stands at each place in any published stop: such a change stays well formed and meets rules.
SEEN: dict[tuple[str, ...], list[Any]] = {}


def at(value: Any, way: tuple[str | int, ...]) -> Any:
    for step in way:
        value = value[step]
    return value


for one in WELL_FORMED:
    for place in places(one):
        SEEN.setdefault(shape(place), []).append(at(one, place))
FIELDS = sorted(name for name, field in Stop.model_fields.items() if (name,) in SEEN)


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A valid stop with a few changes: other values, gaps, doubles, strangers."""
    stop = deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 3))):
        *before, last = draw(st.sampled_from(places(stop)))
        inside = at(stop, tuple(before))
        kind = draw(st.sampled_from(["value", "gone", "twice", "new"]))
        if kind == "value":
            inside[last] = deepcopy(draw(values))
        elif kind == "gone":
            del inside[last]
        elif kind == "twice" and isinstance(inside, list):
            inside.append(deepcopy(inside[last]))
        elif isinstance(inside, dict):
            inside[draw(st.sampled_from(["name", "x", "", "number", "ced"]))] = deepcopy(
                draw(values)
            )
    return stop


def rearranged(seed: int) -> dict[str, Any]:
    """A stop put together from others, place by place: mostly well formed, mostly contradictory."""
    chance = random.Random(seed)  # noqa: S311  # no secret; Hypothesis would draw the first too often
    stop = deepcopy(chance.choice(VALID))
    for _ in range(chance.randint(1, 3)):
        way = (chance.choice(FIELDS),)
        if chance.random() < 0.5:
            way = chance.choice([one for one in places(stop) if shape(one) in SEEN])
        *before, last = way
        at(stop, tuple(before))[last] = deepcopy(chance.choice(SEEN[shape(way)]))
    return stop


def agree(raw: Any) -> bool:
    return by_schema(raw) == by_python(raw)


@settings(max_examples=800, deadline=None)
@given(mutated())
def test_python_and_the_schema_agree_on_stops_that_were_changed_at_random(stop):
    assert agree(stop), (by_schema(stop), by_python(stop))


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**32))
def test_python_and_the_schema_agree_on_stops_put_together_from_others(seed):
    stop = rearranged(seed)
    assert agree(stop), (by_schema(stop), by_python(stop))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
@example("a\n")
@example("\u2028")
@example("\ud7ff\ue000\ufffd")
def test_python_and_the_schema_agree_on_every_text(text):
    stop = sets.plain()
    stop["reason_text"] = text
    stop["place"]["name"] = text
    stop["vehicle"]["make"] = text
    stop["officer"] = text
    for field in ("reason_text", "officer"):
        alone = sets.plain() | {field: text}
        assert agree(alone), field
    assert agree(stop)


@pytest.mark.parametrize(
    "moment",
    [
        "2024-02-29T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2100-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2026-11-21T21:14:60Z",
        "2026-11-21T21:14:00.1234567Z",
        "2026-11-21T21:14:00.123456+14:00",
        "2026-11-21T21:14:00+15:00",
        "2026-11-21T21:14:00-00:00",
        "2026-11-21 21:14:00Z",
        "2026-11-21T21:14:00z",
        "２026-11-21T21:14:00Z",
        "2026-11-21T21:14:00Z\n",
        "2026-11-21",
        1763759640,
        None,
        True,
    ],
)
def test_python_and_the_schema_agree_on_what_a_moment_is(moment):
    assert agree(sets.plain() | {"started_at": moment})


def test_every_day_that_there_is_can_be_said_and_no_other():
    pattern = re.compile(MOMENT)
    days = {date(1970, 1, 1) + timedelta(days=number) for number in range(47482)}
    assert max(days) == date(2099, 12, 31)
    said = {
        text
        for year in range(1965, 2105)
        for month in range(14)
        for day in range(33)
        if pattern.match(f"{(text := f'{year:04}-{month:02}-{day:02}')}T12:00:00Z")
    }
    assert said == {day.isoformat() for day in days}


def test_stops_put_together_from_others_reach_both_answers_and_most_rules():
    """Or the agreement above would say nothing."""
    checked = [check(rearranged(seed), context=sets.context()) for seed in range(2000)]
    accepted = sum(one.stop is not None for one in checked)
    met = {problem.code for one in checked for problem in one.problems}
    every = {rule.code for rules in RULES.values() for rule in rules}
    assert 200 < accepted < 1800
    assert len(met & every) > 0.7 * len(every), every - met


def test_a_number_that_is_whole_is_whole_however_it_is_written():
    stop = sets.plain() | {"sequence": 42.0}
    assert agree(stop)
    assert Stop.model_validate(read(json.dumps(stop))).sequence == 42
    assert not math.isnan(Stop.model_validate(read(stop)).sequence)
