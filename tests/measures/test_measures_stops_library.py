"""Every reviewed file about vehicle stops is a measure whose parts agree with what is recorded."""

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from evenhand.measures import InvalidMeasure, Result, compute, measure, measures
from evenhand.measures.library import parse
from evenhand.measures.schema import PLACES
from evenhand.measures.stops_told import ORDER
from evenhand.measures.words import notes
from evenhand.measures.words.powers import OF_STOPS, STOPS
from evenhand.records.count import dimension
from evenhand.records.lake import Lake
from evenhand.records.stops.dimensions import INSIDE
from made_stops import stops, stops_lake

NAMES = sorted(measures(STOPS))
DECIDES = {
    *("kind", "against", "count", "recorded", "events", "group_by", "groupings", "reference"),
    *("focus", "minimum", "power"),
}
DEFINED = {
    "stop-arrest-rate": (1, "ea1209b0bf64"),
    "stop-camera-rate": (1, "44522d64060c"),
    "stop-crime-rate": (1, "d441cb390495"),
    "stop-driving-rate": (1, "269c7560a369"),
    "stop-ethnicity-declined-rate": (1, "1b6074e07a2a"),
    "stop-ethnicity-not-asked-rate": (1, "015bbdb1750c"),
    "stop-ethnicity-not-practicable-rate": (1, "fd561756335a"),
    "stop-force-rate": (1, "67c2c828987a"),
    "stop-high-discretion-rate": (1, "6ce629abdd60"),
    "stop-linked-outcome-rate": (1, "5c71aa49621c"),
    "stop-long-rate": (1, "088f7ed512ae"),
    "stop-no-action-rate": (1, "9f832a20f570"),
    "stop-rate": (1, "bae6b1e83f28"),
    "stop-search-rate": (1, "2ff257abaa27"),
    "stop-seen-before-rate": (1, "f62778b354f8"),
    "stop-told-otherwise-rate": (1, "f534ec6c43c5"),
}
"""By measure, the version and the digest of what decides its numbers."""
AVOIDED = re.compile(
    r"significan|robust|performance|disproportion|more likely|\bBAME\b|non-White|statistically|"
    r"confidence|p-value",
    re.IGNORECASE,
)
DOCS = Path(__file__).resolve().parents[2] / "docs"


def text_of(name: str) -> str:
    folder = files("evenhand.measures") / "data" / STOPS
    return (folder / f"{name}.yaml").read_text(encoding="utf-8")


def test_what_the_issue_asks_of_stops_is_there() -> None:
    assert set(NAMES) >= {
        "stop-rate",
        "stop-high-discretion-rate",
        "stop-camera-rate",
        "stop-seen-before-rate",
        "stop-linked-outcome-rate",
        "stop-search-rate",
        "stop-force-rate",
        "stop-no-action-rate",
        "stop-long-rate",
        "stop-told-otherwise-rate",
        "stop-ethnicity-declined-rate",
        "stop-ethnicity-not-asked-rate",
        "stop-ethnicity-not-practicable-rate",
    }
    assert not set(NAMES) & set(measures())
    assert sorted(ORDER) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_whoever_changes_what_is_counted_raises_the_version(name: str) -> None:
    parts = measure(name).model_dump(mode="json", include=DECIDES)
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]

    assert (measure(name).version, digest) == DEFINED[name]


@pytest.mark.parametrize("name", NAMES)
def test_its_filters_use_values_that_stops_can_have(name: str) -> None:
    found = measure(name)
    for part in (found.count, found.recorded, found.events):
        for asked, values in part.items():
            assert asked not in INSIDE
            meanings = dimension(asked, STOPS).meanings
            assert meanings is not None
            assert set(values) <= set(meanings.values())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_recorded_is_neither_an_event_nor_none(name: str) -> None:
    found = measure(name)
    unknown = {"blank", "not recorded", "Unknown", "", "(not in the list)"}
    for part in (found.recorded, found.events):
        assert not unknown & {value for values in part.values() for value in values}
    assert bool(found.recorded) == (found.kind == "share")
    for asked, values in found.events.items():
        if asked in found.recorded:
            assert set(values) <= set(found.recorded[asked])
        else:  # a finer dimension of the same column
            columns = {dimension(one, STOPS).column for one in found.recorded}
            assert dimension(asked, STOPS).column in columns


@pytest.mark.parametrize("name", NAMES)
def test_it_is_about_stops_in_plain_words_and_its_methods_have_pages(name: str) -> None:
    found = measure(name)
    texts = (getattr(found.sentences, kind) for kind in PLACES)
    for text in (found.title, found.question, *found.caveats, *(text for text in texts if text)):
        assert not AVOIDED.search(text), text
    for method in found.methods:
        assert (DOCS / "methods" / f"{method}.md").is_file(), method
    assert f"`{name}`" in (DOCS / "reference" / "measures.md").read_text(encoding="utf-8")


def test_a_measure_of_stops_whose_sentences_are_about_searches_is_refused() -> None:
    text = text_of("stop-search-rate")
    with pytest.raises(InvalidMeasure, match="its sentences are about stops"):
        parse(text.replace("{stops}", "{searches}"), name="made up")
    assert parse(text, name="as it is") == measure("stop-search-rate")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    rows = [
        *stops(90, reason="moving_offence"),
        *stops(60, reason="other", told="welfare", searched=True, seen_before="yes"),
        *stops(50, reason="anpr_other_marker", told="not_told", outcomes=("no_action",)),
        *stops(40, sde="B1", perceived="Black", reason="other", force_used=True, minutes=15),
        *stops(30, sde="B1", perceived="Black", outcomes=("arrest",), seen_before="unsure"),
        *stops(20, sde="", perceived="Black", not_stated="declined", linked=False),
        *stops(15, sde="", perceived="Asian", not_stated="not_asked"),
        *stops(10, sde="", perceived="White", not_stated="person_left"),
        *stops(6, sde="A1", perceived="", reason="a_new_one"),
    ]
    return stops_lake(tmp_path_factory.mktemp("stops"), rows)


def asked(lake: Lake, name: str) -> Result:
    return compute(name, lake, forces=["demoshire"], first="2026-03", last="2026-03")


@pytest.mark.parametrize(
    ("name", "events", "of"),
    [
        ("stop-rate", 321, None),
        ("stop-high-discretion-rate", 100, 315),
        ("stop-camera-rate", 50, 315),
        ("stop-driving-rate", 165, 315),
        ("stop-seen-before-rate", 60, 291),
        ("stop-linked-outcome-rate", 301, 321),
        ("stop-search-rate", 60, 321),
        ("stop-force-rate", 40, 321),
        ("stop-arrest-rate", 30, 321),
        ("stop-no-action-rate", 50, 321),
        ("stop-long-rate", 40, 321),
        ("stop-told-otherwise-rate", 156, 321),
        ("stop-ethnicity-declined-rate", 20, 321),
        ("stop-ethnicity-not-asked-rate", 15, 321),
        ("stop-ethnicity-not-practicable-rate", 10, 321),
    ],
)
def test_each_counts_what_it_says(lake: Lake, name: str, events: int, of: int | None) -> None:
    found = asked(lake, name).overall
    assert found.events == events
    assert of is None or found.exposure == of


def test_what_was_not_recorded_is_left_out_and_said(lake: Lake) -> None:
    found = asked(lake, "stop-high-discretion-rate")
    assert found.left_out == 6
    assert [text for text in found.warnings if "The reason was not recorded in 2 of" in text]


def test_declined_and_not_asked_are_never_added_up_into_one(lake: Lake) -> None:
    by_officers = asked(lake, "stop-ethnicity-not-asked-rate")
    assert by_officers.row("Asian").events == 15
    assert by_officers.row("Black").events == 0
    assert asked(lake, "stop-ethnicity-declined-rate").row("Black").events == 20


def test_every_sentence_about_searches_that_results_use_has_one_about_stops(lake: Lake) -> None:
    """None of a result's words speaks of searches, but for the measure that counts them."""
    for name in NAMES:
        if name == "stop-search-rate":
            continue
        found = asked(lake, name)
        told = [found.sentence, *found.notes, *found.warnings, *(r.sentence for r in found.rows)]
        assert not [text for text in told if "search" in text.lower()], name


def test_a_sentence_about_stops_keeps_the_places_of_the_one_about_searches() -> None:
    for searches, of_stops in OF_STOPS.items():
        assert set(re.findall(r"{\w+}", searches)) == set(re.findall(r"{\w+}", of_stops))
    assert notes.no_residents("Kent Police", power=STOPS) == (
        "Kent Police has too few residents, or none, to set stops against, so it has counts and "
        "no rates."
    )
    assert notes.recorded_nothing("Kent Police", residents=False, power=STOPS) == (
        "Kent Police did not record this for any of its stops, so it is in none of these numbers."
    )
