"""Every sentence of the recorder stands in one list, so that a language is one more column."""

import re
from pathlib import Path

import pytest

FOLDER = "frontend/src/recorder"
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
SAID_TO_PROGRAMS = re.compile(
    r"(?:new (?:Error|NotWritten|DOMException)|super|closest|querySelector(?:All)?)\([^)]*\)"
    r"|import [^;]*;|State\b"
)
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')
PLACE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
WORDS = re.compile(r"[A-Za-z][a-z]+[’',;.]? +(?:[a-z]{2,}|I\b|a\b)|^[A-Z][a-z]+[.?!]?$")
NO_SENTENCES = re.compile(
    r"""
    [a-z0-9_./:+ -]*\b(?:eh|govuk)-[\w -]*        # classes of the style sheet
    | main\ input
    | [a-z]+\ [a-z ]*[\[\].:#>,()="'{}|*$\\-].*   # selectors, schemes of addresses, patterns
    | evenhand\ (?:stop|receipt)\ v1.*             # names of what is sealed and derived
    | Asian | Black | Mixed | Other | White       # codes of groups, shown by their labels
    """,
    re.VERBOSE,
)
CODES = {"Enter", "Escape", "Backspace", "Tab", "Bearer", "POST", "GET", "HPKE"}


def literals(source: str) -> list[str]:
    """Every text of a module that could be shown: no comment, no import, no error of programs."""
    code = SAID_TO_PROGRAMS.sub("", COMMENT.sub("", source))
    found = ("".join(one) for one in LITERAL.findall(code))
    return [PLACE.sub("", one).strip() for one in found]


def sentences(source: str) -> list[str]:
    """Those of them that a person would read."""
    return [
        one
        for one in literals(source)
        if WORDS.search(one) and not NO_SENTENCES.fullmatch(one) and one not in CODES
    ]


def modules(root: Path) -> list[Path]:
    found = sorted((root / FOLDER).rglob("*.ts"))
    return [one for one in found if one.name != "words.ts" and not one.name.endswith(".d.ts")]


def test_no_sentence_stands_outside_the_list(root: Path) -> None:
    outside = {
        f"{path.name}: {one}" for path in modules(root) for one in sentences(path.read_text())
    }
    assert not outside


@pytest.mark.parametrize(
    "planted",
    [
        'h("p", {}, "Send it again later.")',
        "h('span', {}, 'Saved on this phone')",
        "label(`There are ${n} records`)",
        'h("button", {}, "Cancel")',
        '{ "aria-label": "Close the list" }',
    ],
)
def test_a_sentence_outside_the_list_is_found(planted: str) -> None:
    assert sentences(f'import {{ h }} from "./dom";\n// Not "this one here".\n{planted};')


def test_every_key_that_is_asked_for_is_there_and_every_sentence_is_used(root: Path) -> None:
    keys = set(
        re.findall(r"^  (\w+): [\"{]", (root / FOLDER / "words.ts").read_text(), re.MULTILINE)
    )
    code = "\n".join(path.read_text() for path in modules(root))
    asked = set(re.findall(r"\bsay\(\"(\w+)\"", code))
    begun = set(re.findall(r"`(\w+_)\$\{", code)) | {"chip_seen_", "queue_why_"}
    ends = tuple(re.findall(r"\}(_\w+)`", code))

    assert asked <= keys
    unused = {one for one in keys if not re.search(rf"\b{one}\b", code)}
    assert not {
        one for one in unused if not one.startswith(tuple(begun)) and not one.endswith(ends)
    }
