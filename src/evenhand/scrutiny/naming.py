"""What in free text tells who or where somebody was: found by shape, for a person to decide.

No list of words finds every name. So nothing that is found here is taken for all there is: a
person looks at each text before a panel sees it, and what is sure to tell somebody is refused in
words that will be public.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evenhand.encounters.models import Restricted, Stop
from evenhand.scrutiny import models

SURE = {
    "plate": re.compile(
        r"\b(?:[A-Z]{2}\s?\d{2}\s?[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z])\b"
    ),
    "postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE),
    "mail": re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}"),
    "telephone": re.compile(r"(?:\+44|\b0)(?:[\s()-]?\d){9,10}\b"),
    "collar": re.compile(
        r"\b(?:PC|WPC|DC|PS|DS|SGT|INSP|PCSO|T?DC)\.?\s?[A-Z]{0,2}\d{2,6}\b", re.IGNORECASE
    ),
    "birth": re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b"),
    "titled": re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|Sgt|Sergeant|Constable|Inspector)\.?\s+[A-Z][a-z]+"
        r"(?:[\s-][A-Z][a-z]+)?"
    ),
    "number": re.compile(r"\b\d{5,}\b"),
}
"""Shapes that tell somebody, whatever stands around them."""
MAYBE = {
    "place": re.compile(
        r"\b(?:\d+[A-Za-z]?\s+)?(?:[A-Z][a-z]+\s+){1,3}"
        r"(?:Road|Street|Lane|Avenue|Close|Way|Drive|Court|Park|Place|Square|Hill|Terrace|Station"
        r"|School|Estate|House)\b"
    ),
    "name": re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]{2,}(?:[\s-][A-Z][a-z]{2,})*\b"),
    "names": re.compile(r"\b[A-Z][a-z]+(?:[\s-][A-Z][a-z]+)+\b"),
    "link": re.compile(r"https?://\S+", re.IGNORECASE),
}
"""Shapes that may: words with a capital inside a sentence, and two of them anywhere."""
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
    return _apart({*_found(SURE, text), *_found(MAYBE, text), *_known(text, also)})


def _apart(found: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for one in sorted(found, key=lambda span: (span.first, -span.last)):
        if not kept or one.first >= kept[-1].last:
            kept.append(one)
        elif one.last > kept[-1].last:
            kept[-1] = Span(kept[-1].first, one.last, kept[-1].what)
    return kept


def told(text: str, *, also: Iterable[str] = ()) -> list[str]:
    """What in words that will be public is sure to tell somebody."""
    found = _apart({*_found(SURE, text), *_known(text, also)})
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


def _found(shapes: "dict[str, re.Pattern[str]]", text: str) -> Iterator[Span]:
    for what, shape in shapes.items():
        for match in shape.finditer(text):
            yield Span(match.start(), match.end(), what)


def _known(text: str, also: Iterable[str]) -> Iterator[Span]:
    for one in also:
        letters = r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", one))
        if not letters:
            continue
        for match in re.finditer(rf"(?<!\w){letters}(?!\w)", text, re.IGNORECASE):
            yield Span(match.start(), match.end(), "known")
