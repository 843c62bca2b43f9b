"""Every command that the documentation tells a person to type exists, with those options."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from evenhand.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
PAGES = [path for path in PAGES if "_build" not in path.parts]
FENCE = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def typed(program: str) -> list[str]:
    """Each line that starts with the program, in any shell example, once."""
    found = set()
    for path in PAGES:
        for block in FENCE.findall(path.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                words = line.removeprefix("$ ").strip().removeprefix(".venv/bin/")
                if words.split(" ")[0] == program:
                    found.add(words)
    return sorted(found)


def words_of(line: str) -> list[str]:
    """The words after the program, up to where the shell takes over."""
    words = shlex.split(line, comments=True)[1:]
    ends = [place for place, word in enumerate(words) if word[0] in "|>&<"]
    return words[: min(ends, default=len(words))]


@pytest.mark.parametrize("line", typed("evenhand"))
def test_a_command_in_the_documentation_is_understood(line):
    """The command line reads it, and would run it: no unknown command, no option amiss."""
    words, command, context = words_of(line), get_command(app), None
    while hasattr(command, "resolve_command"):
        context = command.make_context(command.name or "evenhand", words, parent=context)
        words = [*context._protected_args, *context.args]
        if not words:
            return
        _, command, words = command.resolve_command(context, words)
    if "--help" not in words:
        command.make_context(command.name, words, parent=context)


@pytest.mark.parametrize("line", typed("make"))
def test_a_make_command_in_the_documentation_has_its_target(line):
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    asked = [word for word in words_of(line) if "=" not in word]
    assert set(asked) <= set(targets)


def test_the_readme_starts_with_the_two_commands():
    first = FENCE.search((ROOT / "README.md").read_text())
    assert [line.split("#")[0].strip() for line in first[1].splitlines()] == [
        "make demo",
        "make test",
    ]
    assert (ROOT / "README.md").read_text()[: first.start()].count("\n") <= 2
