"""Every code list: its numbers never change, its labels are unique, its texts are recognised."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.records import codes
from evenhand.records.codes import BLANK, UNLISTED, tables
from evenhand.records.codes.lists import Coded, CodeList
from evenhand.records.codes.matching import key

LISTS: dict[str, CodeList[Coded]] = {
    "ethnicity": codes.ethnicities(),
    "officer_defined": codes.officer_defined(),
    "powers": codes.powers(),
    "objects": codes.objects(),
    "outcomes": codes.outcomes(),
    "types": codes.types(),
    "genders": codes.genders(),
    "ages": codes.ages(),
    "forces": codes.forces(),
}
RECORD_LISTS = {name: codes_ for name, codes_ in LISTS.items() if name != "forces"}
every_list = pytest.mark.parametrize("name", LISTS)
entries = st.sampled_from([(name, entry) for name, list_ in LISTS.items() for entry in list_])


def published_ids() -> set[tuple[str, int, str]]:
    """The numbers that lakes already hold; a line may be added here, never changed or removed."""
    with (Path(__file__).parent / "published_ids.csv").open(encoding="utf-8", newline="") as text:
        return {(row["list"], int(row["id"]), row["label"]) for row in csv.DictReader(text)}


def meaning(entry: Coded) -> dict[str, object]:
    """All that an entry says besides how and where it is written."""
    return {k: v for k, v in vars(entry).items() if k not in {"id", "label", "vocabulary"}}


def test_no_number_ever_changes_its_meaning_and_none_goes_missing() -> None:
    now = {(name, entry.id, entry.label) for name, list_ in LISTS.items() for entry in list_}
    published = published_ids()
    assert published - now == set(), "an entry was changed or removed: add a new one instead"
    assert now - published == set(), "add new entries to published_ids.csv"


@every_list
def test_numbers_and_labels_are_unique_and_within_one_byte(name: str) -> None:
    file = {"forces": ["forces.csv", "fictional.csv"]}.get(name, [f"{name}.csv"])
    rows = [row for one in file for row in tables.read(one)]
    numbers = [int(row["id"]) for row in rows]
    labels = [row.get("label", row.get("force")) for row in rows]
    assert len(set(numbers)) == len(numbers)
    assert len(set(labels)) == len(labels)
    assert set(numbers) <= {BLANK, UNLISTED, *range(1, 250)}


@every_list
def test_labels_carry_no_stray_spaces(name: str) -> None:
    for entry in LISTS[name]:
        assert entry.label == entry.label.strip()
        assert "  " not in entry.label


@pytest.mark.parametrize("name", RECORD_LISTS)
def test_an_empty_cell_and_an_unlisted_text_have_their_own_entries(name: str) -> None:
    list_ = RECORD_LISTS[name]
    assert list_.labels[""] == BLANK
    assert list_.by_id[BLANK].label == ""
    assert list_.find("") is list_.find(" \t ") is list_.by_id[BLANK]
    assert list_.by_id[UNLISTED].label not in list_.labels
    assert {BLANK, UNLISTED}.isdisjoint({entry.id for entry in list_})


@every_list
def test_two_labels_that_read_alike_mean_the_same(name: str) -> None:
    seen: dict[str, Coded] = {}
    for entry in LISTS[name]:
        first = seen.setdefault(key(entry.label), entry)
        assert meaning(first) == meaning(entry)


@given(entries)
def test_every_label_finds_its_own_entry(pair: tuple[str, Coded]) -> None:
    name, entry = pair
    assert LISTS[name].find(entry.label) is entry
    assert LISTS[name].labels[entry.label] == entry.id


@given(entries, st.data())
def test_case_spacing_and_hyphens_do_not_matter(
    pair: tuple[str, Coded], data: st.DataObject
) -> None:
    name, entry = pair
    rewritten = "".join(
        data.draw(st.sampled_from([letter.lower(), letter.upper()])) for letter in entry.label
    )
    rewritten = re.sub(
        r"[\s-]", lambda _: data.draw(st.sampled_from([" ", "  ", "-", " – ", "\u00a0"])), rewritten
    )
    found = LISTS[name].find(data.draw(st.sampled_from(["", " ", "\t"])) + rewritten + " ")
    assert found is not None
    assert meaning(found) == meaning(entry)


@given(st.text(), st.sampled_from(sorted(LISTS)))
def test_any_text_at_all_gets_an_answer(text: str, name: str) -> None:
    found = LISTS[name].find(text)
    assert found is None or found in LISTS[name].by_id.values()


def test_nonsense_is_not_in_any_list() -> None:
    for list_ in LISTS.values():
        assert list_.find("See free text box") is None


def test_the_lists_load_without_an_engine_or_a_dataframe() -> None:
    heavy = "{'pandas', 'numpy', 'pyarrow', 'duckdb', 'ibis', 'polars'}"
    program = f"import sys, evenhand.records.codes; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
