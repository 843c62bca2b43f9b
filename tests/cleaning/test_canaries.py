"""No word that is hidden in a file comes out of it, wherever it was."""

import re

import hiding_documents
import hiding_open_documents
import hiding_pages
import hiding_pictures
import hiding_texts
import hiding_workbooks
import pytest
from hiding import CASES, SHOWN, WORD, holds
from PIL import Image

from evenhand.cleaning.cleaned import clean_here
from evenhand.cleaning.words import Refused

SUITE = (
    *(hiding_workbooks, hiding_open_documents, hiding_documents),
    *(hiding_pages, hiding_pictures, hiding_texts),
)
PICTURES = ("png", "jpg", "webp")


def test_the_suite_is_as_large_as_it_should_be() -> None:
    """Issue 4 asks for 60."""
    assert len(SUITE) == 6
    assert len(CASES) >= 150


@pytest.mark.parametrize("name", CASES)
def test_what_is_hidden_is_refused_or_gone_and_told(name: str) -> None:
    hidden = CASES[name]()
    assert holds(hidden.content, WORD), "the file does not hide what it should"
    try:
        cleaned = clean_here(hidden.content, hidden.name)
    except Refused as refused:
        sentences = refused.sentences
        assert sentences
    else:
        sentences = cleaned.removed
        assert not holds(cleaned.content, WORD)
        if name.startswith(PICTURES):
            assert_is_red(cleaned.content)
        else:
            assert holds(cleaned.content, SHOWN)
    assert re.search(hidden.told, "\n".join(sentences)), sentences
    assert WORD not in "".join(sentences)


def assert_is_red(content: bytes) -> None:
    """What was seen is still there: the middle of the red field."""
    import io

    with Image.open(io.BytesIO(content)) as opened:
        red, green, blue = opened.convert("RGB").getpixel((32, 32))
    assert (red > 180, green < 30, blue < 30) == (True, True, True)
