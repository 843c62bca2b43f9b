"""What the sentences of a published figure tell beyond its numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import numpy as np

from evenhand.measures import Measure
from evenhand.measures.words.people import people
from evenhand.publications.attacking.told import Told, shown_numbers
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import SEARCHES, Quantity
from evenhand.records.clock import MONTHS

NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?!\w)")
DATE = re.compile(rf"(?:\b\d{{1,2}} )?\b(?:{'|'.join(MONTHS)}) \d{{4}}\b")
PER = re.compile(
    r"\b(?:every|of|in) 1,?000?\b|\b(?:\d+ of )?\d+ months?\b|\b\d{4} Census\b|\b\d+% "
)
MOST = 2_000  # counts tried; larger ones point at nobody


def words_of(figure: Figure) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Give each sentence of a figure: its place, its words, and the group and month it is about."""
    for row in figure.result["rows"]:
        for key, value in row.items():
            if isinstance(value, str) and key.endswith("sentence"):
                yield f"{key} of {row['group']}", value, row["group"], None
    for one in figure.quality:
        yield f"quality of {one['month']}", one["message"], None, one["month"]
    loose: list[tuple[str, Any]] = [
        ("wording", figure.wording),
        ("expected range", figure.expected),
        ("series", figure.series.get("recording_changes", [])),
    ]
    result = figure.result
    loose += [(key, result.get(key)) for key in ("sentence", "notes", "warnings", "overall")]
    for name, drawn in figure.charts.items():
        loose += [(f"words in the picture of {name}", _texts(one)) for one in drawn.values()]
    for where, value in loose:
        for sentence in _sentences(value):
            yield where, sentence, None, None


def told_in_words(
    figure: Figure, measure: Measure, *, residents: Mapping[str, float]
) -> Iterator[Told]:
    """Read the numbers in words that no number of the figure explains.

    Parameters
    ----------
    residents : what a rate is set against, by group; anyone can look it up.
    """
    groups = [row["group"] for row in figure.result["rows"]]
    for where, words, about, month in words_of(figure):
        plain = PER.sub(" ", DATE.sub(" ", words))
        numbers = NUMBER.findall(plain)
        named = [about] if about else [one for one in groups if people(one) in words]
        explained = {form for one in shown_numbers(figure, named) for form in _forms(one)}
        for number in numbers:
            if month is not None and number.replace(",", "").isdigit():
                values: tuple[int, ...] = (int(number.replace(",", "")),)
                yield Told(f"{where}: {number}", (SEARCHES,), (month,), values)
            for group in named if number not in explained else ():
                values = _counts(number, words, residents.get(group))
                if values:
                    quantity: Quantity = (measure.id, group)
                    yield Told(f"{where}: {number}", (quantity,), (), values)


def _counts(number: str, words: str, exposure: float | None) -> tuple[int, ...]:
    """List the counts that would have been written like this."""
    plain = number.replace(",", "")
    decimals = len(plain.partition(".")[2])
    if exposure is not None and "1,000" in words:
        tried = np.arange(MOST)
        form = f"%.{decimals}f"
        alike = np.char.mod(form, 1000 * tried / exposure) == form % float(plain)
        return tuple(np.flatnonzero(alike).tolist())
    return (int(plain),) if not decimals and int(plain) < MOST else ()


def _forms(number: float) -> Iterator[str]:
    for times in (1, 100, 1000):
        for decimals in (0, 1, 2):
            yield f"{number * times:,.{decimals}f}"


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _sentences(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _sentences(one)


def _texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 (drawn by our own code)
    titles = [one.text or "" for one in root.iter() if one.tag.endswith(("title", "desc"))]
    return [*titles, *("".join(one.itertext()) for one in root.iter() if one.tag.endswith("text"))]
