"""Sentences about a file: made where it is read, said in the reader's language where shown."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from evenhand.cleaning.unseen import without_unseen
from evenhand.records.messages import say

LONGEST = 60
MOST_NAMED = 12


class Told(NamedTuple):
    """A message with its values: it travels from the process that reads a file to ours."""

    message: str
    values: dict[str, str]

    def __str__(self) -> str:
        return say(self.message, **self.values)


def told(message: str, /, **values: str) -> Told:
    """Keep a message for later.

    Parameters
    ----------
    message : a whole sentence with named places, as translators see it.
    values : what goes into each place. What comes out of a file goes through :func:`shown`.
    """
    return Told(message, values)


class Refused(Exception):
    """A file that is not taken; ``told`` says why, and what is hidden where."""

    def __init__(self, told: Sequence[Told]) -> None:
        super().__init__(*told)
        self.told = tuple(told)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in the reader's language."""
        return tuple(map(str, self.told))

    def __str__(self) -> str:
        return " ".join(self.sentences)


def refuse(message: str, /, **values: str) -> Refused:
    """A refusal of one sentence."""
    return Refused([told(message, **values)])


def shown(text: str) -> str:
    """A name that a file gives, so that it can stand in a sentence."""
    words = " ".join(without_unseen(text).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def numbers(of: Iterable[int]) -> str:
    """Whole numbers with neighbours joined: 4, 7–9."""
    runs = []
    for _, run in groupby(enumerate(sorted(set(of))), key=lambda one: one[1] - one[0]):
        found = [number for _, number in run]
        runs.append(str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}")
    return named(runs)


def named(of: Sequence[str]) -> str:
    """Names after each other; of very many, the first."""
    return ", ".join(of if len(of) <= MOST_NAMED else [*of[:MOST_NAMED], "…"])
