"""Reads Power Query's language (M) as far as our lines use it, by the grammar that Microsoft gives.

``let`` with steps, ``in`` with a step; calls, records, lists, texts, numbers, names and ``type``.
"""

import re
from collections.abc import Callable

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+)|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>[=,()\[\]{}]))"""
)
LITERALS = frozenset({"true", "false", "null"})
TYPES = frozenset({"number", "text", "logical", "date"})


class M:
    """One expression.

    Parameters
    ----------
    code : the whole of it.
    """

    def __init__(self, code: str) -> None:
        self._left = list(_tokens(code))
        self._steps: set[str] = set()
        self._library: set[str] = set()

    def read(self) -> set[str]:
        """Give the names that it takes from the library.

        Raises
        ------
        ValueError
            If it is not what the grammar allows, or uses a step that does not come before.
        """
        self._let()
        if self._left:
            raise ValueError(f"Power Query has more than one expression: {self._left[:3]}")
        return self._library

    def _let(self) -> None:
        self._take("let")
        while True:
            step = self._next()
            self._take("=")
            self._expression()
            self._steps.add(step)
            if self._left[:1] != [","]:
                break
            self._take(",")
        self._take("in")
        self._expression()

    def _expression(self) -> None:
        word = self._next()
        if word == "{":
            self._many("}", self._expression)
        elif word == "[":
            self._many("]", self._field)
        elif word == "type":
            if self._next() not in TYPES:
                raise ValueError("Power Query knows no such type")
        elif re.fullmatch(r"[A-Za-z_][\w.]*", word):
            self._name(word)
        elif not re.fullmatch(r'"(?:[^"]|"")*"|\d+', word):
            raise ValueError(f"Power Query has no value that begins with {word}")

    def _name(self, name: str) -> None:
        if "." in name:
            self._library.add(name)
        elif name not in self._steps | LITERALS:
            raise ValueError(f"Power Query has no step {name} before")
        if self._left[:1] == ["("]:
            self._take("(")
            self._many(")", self._expression)

    def _field(self) -> None:
        self._next()
        self._take("=")
        self._expression()

    def _many(self, end: str, each: Callable[[], None]) -> None:
        while self._left[:1] != [end]:
            each()
            if self._left[:1] != [end]:
                self._take(",")
        self._take(end)

    def _next(self) -> str:
        if not self._left:
            raise ValueError("Power Query ends too early")
        return self._left.pop(0)

    def _take(self, wanted: str) -> None:
        found = self._next()
        if found != wanted:
            raise ValueError(f"Power Query has {found} where {wanted} was to come")


def _tokens(code: str) -> list[str]:
    found, place, code = [], 0, code.rstrip()
    while place < len(code):
        word = TOKEN.match(code, place)
        if word is None:
            raise ValueError(f"Power Query cannot be read at {code[place : place + 20]!r}")
        found.append(word[0].strip())
        place = word.end()
    return found
