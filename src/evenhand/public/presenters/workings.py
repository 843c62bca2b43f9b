"""How we know: the formula with the numbers put in, the files and their fingerprints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Source:
    """One file that was counted."""

    month: str
    name: str
    sha256: str
    version: str


@dataclass(frozen=True)
class Workings:
    """What it takes to compute a figure again."""

    formulas: tuple[str, ...]
    notes: tuple[str, ...]
    methods: str
    sources: tuple[Source, ...]
    reference: str
    digest: str
    made_with: str


def workings(figure: Figure) -> Workings:
    """Lay out how a figure was made."""
    result = figure.result
    return Workings(
        formulas=formulas(result, figure.about),
        notes=(
            say(
                "The likely range is a 95% interval: it says what chance alone allows. The range "
                "“if all were known” says what missing ethnicity allows. They are different kinds "
                "of doubt, so we never add them together."
            ),
            *result.get("notes", []),
        ),
        methods=notes.listed([f"{name} {version}" for name, version in figure.methods.items()]),
        sources=tuple(
            Source(notes.month(item["month"]), item["source"], item["sha256"], str(item["version"]))
            for item in figure.inputs
        ),
        reference=figure.reference,
        digest=figure.digest,
        made_with=say("Evenhand {version}", version=figure.evenhand_version),
    )


def formulas(result: Mapping[str, Any], about: Mapping[str, Any]) -> tuple[str, ...]:
    """The formulas of the group in question, of the reference and of their ratio, with numbers."""
    share = about["kind"] != "rate"
    wanted = (result["ratio_group"], result["reference"])
    rows = {row["group"]: row for row in result["rows"]}
    given = [rows[group] for group in wanted if group in rows and rows[group]["rate"] is not None]
    lines = [_formula(row, share=share) for row in given]
    if len(given) == len(wanted) and given[0]["ratio"] is not None:
        lines.append(
            say(
                "{group} ÷ {reference}: {rate} ÷ {reference_rate} = {ratio} times",
                group=wanted[0],
                reference=wanted[1],
                rate=_fine(given[0]["rate"], share=share),
                reference_rate=_fine(given[1]["rate"], share=share),
                ratio=numbers.times(given[0]["ratio"]),
            )
        )
    return tuple(lines)


def _formula(row: Mapping[str, Any], *, share: bool) -> str:
    values = {
        "group": row["group"],
        "events": numbers.whole(row["events"]),
        "exposure": f"{row['exposure']:,.0f}",
        "rate": _fine(row["rate"], share=share),
    }
    if share:
        return say("{group}: {events} of {exposure} searches × 100 = {rate}", **values)
    return say(
        "{group}: {events} searches ÷ {exposure} residents × years × 1,000 = {rate}", **values
    )


def _fine(value: float, *, share: bool) -> str:
    return f"{value * 100 if share else value:,.2f}"
