"""The first pages that a person meets are written for that person."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HARDEST = 7  # years at school: a reader of about twelve
EVERYBODY = [
    ROOT / "README.md",
    ROOT / "docs" / "explanation" / "why.md",
    *sorted((ROOT / "docs" / "tutorials").glob("*.md")),
]
TECHNICAL = r"confidence interval|statistically|p-value|\bsignifican"


def prose(path: Path) -> str:
    """What a person reads: no code, no tables, no lists of links, no addresses."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    kept = [line for line in text.splitlines() if not line.startswith(("|", "#"))]
    return re.sub(r"`[^`]*`", "it", "\n".join(kept))


def sentences(text: str) -> list[list[str]]:
    parts = re.split(r"[.!?:](?:\s|$)|\n\n|\n[-0-9]", text)
    return [words for part in parts if (words := re.findall(r"[A-Za-z’'0-9-]+", part))]


def years_at_school(text: str) -> float:
    """Senter and Smith's automated readability index (1967): long words and long sentences."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    letters = sum(map(len, words))
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(found) - 21.43


@pytest.mark.parametrize("path", EVERYBODY, ids=lambda path: path.name)
def test_a_page_for_everybody_can_be_read_at_twelve(path):
    assert years_at_school(prose(path)) <= HARDEST


def test_hard_words_in_long_sentences_would_be_noticed():
    hard = "Disproportionality estimates incorporate heterogeneous methodological considerations."
    assert years_at_school(hard) > HARDEST
    assert years_at_school("The dog sat. It saw a cat.") < HARDEST


@pytest.mark.parametrize("path", EVERYBODY, ids=lambda path: path.name)
def test_pages_for_everybody_do_without_technical_words(path):
    assert not re.search(TECHNICAL, prose(path), re.IGNORECASE)
