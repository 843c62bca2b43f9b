"""What in free text tells who or where somebody was: found by an engine, for a person to decide.

No engine finds every name. So nothing that is found here is taken for all there is: a person looks
at each text before a panel sees it, and what is sure to tell somebody is refused in words that will
be public.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evenhand.encounters.models import Restricted, Stop
from evenhand.scrutiny import models, recognising

SHORTEST = 3


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text, and what its shape is like."""

    first: int
    last: int
    """The sign after it."""
    what: str


def spans(text: str, *, also: Iterable[str] = ()) -> list[Span]:
    """Every stretch of a text that may tell somebody, without those inside another one.

    Parameters
    ----------
    also : what is known of this very case: a registration, a name, the place.
    """
    return _apart({*_found(text, sure=False), *_known(text, also)})


def _apart(found: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for one in sorted(found, key=lambda one: (one.first, -one.last, one.what)):
        if not kept or one.first >= kept[-1].last:
            kept.append(one)
        elif one.last > kept[-1].last:
            kept[-1] = Span(kept[-1].first, one.last, kept[-1].what)
    return kept


def told(text: str, *, also: Iterable[str] = ()) -> list[str]:
    """What in words that will be public is sure to tell somebody."""
    found = _apart({*_found(text, sure=True), *_known(text, also)})
    return [text[one.first : one.last] for one in found]


def hidden(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with a mark in place of these stretches."""
    shown, at = [], 0
    for first, last in sorted(places):
        if last <= at:
            continue
        shown += [text[at : max(first, at)], MARK]
        at = min(last, len(text))
    return "".join([*shown, text[at:]])


MARK = "[…]"
"""What stands where something was hidden."""


def officers(case: "models.Case | None") -> list[str]:
    """What names the officer of a case: parts of their name, and their number while it is kept."""
    if case is None or case.position.stop is None:
        return []
    stop = Stop.objects.select_related("officer").filter(pk=case.position.stop).first()
    if stop is None:
        return []
    names = str(stop.officer.name).split() if stop.officer else []
    numbers = Restricted.objects.filter(version__stop=stop).values_list("officer", flat=True)
    return [one for one in {*names, *numbers} if len(one) >= SHORTEST]


def _found(text: str, *, sure: bool) -> Iterator[Span]:
    for one in recognising.found(text):
        if one.sure or not sure:
            yield Span(one.first, one.last, one.what)


def _known(text: str, also: Iterable[str]) -> Iterator[Span]:
    for one in also:
        letters = r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", one))
        if not letters:
            continue
        for match in re.finditer(rf"(?<!\w){letters}(?!\w)", text, re.IGNORECASE):
            yield Span(match.start(), match.end(), "known")
