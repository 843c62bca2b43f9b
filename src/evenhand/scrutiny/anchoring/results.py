"""How each panel's agreed colours stand beside the sealed ones, and how far panels agree.

A set has a handful of cases, of which no share can be told. So what is told is of all sets that a
body has opened by then: a case counts once, in the set in which it was laid before panels.
"""

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any

from evenhand.accounts.models import Organisation
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import selectors
from evenhand.scrutiny.anchoring.history import present
from evenhand.scrutiny.results import in_text, plainly
from evenhand.scrutiny.scoring.anchors import Against, against
from evenhand.scrutiny.scoring.answers import kept
from evenhand.scrutiny.scoring.comparing import rank
from evenhand.scrutiny.scoring.scores import Answers
from evenhand.stats.errors import StatsError
from evenhand.stats.proportions import proportion
from evenhand.stats.raters import krippendorff_alpha

FEWEST = 10
"""Anchor cases that a panel agreed on: of fewer no share is told."""


def result(row: models.AnchorSet) -> dict[str, Any]:
    """Work out what may be told of a set whose sealed scores are open, as plain values.

    Shares are text with four decimals; what cannot be told is an empty mapping.
    """
    opened = models.AnchorSet.objects.filter(body=row.body_id, result__isnull=False)
    own = models.AnchorResult.objects.filter(set=row).first()
    if own is not None:  # worked out again later: sets that were opened since are no part of it
        opened = opened.filter(result__pk__lt=own.pk)
    every = [*opened.exclude(pk=row.pk).order_by("number"), row]
    laid = {one.pk: _laid(one) for one in every}
    names = dict(Organisation.objects.values_list("pk", "name"))
    here = laid[row.pk]
    return {
        "anchors": len(here.keys),
        "sets": len(every),
        "all_anchors": sum(len(one.keys) for one in laid.values()),
        "panels": [
            {
                "panel": panel,
                "name": names[panel],
                "here": _counts(against(here.keys, here.panels.get(panel, {}))),
                "so_far": _so_far([one for one in laid.values() if panel in one.before], panel),
            }
            for panel in sorted(here.before, key=lambda one: (names[one].casefold(), one))
        ],
        "agreement": _agreement(list(laid.values())),
    }


class _Laid:
    """A set as it was laid before panels: its sealed scores, and what each agreed."""

    def __init__(
        self,
        before: Sequence[str],
        keys: Mapping[str, Answers],
        panels: Mapping[str, Mapping[str, Answers]],
    ) -> None:
        self.before, self.keys, self.panels = before, keys, panels


def _laid(row: models.AnchorSet) -> _Laid:
    there = selectors.current(row)
    agreed = selectors.agreed_by_panel(row)
    return _Laid(
        present(selectors.steps_of(row)).panels,
        {str(number): kept(one.key.answers) for number, one in there.items()},
        {
            panel: {str(number): one for number, one in found.items()}
            for panel, found in agreed.items()
        },
    )


def _counts(found: Against) -> dict[str, int]:
    return {
        "of": found.of,
        "same": found.same,
        "milder": found.milder,
        "graver": found.graver,
        "cannot_tell": found.cannot_tell,
        "missing": found.missing,
        "opposite": found.opposite,
    }


def _so_far(laid: Sequence[_Laid], panel: str) -> dict[str, Any]:
    each = [_counts(against(one.keys, one.panels.get(panel, {}))) for one in laid]
    whole: dict[str, Any] = {name: sum(one[name] for one in each) for name in each[0]}
    enough = whole["of"] >= FEWEST
    share = plainly(proportion(whole["same"], whole["of"])) if enough else {}
    return {**whole, "share": share}


def _agreement(laid: Sequence[_Laid]) -> dict[str, Any]:
    """How far panels agree with each other on the same cases, whatever the sealed scores say."""
    panels = sorted({panel for one in laid for panel in one.panels})
    table = [
        [_placed(one.panels.get(panel, {}).get(name)) for panel in panels]
        for one in laid
        for name in one.keys
    ]
    told: dict[str, Any] = {"panels": len(panels), "cases": _judged_by_two(table), "alpha": {}}
    try:
        found = krippendorff_alpha(table, scale="ordinal")
    except (StatsError, ValueError):
        return told
    alpha = plainly(found.agreement)
    # Without an interval there are too few cases, or too few that any panel saw otherwise.
    told["alpha"] = {**alpha, "observed": in_text(found.observed)} if all(alpha.values()) else {}
    return told


def _placed(given: Answers | None) -> float:
    place = rank(given.overall) if given else None
    return nan if place is None else place


def _judged_by_two(table: Sequence[Sequence[float]]) -> int:
    return sum(sum(one == one for one in row) > 1 for row in table)  # noqa: PLR0124  (NaN is not itself)
