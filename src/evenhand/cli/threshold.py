"""`evenhand threshold`: on how little suspicion groups are searched, by several models."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.stats.outcomes.threshold import ThresholdFit, ThresholdTest

COLUMNS = ("location", "group", "stops", "searches", "found")
Counts = Annotated[
    Path,
    typer.Argument(
        metavar="COUNTS.csv",
        help="A row for each location and group: location,group,stops,searches,found.",
    ),
]
Reference = Annotated[
    str, typer.Option("--reference", metavar="GROUP", help="The group the others are held against.")
]
Families = Annotated[
    list[str] | None,
    typer.Option("--family", metavar="NAME", help="Only this one: beta or discriminant."),
]
Scales = Annotated[
    list[float] | None,
    typer.Option(
        "--scale", metavar="NUMBER", help="Only this width of what is believed; 0.5, 1 and 1.5."
    ),
]
Kept = Annotated[
    Path | None,
    typer.Option("--cache", metavar="DIR", help="A folder where answers are kept by their counts."),
]


@talking
def threshold(
    talk: Talk,
    *,
    counts: Counts,
    reference: Reference,
    family: Families = None,
    scale: Scales = None,
    cache: Kept = None,
    as_json: AsJson = False,
) -> None:
    """Estimate on how little suspicion each group is searched, under several models side by side.

    No single one is the answer. It takes minutes, and leaves with status 1 if under no model the
    draws arrived at one.
    """
    from evenhand.stats.outcomes.families import FAMILIES
    from evenhand.stats.outcomes.threshold import SCALES, threshold_test

    tables, locations, groups = read(counts)
    talk.say("Drawing: minutes for each model, none for one that is kept.")
    told = threshold_test(
        *tables,
        locations=locations,
        groups=groups,
        reference=reference,
        families=family or FAMILIES,
        scales=scale or SCALES,
        cache=cache,
    )
    if as_json:
        data.write_json(answer(told))
    else:
        data.write(text(told))
    if not any(fit.usable for fit in told.fits):
        raise typer.Exit(Exit.FOUND)


def read(path: Path) -> tuple[list[list[list[int]]], list[str], list[str]]:
    """Read stops, searches and finds, each (locations, groups), and both lists of names.

    Raises
    ------
    evenhand.stats.errors.InvalidCounts
        If a column, a pair of location and group or a number is missing, or a pair stands twice.
    """
    from evenhand.stats.errors import InvalidCounts

    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise InvalidCounts(f"{path} has no column {', '.join(missing)}.")
        found: dict[tuple[str, str], list[int]] = {}
        for line, row in enumerate(rows, 2):
            at = (row["location"] or "").strip(), (row["group"] or "").strip()
            if not all(at):
                raise InvalidCounts(f"{path}, line {line}: a location or a group is empty.")
            if at in found:
                raise InvalidCounts(f"{path}, line {line}: {at[1]} in {at[0]} stands there twice.")
            try:
                found[at] = [int(row[name]) for name in COLUMNS[2:]]
            except (TypeError, ValueError) as error:
                raise InvalidCounts(
                    f"{path}, line {line}: stops, searches and found must be whole numbers."
                ) from error
    locations = list(dict.fromkeys(place for place, _ in found))
    groups = list(dict.fromkeys(group for _, group in found))
    if gone := [(place, one) for place in locations for one in groups if (place, one) not in found]:
        place, one = gone[0]
        raise InvalidCounts(
            f"{path} has no row for {one} in {place}. A pair without stops has a row with zeros: "
            "one that is left out is not known."
        )
    tables: dict[int, list[list[int]]] = defaultdict(list)
    for place in locations:
        for kind in range(3):
            tables[kind].append([found[place, one][kind] for one in groups])
    return [tables[kind] for kind in range(3)], locations, groups


def answer(told: "ThresholdTest") -> dict[str, Any]:
    """Give everything under the names that programs rely on."""
    return {
        "reference": told.reference,
        "groups": list(told.cells.groups),
        "locations": list(told.cells.locations),
        "fits": [_fit(told, one) for one in told.fits],
        "searched_on_less": {
            group: dict(zip(("under", "of"), told.searched_on_less(group), strict=True))
            for group in told.cells.groups
            if group != told.reference
        },
        "caution": told.caution,
    }


def _fit(told: "ThresholdTest", fit: "ThresholdFit") -> dict[str, Any]:
    said = vars(fit.diagnostics)
    return {
        "family": fit.family,
        "scale": fit.scale,
        "usable": fit.usable,
        "why_not": fit.why,
        "r_hat": said["r_hat"],
        "effective": said["effective"],
        "divergences": said["divergences"],
        "draws": said["draws"],
        "searched": fit.searched,
        "found": fit.found,
        "groups": [
            {
                "group": group,
                "threshold": float(fit.threshold.value[at]),
                "low": float(fit.threshold.low[at]),
                "high": float(fit.threshold.high[at]),
                "lower_than_reference": (None if group == told.reference else float(fit.lower[at])),
            }
            for at, group in enumerate(told.cells.groups)
        ]
        if fit.usable
        else [],
    }


def text(told: "ThresholdTest") -> str:
    """Write every model in a row for each group, and what must stand beside them."""
    from evenhand.cli.tables import columns

    rows, reasons = [], []
    for fit in told.fits:
        if not fit.usable:
            reasons.append(f"{fit.family}, scale {fit.scale:g}: {fit.why}")
            continue
        for at, group in enumerate(told.cells.groups):
            value, low, high = (
                float(one[at])
                for one in (fit.threshold.value, fit.threshold.low, fit.threshold.high)
            )
            rows.append(
                {
                    "model": f"{fit.family}, scale {fit.scale:g}",
                    "group": group,
                    "threshold": f"{value:.3f} ({low:.3f} to {high:.3f})",
                    "lower": "" if group == told.reference else f"{fit.lower[at]:.2f}",
                }
            )
    head = [
        ("model", "Model"),
        ("group", "Group"),
        ("threshold", "Searched from a chance of (likely range)"),
        ("lower", f"Chance that it is below {told.reference}"),
    ]
    under = [
        f"{group}: searched on less than {told.reference} under {under} of {of} models that can be "
        "used."
        for group in told.cells.groups
        if group != told.reference
        for under, of in [told.searched_on_less(group)]
        if of
    ]
    parts = [columns(head, rows, right=["lower"])] if rows else ["We cannot tell."]
    return "\n\n".join([*parts, *(["\n".join(reasons)] if reasons else []), *under, told.caution])
