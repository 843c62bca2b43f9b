"""Characters that nobody sees: they can carry a message through any text."""

import unicodedata
from collections.abc import Iterator

SPACING = frozenset("\t\n\r")
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs by their category that are drawn as nothing."""
UNSEEN_KINDS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
JOINERS = frozenset("\u200c\u200d")
"""They decide how letters of Persian, Urdu or Hindi join, and are seen by that."""
FOR_PICTURES = "\ufe0f"


def unseen(text: str) -> Iterator[int]:
    """The places of characters that nobody sees and that do nothing to their neighbours."""
    for place, character in enumerate(text):
        if character >= " " and character < "\x7f":
            continue
        if character not in SPACING and _is_unseen(character) and not _does_work(text, place):
            yield place


def without_unseen(text: str) -> str:
    """The text without them."""
    away = set(unseen(text))
    return "".join(each for place, each in enumerate(text) if place not in away) if away else text


def _is_unseen(character: str) -> bool:
    selects = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    mongolian = "\u180b" <= character <= "\u180f"
    return (
        selects
        or mongolian
        or character in BLANK
        or unicodedata.category(character) in UNSEEN_KINDS
    )


def _does_work(text: str, place: int) -> bool:
    """Whether a joiner stands alone between letters that join, or a selector after a picture."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] == FOR_PICTURES:
        return unicodedata.category(before or " ") == "So"
    return text[place] in JOINERS and _joins(before) and _joins(after)


def _joins(neighbour: str) -> bool:
    return neighbour > "\u0500" and unicodedata.category(neighbour)[0] in "LMS"
