"""What a force's files and pages tell, each read as a stranger reads it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from evenhand.measures import Measure
from evenhand.measures.words import notes
from evenhand.publications.attacking.lines import Line
from evenhand.publications.attacking.marks import Mark, marks_of
from evenhand.publications.attacking.taken import Paper
from evenhand.publications.attacking.told import HEADLINE, Told, told_by, told_by_result
from evenhand.publications.attacking.told_lanes import told_in_lanes
from evenhand.publications.attacking.told_words import (
    Scale,
    explained_by,
    numbers_in,
    told_in_words,
    told_of,
)
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import TOTALS, printed

Row = dict[str, Any]
NOT_A_GROUP = {"not recorded": "unknown", "everyone": "overall"}
DIGIT = re.compile(r"\d")
SQL = ("SELECT", "WITH")  # its numbers are codes and months, whatever heading it stands under
EXAMPLES = "/methods/"  # these pages show made-up counts to explain how numbers are made
CELL = frozenset({"i", "d", "b"})  # what was measured, in the tiny pictures of a table's cells


@dataclass(frozen=True)
class Known:
    """A figure that is out, as the reader of other things knows it.

    Attributes
    ----------
    scales : what a count of each group would be printed as.
    """

    figure: Figure
    measure: Measure
    scales: Mapping[str, Scale]
    _explained: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    def explained(self, groups: tuple[str, ...]) -> frozenset[str]:
        """Give the numbers that words about some groups may repeat."""
        if groups not in self._explained:
            self._explained[groups] = explained_by(self.figure, groups)
        return self._explained[groups]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Every group that it is of."""
        return tuple(row["group"] for row in self.figure.result["rows"])

    @cached_property
    def not_shown(self) -> frozenset[str]:
        """Groups whose number the figure does not show."""
        rows = self.figure.result["rows"]
        return frozenset(row["group"] for row in rows if row["events"] is None)

    @cached_property
    def hidden_months(self) -> tuple[str, ...]:
        """Months whose records the figure does not count."""
        return tuple(row["month"] for row in self.figure.months if row["status"] == "hidden")


def told_in_paper(
    paper: Paper, known: Mapping[str, Known], force: tuple[str, str]
) -> Iterator[tuple[Known, Told]]:
    """Read everything that one thing tells of one force.

    Parameters
    ----------
    known : the force's own figures by their references.
    force : its id and its name.
    """
    for reference, rows in _by_figure(paper.rows).items():
        if reference in known:
            one = known[reference]
            yield from ((one, told) for told in _in_rows(rows, one))
    for values in paper.values:
        if values["figure"] in known:
            one = known[values["figure"]]
            yield from ((one, told) for told in _in_values(values, one))
    for line in dict.fromkeys(one for one in paper.lines if DIGIT.search(one.words)):
        about = _about(line, known, force)
        for one in about:
            yield from ((one, told) for told in _in_line(line, one, about))
    known = _on_this_page(paper, known)
    for address in paper.dots:
        for one in _about(Line(address, ""), known, force):
            yield from ((one, told) for told in _in_dots(address, one))
    own = _charts(known) if paper.drawings else frozenset()
    for line, svg in (each for each in paper.drawings if each[1] not in own):
        for one in _about(line, known, force):
            yield from ((one, told) for told in _in_drawing(line, svg, one))


def _on_this_page(paper: Paper, known: Mapping[str, Known]) -> Mapping[str, Known]:
    """The figures that a page leads to, which its words are about; all of them if to none."""
    links = " ".join({link for line in paper.lines for link in line.links})
    led_to = {
        ref: one
        for ref, one in known.items()
        if _names(links, ref) or f"/measures/{one.measure.id}." in links
    }
    return led_to or known


def _by_figure(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get("figure") or ""].append(row)
    return found


def _in_rows(rows: list[Row], one: Known) -> Iterator[Told]:
    groups = [row for row in rows if row.get("group_kind")]
    if groups:
        for told in told_by_result(_result(groups), one.measure):
            yield replace(told, where=f"file, {told.where}")
    for row in rows:
        if row.get("month") and row.get("count") is not None:
            yield Told(f"file, month {row['month']}", (TOTALS[one.measure.power],), (row["month"],))


def _result(rows: list[Row]) -> Row:
    others = {NOT_A_GROUP[row["group_kind"]]: row for row in rows if row["group_kind"] != "group"}
    nobody: Row = {"events": None, "exposure": None, "rate": None}
    unknown = others.get("unknown", nobody)
    return {
        "rows": [row for row in rows if row["group_kind"] == "group"],
        "reference": rows[0]["reference"],
        "overall": others.get("overall", nobody),
        "unknown_events": unknown["events"],
        "unknown_exposure": unknown["exposure"],
        "unknown_share": unknown["rate"],
        "left_out": None,
        "ratio_group": None,
        **dict.fromkeys(HEADLINE),
    }


def _in_values(values: Row, one: Known) -> Iterator[Told]:
    """Take an answer's values for a figure's own, and read them as such."""
    held = values.get("result", values)
    missing = ("overall", "unknown_events", "unknown_exposure", "unknown_share", "left_out")
    result = {**dict.fromkeys((*missing, *HEADLINE, "ratio_group")), **held}
    result["reference"] = held.get("reference", one.measure.reference)
    parts = ("months", "inputs", "quality", "queries")
    read = Figure(
        power=one.measure.power,
        result=result,
        charts={},
        **{name: values.get(name) or [] for name in parts},
        **{name: values.get(name) or {} for name in ("series", "expected", "wording")},
    )
    for told in told_by(read, one.measure):
        yield replace(told, where=f"answer, {told.where}")
    yield from told_in_words(read, one.measure, scales=one.scales)


def _about(line: Line, known: Mapping[str, Known], force: tuple[str, str]) -> list[Known]:
    """The figures that some words can be about: what is nearest to them says it."""
    linked = [one for ref, one in known.items() if any(_names(link, ref) for link in line.links)]
    if linked:
        return linked
    near = (line.words, *line.around, *line.links, line.where)
    of_others = any(link.startswith("/figures/") for link in line.links)
    if (
        of_others
        or EXAMPLES in line.where
        or not any(name in one for name in force for one in near)
    ):
        return []
    for words in near:
        named = [one for ref, one in known.items() if _names(words, ref)]
        if named:
            return named
    measures = {one.measure.id for one in known.values() if f"/{one.measure.id}" in line.where}
    return [one for one in known.values() if not measures or one.measure.id in measures]


def _names(words: str, reference: str) -> bool:
    return _reference(reference).search(words) is not None


@lru_cache
def _reference(reference: str) -> re.Pattern[str]:
    """A reference in an address or in a file's name, and not a part of another one."""
    return re.compile(rf"(?<![a-z-]){reference.replace('/', '[/_]')}(?!\d)")


def _in_line(line: Line, one: Known, about: Sequence[Known]) -> Iterator[Told]:
    """Read numbers that none of the figures explains that the words can be about."""
    where = f"{line.where}, {line.words[:60]!r}"
    named = _nearest(line, one.groups)
    hidden = [group for group in named if group in one.not_shown]
    total = (TOTALS[one.measure.power],)
    numbers = numbers_in(line.words) if hidden or one.hidden_months else []
    if hidden:
        explained = frozenset().union(*(each.explained((*named,)) for each in about))
        for number, group, values in told_of(numbers, hidden, explained, one.scales):
            yield Told(f"{where}: {number}", ((one.measure.id, group),), (), values)
    for month in one.hidden_months if numbers else ():
        if any(_is_month(month, words) for words in (line.words, *line.around[:2])):
            for number in numbers:
                if number.replace(",", "").isdigit():
                    count = int(number.replace(",", ""))
                    yield Told(f"{where}: {number}", total, (month,), (count,))


def _nearest(line: Line, groups: Sequence[str]) -> list[str]:
    """The groups that the words name; if they name none, those of the nearest heading that does."""
    around = () if line.words.startswith(SQL) else line.around
    for words in (line.words, *around):
        named = [one for one in groups if _is_named(one, words)]
        if named:
            return named
    return []


@lru_cache(maxsize=100_000)
def _is_named(group: str, words: str) -> bool:
    return group in words and re.search(rf"\b{re.escape(group)}\b", words) is not None


def _is_month(month: str, words: str) -> bool:
    return month in words or _month(month) in words


_month = lru_cache(notes.month)


def _charts(known: Mapping[str, Known]) -> frozenset[str]:
    """The figures' own pictures, which are read with the figures."""
    drawn = (one for each in known.values() for one in each.figure.charts.values())
    return frozenset(svg for one in drawn for svg in one.values())


def _in_drawing(line: Line, svg: str, one: Known) -> Iterator[Told]:
    """Read a picture that was drawn for a page, or is a figure's own with words around it."""
    if 'class="eh-cell"' in svg:
        yield from _in_cell(line, svg, one)
        return
    width = "620"
    name = next((part for part in ("rates", "unknown", "people") if f"{part}-" in svg), "rates")
    drawn = Figure(
        power=one.figure.power, result=one.figure.result, series={}, about=one.figure.about
    )
    drawn.charts = {name: {width: svg}}
    for told in told_in_lanes(drawn, one.measure):
        yield replace(told, where=f"{line.where}, {told.where}")


def _in_cell(line: Line, svg: str, one: Known) -> Iterator[Told]:
    """A tiny picture may mark no more than the figure shows of the group that it is about."""
    marked = [mark for mark in marks_of(svg) if mark.name in CELL]
    rows = {row["group"]: row for row in one.figure.result["rows"]}
    reference = one.figure.result["reference"]
    for group in _nearest(line, [name for name in rows if name != reference])[:1]:
        shown = rows[group]["ratio"] is not None
        points = [point["ratio"] for point in one.figure.series.get("points", [])]
        known = max(sum(ratio is not None for ratio in points), int(shown))
        if _points(marked) > known:
            pair = (*printed(one.measure, group), *printed(one.measure, reference))
            yield Told(f"{line.where}, marks of {group} in a picture in a cell", pair)


def _points(marked: Sequence[Mark]) -> int:
    """How many values the marks tell: the corners of their lines, or dots that stand alone."""
    lines = [mark.path for mark in marked if mark.name == "i" and "L" in mark.path]
    corners = sum(line.count("L") + 1 for line in lines)
    lone = sum(mark.kind == "circle" for mark in marked)
    return max(corners, lone)


def _in_dots(address: str, one: Known) -> Iterator[Told]:
    """Dots that no drawing explains may tell whatever the figure does not."""
    made_from = [each for group in sorted(one.not_shown) for each in printed(one.measure, group)]
    if made_from:
        yield Told(f"{address}, dots that its drawing does not have", tuple(made_from))
