"""The worked example of "use your own data" does what the page says."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "use-your-own-data.md"
Evenhand = Callable[..., Any]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The extract and the mapping of the page, as files."""
    text = PAGE.read_text(encoding="utf-8")
    for kind, name in (("csv", "stops.csv"), ("yaml", "mapping.yaml")):
        (block,) = re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
        (tmp_path / name).write_text(block, encoding="utf-8")
    return tmp_path


def test_the_example_is_loaded_whole_by_the_month_it_happened_in(
    evenhand: Evenhand, example: Path
) -> None:
    ran = evenhand(
        *("import", "extract", example / "mapping.yaml", example / "stops.csv"),
        *("--lake", example / "lake", "--json"),
    )
    assert ran.status == 0
    report = json.loads(ran.out)
    assert (report["rows_read"], report["rows_loaded"], report["rows_rejected"]) == (4, 4, 0)
    assert [(each["month"], each["rows"]) for each in report["force_months"]] == [
        ("2024-01", 3),
        ("2024-02", 1),
    ]
    assert report["warnings"] == []


def test_every_word_of_the_example_is_understood(evenhand: Evenhand, example: Path) -> None:
    lake = example / "lake"
    evenhand("import", "extract", example / "mapping.yaml", example / "stops.csv", "--lake", lake)
    found = json.loads(evenhand("check", "--lake", lake, "--json").out)["findings"]
    assert not [each for each in found if each["check"] == "unknown-vocabulary"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("force: bedfordshire", "force: bedforshire", "Did you mean"),
        ("self_defined: SDE code", "self_defined: Ethnicity", "has no column 'Ethnicity'"),
        ("legislation: Power", "power: Power", "is not a column that we know"),
        ("force: bedfordshire", "force: [", "is not a YAML file"),
    ],
)
def test_a_wrong_mapping_is_refused_and_nothing_is_loaded(
    evenhand: Evenhand, example: Path, old: str, new: str, words: str
) -> None:
    mapping = example / "mapping.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ran = evenhand("import", "extract", mapping, example / "stops.csv", "--lake", example / "lake")
    assert ran.status == 2
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert not list((example / "lake").glob("**/*.parquet"))
