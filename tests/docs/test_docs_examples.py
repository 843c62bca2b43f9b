"""Every Python example in the documentation runs, and prints what it says it prints."""

import doctest
import warnings
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.example import SybilFailure
from sybil.parsers.markdown import PythonCodeBlockParser

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "docs" / "_build"
PAGES = sorted(
    page
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    if not page.is_relative_to(BUILT)
)
RULES = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def examples(path: Path) -> list[Example]:
    """The Python examples of one page, in order; they share their names."""
    parser = PythonCodeBlockParser(doctest_optionflags=RULES)
    return list(Sybil(parsers=[parser], path=str(path.parent)).parse(path).examples())


def run(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for example in examples(path):
            example.evaluate()


@each_page
def test_the_examples_of_a_page_print_what_it_says(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a page that writes a file leaves nothing behind
    run(path)


@each_page
def test_no_example_of_a_page_escapes_being_run(path):
    """A prompt in a fence of another kind would look like an example that was checked."""
    text = path.read_text(encoding="utf-8")
    checked = sum(text[each.start : each.end].count(">>> ") for each in examples(path))
    assert text.count("\n>>> ") == checked


def test_a_page_that_is_right_passes(tmp_path):
    path = tmp_path / "right.md"
    path.write_text("# Right\n\n```python\n>>> 1 + 1\n2\n```\n")
    run(path)


@pytest.mark.parametrize(
    "claim", [">>> 1 + 1\n3", ">>> import warnings; warnings.warn('old')", ">>> missing()"]
)
def test_a_page_that_is_wrong_is_found_out(claim, tmp_path):
    path = tmp_path / "wrong.md"
    path.write_text(f"# Wrong\n\n```python\n{claim}\n```\n")
    with pytest.raises(SybilFailure, match="did not evaluate as expected"):
        run(path)
