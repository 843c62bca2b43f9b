"""The reference page says what the rules say."""

import re
import runpy
import sys
from pathlib import Path

import pytest

from evenhand.encounters.rules import page, schema, sets
from evenhand.encounters.rules.codes import lists
from evenhand.encounters.rules.conditions import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "vehicle-stop.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_tables_of_the_page_are_those_that_the_rules_make_now():
    assert page.filled(TEXT) == TEXT


@pytest.mark.parametrize("name", page.TABLES)
def test_every_table_stands_on_the_page_once(name):
    assert TEXT.count(f"<!-- {name}: made from the rules -->") == 1
    assert TEXT.count(f"<!-- end of {name} -->") == 1
    assert len(page.TABLES[name]()) > 500


def test_every_field_of_every_part_is_on_the_page():
    made = schema.schema()
    parts = [one for one in made["$defs"].values() if "properties" in one]
    assert {one["title"] for one in parts} == set(page.PARTS)
    for part in [made, *parts]:
        for field, said in part["properties"].items():
            assert f"| `{field}` | {said['title']}" in TEXT


def test_every_code_rule_and_published_stop_is_on_the_page():
    for entries in lists().values():
        assert all(f"`{one.code}` {one.label}" in TEXT for one in entries.values())
    for rules in RULES.values():
        assert all(f"`{rule.code}` | {rule.words} |" in TEXT for rule in rules)
    for case in [*sets.impossible(), *sets.odd()]:
        assert case.name in TEXT


def test_every_rule_of_moments_is_on_the_page():
    told = {case.code for case in sets.impossible() if case.by == "context"}
    assert {code for code in told if f"`{code}`" in TEXT.split("## A plain stop")[0]} == told


def test_no_table_is_broken_by_what_stands_in_it():
    for table in re.findall(r"(?:^\|.*\n)+", TEXT, re.MULTILINE):
        columns = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(columns) == 1


def test_the_command_writes_the_schema_and_the_tables_again(tmp_path, monkeypatch):
    copy = tmp_path / "page.md"
    copy.write_text(re.sub(r"(<!-- odd: .*?-->).*?(<!-- end)", r"\1\n\2", TEXT, flags=re.DOTALL))
    made = tmp_path / "stop.schema.json"
    monkeypatch.setattr(schema, "FILE", made)
    monkeypatch.setattr(sys, "argv", ["rules", str(copy)])
    runpy.run_module("evenhand.encounters.rules", run_name="__main__")
    assert copy.read_text(encoding="utf-8") == TEXT
    assert made.read_text(encoding="utf-8") == schema.text()
