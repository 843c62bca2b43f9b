"""What the sentences of a published figure tell beyond its numbers."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import numpy as np

from evenhand.measures import Measure
from evenhand.measures.words.people import people
from evenhand.publications.attacking.told import Told, shown_numbers
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import TOTALS
from evenhand.records.clock import MONTHS

NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?!\w)")
DATE = re.compile(
    rf"(?:\b\d{{1,2}} )?\b(?:{'|'.join(MONTHS)}) \d{{4}}\b"
    r"|\b\d{4}-\d\d(?:-\d\d(?:T[\d:.]+Z?)?)?\b"
)
PER = re.compile(
    r"\b(?:every|of|in) 1,?000?\b|\b(?:\d+ of )?\d+ (?:months?|years?|kB)\b"
    r"|\b\d{4} Census\b|\b\d+% |\bversions: .*|\b(?:version|part) \d+\b"
)
PATH = re.compile(r"\S+/\S+/\S*")  # an address or a reference
MOST = 2_000  # counts tried; larger ones point at nobody


@dataclass(frozen=True)
class Scale:
    """What a group's count would be printed as.

    Attributes
    ----------
    exposure : what it is set against, where anyone can look that up.
    times : so many of which a rate is printed for, as 1,000 residents or 100 records.
    against : the reference group's rate, where that is shown.
    """

    exposure: float | None = None
    times: int = 1_000
    against: float | None = None


@lru_cache(maxsize=10_000)
def counts_like(scale: Scale, number: str) -> tuple[int, ...]:
    """List the counts that would have been written like this: plainly, as a rate or as a ratio."""
    plain = number.replace(",", "")
    decimals = len(plain.partition(".")[2])
    found = set() if decimals or int(plain) >= MOST else {int(plain)}
    if scale.exposure:
        rates = scale.times * np.arange(MOST) / scale.exposure
        made = [rates]
        if scale.against:
            made += [rates / scale.against, np.abs(rates - scale.against)]
        half = 0.5 * 10.0**-decimals
        for one in made:
            found |= {*np.flatnonzero(np.abs(one - float(plain)) <= half).tolist()}
    return tuple(sorted(found))


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
        ("SQL", figure.queries),
    ]
    result = figure.result
    loose += [(key, result.get(key)) for key in ("sentence", "notes", "warnings", "overall")]
    for name, drawn in figure.charts.items():
        loose += [(f"words in the picture of {name}", texts(one)) for one in drawn.values()]
    for where, value in loose:
        for sentence in _sentences(value):
            yield where, sentence, None, None


def told_in_words(
    figure: Figure, measure: Measure, *, scales: Mapping[str, Scale]
) -> Iterator[Told]:
    """Read the numbers in words that no number of the figure explains.

    Parameters
    ----------
    scales : what a count of each group would be printed as.
    """
    groups = [row["group"] for row in figure.result["rows"]]
    total = (TOTALS[figure.power],)
    for where, words, about, month in words_of(figure):
        named = [about] if about else groups_in(words, groups)
        if month is not None:
            for number in numbers_in(words):
                if number.replace(",", "").isdigit():
                    values: tuple[int, ...] = (int(number.replace(",", "")),)
                    yield Told(f"{where}: {number}", total, (month,), values)
        numbers = numbers_in(words) if named else []
        known = explained_by(figure, (*named,)) if numbers else frozenset()
        for number, group, values in told_of(numbers, named, known, scales):
            yield Told(f"{where}: {number}", ((measure.id, group),), (), values)


def told_of(
    numbers: Sequence[str],
    groups: Sequence[str],
    explained: Container[str],
    scales: Mapping[str, Scale],
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Read numbers about some groups that nothing in plain sight explains.

    Yields
    ------
    A number as it is written, a group, and the counts of it that would have been written so.
    """
    for number in numbers:
        for group in groups if number not in explained else ():
            values = counts_like(scales.get(group, Scale()), number)
            if values:
                yield number, group, values


def explained_by(figure: Figure, groups: tuple[str, ...]) -> frozenset[str]:
    """Give every form in which a number of a figure about some groups may be repeated in words."""
    return frozenset(form for one in shown_numbers(figure, groups) for form in _forms(one))


def groups_in(words: str, groups: Sequence[str]) -> list[str]:
    """The groups that a sentence is about."""
    return [one for one in groups if people(one) in words]


def numbers_in(words: str) -> list[str]:
    """The numbers of a sentence that are no date, no length of time, no unit and no address."""
    return NUMBER.findall(PER.sub(" ", DATE.sub(" ", PATH.sub(" ", words))))


def _forms(number: float) -> Iterator[str]:
    for times in (1, 100, 1000):
        for decimals in (0, 1, 2):
            yield f"{abs(number) * times:,.{decimals}f}"


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _sentences(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _sentences(one)


def texts(svg: str) -> list[str]:
    """The words of a picture, those too that are only announced."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (drawn by our own code)
    titles = [one.text or "" for one in root.iter() if one.tag.endswith(("title", "desc"))]
    return [*titles, *("".join(one.itertext()) for one in root.iter() if one.tag.endswith("text"))]
