"""Every reviewed file is a measure, and only a whole measure is one."""

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from evenhand.measures import InvalidMeasure, UnknownMeasure, measure, measures
from evenhand.measures.library import parse
from evenhand.measures.schema import PLACES
from evenhand.records import codes

NAMES = [
    "search-rate",
    "suspicionless-search-rate",
    "grounds-search-rate",
    "drugs-search-rate",
    "weapons-search-rate",
    "other-search-rate",
    "find-rate",
    "arrest-rate",
    "no-further-action-rate",
    "linked-outcome-rate",
    "clothing-removal-rate",
    "ethnicity-not-stated",
    "ethnicity-agreement",
]
DECIDES = {
    *("kind", "against", "count", "recorded", "events", "group_by", "groupings", "reference"),
    *("focus", "minimum", "person_searches_only"),
}
DEFINED = {
    "arrest-rate": (1, "da23bb8038b6"),
    "clothing-removal-rate": (1, "ae7e37c81d57"),
    "drugs-search-rate": (1, "d8a69e3f8464"),
    "ethnicity-agreement": (1, "e0410d8de807"),
    "ethnicity-not-stated": (1, "b9d6c5e2192c"),
    "find-rate": (1, "a60a1cf93858"),
    "grounds-search-rate": (1, "6a7e58d58899"),
    "linked-outcome-rate": (1, "bd784d1f212c"),
    "no-further-action-rate": (1, "061996220908"),
    "other-search-rate": (1, "14eb62419c5f"),
    "search-rate": (1, "385cddaab535"),
    "suspicionless-search-rate": (1, "46a3f5564f16"),
    "weapons-search-rate": (1, "6beb0270d3a7"),
}
"""By measure, the version and the digest of what decides its numbers."""
AVOIDED = re.compile(
    r"significan|robust|performance|disproportion|more likely|\bBAME\b|non-White|statistically|"
    r"confidence|p-value",
    re.IGNORECASE,
)
DIMENSIONS = {
    "person": {True, False},
    "found": {True, False},
    "linked": {"true", "false", "blank"},
    "clothing": {"true", "false", "blank"},
    "power_kind": {power.kind for power in codes.powers()},
    "object_category": {thing.category for thing in codes.objects()},
    "outcome_kind": {outcome.kind for outcome in codes.outcomes()},
    "five_group": {*codes.FIVE_GROUPS, "Unknown"},
}


def test_the_measures_are_those_that_were_promised() -> None:
    assert sorted(measures()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_changes_what_is_counted_raises_the_version(name: str) -> None:
    parts = measure(name).model_dump(mode="json", include=DECIDES)
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]

    assert (measure(name).version, digest) == DEFINED[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_named_after_its_measure(name: str) -> None:
    text = (files("evenhand.measures") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    assert parse(text, name=name) == measure(name)
    assert measure(name).id == name


@pytest.mark.parametrize("name", NAMES)
def test_filters_use_dimensions_and_values_that_counting_knows(name: str) -> None:
    found = measure(name)
    for part in (found.count, found.recorded, found.events):
        for dimension, values in part.items():
            assert set(values) <= DIMENSIONS[dimension]


@pytest.mark.parametrize("name", NAMES)
def test_what_counts_as_an_event_was_recorded(name: str) -> None:
    found = measure(name)
    for dimension, values in found.events.items():
        if dimension in found.recorded:
            assert set(values) <= set(found.recorded[dimension])


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_answer_is_never_an_event_nor_a_no(name: str) -> None:
    found = measure(name)
    blank = {"blank", "unavailable", "unknown", None, ""}
    for dimension in ("linked", "clothing", "outcome_kind", "object_category", "power_kind"):
        assert not blank & {*found.events.get(dimension, ()), *found.recorded.get(dimension, ())}
    asks = {"linked", "clothing", "found", "outcome_kind"} & set(found.events)
    assert asks <= set(found.recorded)


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_is_of_searches_of_people_only(name: str) -> None:
    assert measure(name).person_searches_only
    assert measure(name).count["person"] == [True]


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_and_the_headline_group_exist_in_its_groups(name: str) -> None:
    found = measure(name)
    assert {found.reference, found.focus} <= set(codes.FIVE_GROUPS)
    assert set(found.groupings) <= set(codes.GROUPINGS)


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_is_asked_and_answered_in_plain_words(name: str) -> None:
    found = measure(name)
    words = [
        found.title,
        found.question,
        *found.caveats,
        *(text for kind in PLACES if (text := getattr(found.sentences, kind))),
    ]
    for text in words:
        assert not AVOIDED.search(text), text
    for caveat in found.caveats:
        assert caveat.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_every_method_has_its_page(name: str) -> None:
    pages = Path(__file__).resolve().parents[2] / "docs" / "methods"
    for method in measure(name).methods:
        assert (pages / f"{method}.md").is_file(), method


def test_outcomes_that_say_what_happened_are_all_counted_as_recorded() -> None:
    kinds = {outcome.kind for outcome in codes.outcomes()} - {"unavailable"}
    for name in ("arrest-rate", "no-further-action-rate"):
        assert set(measure(name).recorded["outcome_kind"]) == kinds


def test_a_mistyped_name_gets_a_suggestion() -> None:
    with pytest.raises(UnknownMeasure, match="Did you mean search-rate"):
        measure("serch-rate")


def test_a_name_like_nothing_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownMeasure) as refusal:
        measure("xyzzy")
    assert "Did you mean" not in str(refusal.value)


def text_of(name: str) -> str:
    return (files("evenhand.measures") / "data" / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("worse: higher", "worse: higher\ncolour: red", "colour"),
        ("worse: higher", "worse: green", "worse"),
        ("against: population", "against: records", "a rate is against population"),
        ("person_searches_only: true", "person_searches_only: false", "disagree"),
        ("{low} and {high} times", "{low} times", "lacks"),
        ("{Group} were searched between", "{Grupp} were searched between", "cannot fill in"),
        ("id: search-rate", "id: Search Rate", "id"),
        ("version: 1", "version: 0", "version"),
        ("question:", "question: [", "question"),
    ],
)
def test_a_file_that_is_not_a_whole_measure_is_refused(old: str, new: str, why: str) -> None:
    broken = text_of("search-rate").replace(old, new, 1)
    with pytest.raises(InvalidMeasure, match=re.escape(why)):
        parse(broken, name="search-rate.yaml")


def test_a_share_must_say_what_it_leaves_out() -> None:
    lines = text_of("find-rate").splitlines(keepends=True)
    broken = "".join(line for line in lines if not line.startswith("  left_out"))
    with pytest.raises(InvalidMeasure, match="left_out"):
        parse(broken, name="find-rate.yaml")
