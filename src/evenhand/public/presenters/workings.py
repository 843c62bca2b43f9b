"""How we got this number: the formula with the numbers put in, the files, the SQL, and a way to
say that it is wrong.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import said_of
from evenhand.public.presenters.repeating import Lines, repeating
from evenhand.publications.charts import ORDER
from evenhand.publications.making import wording
from evenhand.publications.models import Figure

Row = Mapping[str, Any]
MOST_FILES = 24  # two years of one force; more would fill the page with what the JSON file holds
LETTERS = 16  # of a fingerprint: no two files share them, and they fit a line of a phone
LEFT_OUT = "#how-left-out"  # where a figure's page says what is not in its numbers

SAID_BY_FORMULAS = frozenset({"compared", "reference"})


@dataclass(frozen=True)
class Source:
    """One file that was counted."""

    month: str
    name: str
    sha256: str
    version: str

    @property
    def fingerprint(self) -> str:
        """The first letters of the sha256, enough to compare; the JSON file has all of them."""
        return self.sha256[:LETTERS]


@dataclass(frozen=True)
class RowWorkings:
    """How the numbers of one group were made.

    Attributes
    ----------
    anchor : its place on the page, as :func:`workings_anchor` gives it.
    sentence : what is known of the group; empty where the formulas say all of it.
    formulas : each number with what it was made from.
    lines : programs that give the numbers again; nothing where there is no rate.
    """

    group: str
    anchor: str
    sentence: str
    formulas: tuple[str, ...]
    lines: Lines | None


@dataclass(frozen=True)
class Workings:
    """What it takes to compute a figure again, and to doubt it.

    Attributes
    ----------
    formula : how the number of the headline was got, each step with its numbers.
    rows : each group's own, in the order of the table.
    programs : those of the group in question; every other group's differ in their counts only.
    left_out : what is not in the numbers.
    wrong : the address at which to say that this is wrong.
    more_files : how many files are named in the JSON file only.
    """

    formula: tuple[str, ...]
    rows: tuple[RowWorkings, ...]
    programs: Lines | None
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    methods: str
    sources: tuple[Source, ...]
    more_files: int
    queries: tuple[str, ...]
    reference: str
    digest: str
    made_with: str
    command: str
    wrong: str


def workings_anchor(group: str) -> str:
    """The place on a figure's page where a group's numbers are explained: ``how-black``.

    Link every number to ``#`` and this, or to ``figure_url(figure)`` with it on another page.
    """
    return "how-" + re.sub(r"[^a-z0-9]+", "-", group.lower()).strip("-")


def workings(figure: Figure) -> Workings:
    """Lay out how a figure was made."""
    result, about = figure.result, figure.about
    every = tuple(_source(item) for item in figure.inputs)
    rows = row_workings(result, about)
    return Workings(
        formula=_headline(result, share=about["kind"] != "rate", power=about["power"]),
        rows=rows,
        programs=_programs(rows, result["ratio_group"]),
        left_out=_left_out(figure),
        notes=(
            say(
                "The likely range is a 95% interval: it says what chance alone allows. The range "
                "“if all were known” says what missing ethnicity allows. They are different kinds "
                "of doubt, so we never add them together."
            ),
            *filter(None, [figure.expected.get("how")]),
            *(one for one in result.get("notes", []) if one != figure.wording["unknown"]),
            *([wording.repeating_within()] if figure.force is None else []),
        ),
        methods=notes.listed([f"{name} {version}" for name, version in figure.methods.items()]),
        sources=every if len(every) <= MOST_FILES else (),
        more_files=len(every) if len(every) > MOST_FILES else 0,
        queries=tuple(figure.queries),
        reference=figure.reference,
        digest=figure.digest,
        made_with=say("Evenhand {version}", version=figure.evenhand_version),
        command=f"evenhand figure {figure.reference} --lake DIR",
        wrong=f"{reverse('feedback')}?about={quote(figure.reference, safe='')}",
    )


def _headline(result: Mapping[str, Any], *, share: bool, power: str) -> tuple[str, ...]:
    """Both rates and the ratio of them; nothing where there is no comparison."""
    rows = {row["group"]: row for row in result["rows"]}
    focus, reference = rows.get(result["ratio_group"]), rows.get(result["reference"])
    if focus is None or reference is None or focus["ratio"] is None:
        return ()
    return (
        _rate(focus, result, share=share, power=power),
        _rate(reference, result, share=share, power=power),
        _ratio(focus, reference, share=share),
    )


def _programs(rows: Sequence[RowWorkings], focus: str | None) -> Lines | None:
    wanted = focus and workings_anchor(focus)
    of_focus = [row.lines for row in rows if row.lines and row.anchor == wanted]
    return next(iter([*of_focus, *(row.lines for row in rows if row.lines)]), None)


def _source(item: Mapping[str, Any]) -> Source:
    return Source(notes.month(item["month"]), item["source"], item["sha256"], str(item["version"]))


def _left_out(figure: Figure) -> tuple[str, ...]:
    """Records that are not in the numbers, and months that are not there."""
    told = [wording.what_is_counted(figure.about), *figure.result.get("warnings", [])]
    return tuple(dict.fromkeys(told))


def row_workings(result: Mapping[str, Any], about: Mapping[str, Any]) -> tuple[RowWorkings, ...]:
    """Explain every row of a result, in the order of the table."""
    share = about["kind"] != "rate"
    rows = {row["group"]: row for row in result["rows"]}
    reference = rows.get(result["reference"])
    return tuple(
        RowWorkings(
            group=named(row["group"]),
            anchor=workings_anchor(row["group"]),
            sentence="" if row["status"] in SAID_BY_FORMULAS else row["sentence"],
            formulas=formulas(row, reference, result, share=share, power=about["power"]),
            lines=repeating(row, None if row is reference else reference, share=share),
        )
        for row in sorted(rows.values(), key=_place)
    )


def _place(row: Row) -> int:
    return ORDER.index(row["group"]) if row["group"] in ORDER else len(ORDER)


def formulas(
    row: Row, reference: Row | None, result: Mapping[str, Any], *, share: bool, power: str
) -> tuple[str, ...]:
    """Each number of a row, with the numbers that it was made from.

    Parameters
    ----------
    row, reference : the group's row, and that of the group it is compared with.
    result : of which they are a part.
    share : rates are shares of records.
    power : what the records are of.
    """
    if row["rate"] is None:
        return ()
    lines = [_rate(row, result, share=share, power=power)]
    if reference is not None and reference is not row and row["ratio"] is not None:
        lines += [_ratio(row, reference, share=share), _difference(row, reference, share=share)]
        if len(result["months_observed_by_force"]) > 1 and row["within_force_ratio"] is not None:
            lines.append(_within(row, reference, len(result["months_observed_by_force"])))
        if result["unknown_events"] and row["unknown_low"] is not None and not share:
            lines.append(_if_known(row, reference, result["unknown_events"], power=power))
    return tuple(lines)


def _rate(row: Row, result: Mapping[str, Any], *, share: bool, power: str) -> str:
    ends = [_fine(row[key], share=share) for key in ("rate", "rate_low", "rate_high")]
    values = {
        "group": named(row["group"]),
        "events": numbers.whole(row["events"]),
        **dict(zip(("rate", "low", "high"), ends, strict=True)),
    }
    if share:
        return said_of(
            power,
            "{group}: {events} of {all} searches × 100 = {rate} (likely range {low} to {high})",
            **values,
            all=f"{row['exposure']:,.0f}",
        )
    observed = result["months_observed_by_force"]
    if len(observed) == 1:
        months = next(iter(observed.values()))
        return said_of(
            power,
            "{group}: {events} searches ÷ ({people} residents × {months} ÷ 12 years) × 1,000 = "
            "{rate} (likely range {low} to {high})",
            **values,
            people=f"{row['exposure'] * 12 / months:,.0f}",
            months=str(months),
        )
    return said_of(
        power,
        "{group}: {events} searches ÷ {exposure} residents × years (each force's residents for the "
        "months that it supplied) × 1,000 = {rate} (likely range {low} to {high})",
        **values,
        exposure=f"{row['exposure']:,.0f}",
    )


def _ratio(row: Row, reference: Row, *, share: bool) -> str:
    ends = (row["ratio"], row["ratio_low"], row["ratio_high"])
    ratio, low, high = numbers.times_with_range(*ends)
    return say(
        "{group} ÷ {reference}: {rate} ÷ {reference_rate} = {ratio} times (likely range {low} to "
        "{high})",
        group=named(row["group"]),
        reference=named(reference["group"]),
        rate=_fine(row["rate"], share=share),
        reference_rate=_fine(reference["rate"], share=share),
        ratio=ratio,
        low=low,
        high=high,
    )


def _within(row: Row, reference: Row, forces: int) -> str:
    keys = ("within_force_ratio", "within_force_ratio_low", "within_force_ratio_high")
    ratio, low, high = numbers.times_with_range(*(row[key] for key in keys))
    return say(
        "{group} ÷ {reference} within each of {forces} forces, weighted by how much each tells "
        "(Mantel and Haenszel): {ratio} times (likely range {low} to {high})",
        group=named(row["group"]),
        reference=named(reference["group"]),
        forces=str(forces),
        ratio=ratio,
        low=low,
        high=high,
    )


def _difference(row: Row, reference: Row, *, share: bool) -> str:
    ends = [
        _fine(row[key], share=share) for key in ("difference", "difference_low", "difference_high")
    ]
    return say(
        "{group} − {reference}: {rate} − {reference_rate} = {difference} (likely range {low} to "
        "{high})",
        group=named(row["group"]),
        reference=named(reference["group"]),
        rate=_fine(row["rate"], share=share),
        reference_rate=_fine(reference["rate"], share=share),
        **dict(zip(("difference", "low", "high"), ends, strict=True)),
    )


def _if_known(row: Row, reference: Row, unknown: int, *, power: str) -> str:
    low, high = numbers.times_range(row["unknown_low"], row["unknown_high"])
    return said_of(
        power,
        "Had all {unknown} searches of unknown ethnicity been of {reference} people: {low} times. "
        "Had all been of {group} people: {high} times.",
        unknown=numbers.whole(unknown),
        reference=named(reference["group"]),
        group=named(row["group"]),
        low=low,
        high=high,
    )


def _fine(value: float, *, share: bool) -> str:
    return f"{value * 100 if share else value:,.2f}".replace("-", "−")
