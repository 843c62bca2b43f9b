"""What the recogniser finds in made-up British words, and what it leaves alone: numbers that hold.

Found means that every letter of what tells somebody would be hidden. What it misses is why a person
reads each text before a panel does; that they must is tested beside the pages.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable

import pytest

from evenhand.scrutiny import naming, recognising
from evenhand.scrutiny.recognising import shapes
from scrutiny.marked_words import CLEAN, LATER, LATER_CLEAN, TELLING, Marked

EVERY = [*TELLING, *LATER]
LEAST = {
    "name": (38, 38),
    "plate": (15, 15),
    "place": (18, 18),
    "phone": (6, 6),
    "mail": (3, 3),
    "number": (10, 10),
    "handle": (5, 5),
    "birth": (6, 6),
    "collar": (5, 5),
    "link": (2, 2),
}
"""Of how many marked stretches of a kind at least so many are found."""
SURE = {"plate": 10, "phone": 6, "mail": 3, "number": 10, "handle": 5, "birth": 6, "collar": 5}
"""Of them, so many at least are refused in words that will be public."""


def covered(one: Marked, first: int, last: int, *, sure: bool = False) -> bool:
    found = [each for each in recognising.found(one.text) if each.sure or not sure]
    return all(
        any(each.first <= at < each.last for each in found)
        for at in range(first, last)
        if one.text[at].isalnum()
    )


def counted(sentences: Iterable[Marked], *, sure: bool = False) -> Counter[str]:
    return Counter(
        kind
        for one in sentences
        for kind, first, last in one.tells
        if covered(one, first, last, sure=sure)
    )


def test_there_are_enough_sentences_to_say_something() -> None:
    assert len(TELLING) >= 60
    assert len(CLEAN) >= 40
    assert Counter(kind for one in EVERY for kind, _, _ in one.tells) == {
        kind: many for kind, (_, many) in LEAST.items()
    }


def test_of_each_kind_so_many_are_found() -> None:
    found = counted(EVERY)
    assert {kind: found[kind] >= least for kind, (least, _) in LEAST.items()} == dict.fromkeys(
        LEAST, True
    ), found


def test_what_is_sure_is_refused_in_public_words() -> None:
    found = counted(EVERY, sure=True)
    assert all(found[kind] >= least for kind, least in SURE.items()), found


def test_clean_sentences_are_left_alone() -> None:
    alarms = {
        text: [text[one.first : one.last] for one in naming.spans(text)]
        for text in (*CLEAN, *LATER_CLEAN)
    }
    assert {text: said for text, said in alarms.items() if said} == {}


def test_what_tells_somebody_is_not_drowned_in_what_does_not() -> None:
    """In sentences that hold something, at most one word in thirty is offered for nothing."""
    for_nothing, words = 0, 0
    for one in EVERY:
        words += len(one.text.split())
        for each in naming.spans(one.text):
            if not any(each.first < last and first < each.last for _, first, last in one.tells):
                for_nothing += 1
    assert for_nothing * 30 <= words, (for_nothing, words)


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "—", "1", "a" * 5000, "🚗 " * 100])
def test_texts_that_tell_nothing_give_nothing(text: str) -> None:
    assert naming.spans(text) == []


LONG = {
    "full stops": "a." * 2500,
    "apostrophes": "Aa’" * 1700,
    "hyphens": "Aa-" * 1700,
    "digits": "1 " * 2500,
    "signs": "@" * 5000,
    "names": "Ab al-" * 850,
    "saints": "St " * 1700,
    "positions": "1.1234, " * 625,
    "apps": "snap is " * 625,
}


@pytest.mark.parametrize("what", LONG)
def test_no_text_of_the_longest_kind_keeps_the_engine_busy(what: str) -> None:
    list(recognising.found("once, so that it is loaded"))
    began = time.process_time()
    list(recognising.found(LONG[what]))
    assert time.process_time() - began < 3


def test_every_shape_is_a_kind_that_a_page_can_name_and_the_lists_are_words() -> None:
    assert {one.what for one in shapes.SHAPES} <= {
        *("plate", "postcode", "mail", "telephone", "collar", "birth", "day", "titled"),
        *("number", "handle", "place", "name", "link"),
    }
    names, ordinary = set(shapes.names()), shapes.ordinary()
    assert len(names) == len(shapes.names()), "a name stands twice"
    assert not names & ordinary
    assert all(one == one.casefold() for one in names | ordinary)


def test_nothing_of_it_is_loaded_until_it_is_asked() -> None:
    """The web process pays nothing for it until somebody looks at words."""
    code = (
        "import django, sys, os\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'evenhand.config.settings'\n"
        "django.setup()\n"
        "import evenhand.config.urls, evenhand.scrutiny.services\n"
        "print([one for one in ('spacy', 'presidio_analyzer', 'tldextract', 'phonenumbers')"
        " if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
