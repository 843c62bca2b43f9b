"""What was laid out for a page is kept: figures never change, so it stays true."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from evenhand.measures.words.messages import language

Given = TypeVarTuple("Given")
LaidOut = TypeVar("LaidOut")


def kept(most: int) -> Callable[[Callable[[*Given], LaidOut]], Callable[[*Given], LaidOut]]:
    """Keep what a function lays out, for each language apart: words are part of it.

    Parameters
    ----------
    most : how many are kept; the least used goes first.
    """

    def keeping(lay_out: Callable[[*Given], LaidOut]) -> Callable[[*Given], LaidOut]:
        @lru_cache(maxsize=most)
        def in_language(_: Callable[[str], str], given: tuple[*Given]) -> LaidOut:
            return lay_out(*given)

        @wraps(lay_out)
        def in_this_language(*given: *Given) -> LaidOut:
            return in_language(language(), given)

        return in_this_language

    return keeping
