"""The public functions of the statistics: each explains itself, and a methods page explains it."""

import inspect
from pathlib import Path

import pytest

from evenhand import stats

METHODS = Path(__file__).resolve().parents[2] / "docs" / "methods"
SECTIONS = ["Parameters", "Returns", "Raises", "Notes"]
FUNCTIONS = sorted(name for name in stats.__all__ if inspect.isfunction(getattr(stats, name)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_means_takes_gives_refuses_and_rests_on(name):
    lines = inspect.cleandoc(getattr(stats, name).__doc__).splitlines()
    assert lines[0].endswith(".")
    assert [line for line in lines if line in SECTIONS] == SECTIONS


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_each_of_its_parameters_is(name):
    function = getattr(stats, name)
    said = inspect.cleandoc(function.__doc__).partition("Parameters")[2].partition("Returns")[0]
    for parameter in inspect.signature(function).parameters:
        assert parameter in said


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_worked_example_of_a_methods_page_calls_the_function(name):
    pages = [path.read_text(encoding="utf-8") for path in METHODS.glob("*.md")]
    assert any(">>> from evenhand.stats import" in text and f"{name}(" in text for text in pages)
