"""What agreed scores of a draw say of its whole frame, as anybody may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.scrutiny import models
from evenhand.scrutiny.scoring.forms import COLOURS


@dataclass(frozen=True, slots=True)
class ToldRange:
    """A value with its likely range; None where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ToldResult:
    """What all agreed scores say of the whole frame.

    Attributes
    ----------
    cases, unseen : how many were looked at, and drawn but not to be seen.
    ratings : by colour; empty where too few were looked at.
    red : the share of red in the frame, of what could be judged.
    if_good, if_bad : the same if all that could not be seen was good, or was red.
    missed : the largest share of red that such a draw would have missed once in twenty;
        ``missed_cases`` the same as a number of cases of the frame.
    alpha, kappa : how far members agreed before they spoke with each other.
    observed : of all pairs of their judgements of one case, the share that were the same.
    """

    cases: int
    unseen: int
    ratings: Mapping[str, int]
    red: ToldRange | None
    if_good: ToldRange | None
    if_bad: ToldRange | None
    missed: float | None
    members: int
    alpha: ToldRange | None
    kappa: ToldRange | None
    missed_cases: int | None = None
    observed: float | None = None


def result_of(found: models.Draw) -> ToldResult | None:
    """What scores say of a draw's whole frame; None before its result is published."""
    kept: models.Result | None = getattr(found, "result", None)
    if kept is None:
        return None
    said: Mapping[str, Any] = kept.content
    agreement, bound = said["agreement"], said["bound"]
    return ToldResult(
        cases=said["cases"],
        unseen=said["unseen"],
        # In their own order: PostgreSQL keeps the keys of JSON in one of its own.
        ratings={one: said["ratings"][one] for one in COLOURS if one in said["ratings"]},
        red=range_of(said["red"]),
        if_good=range_of(bound.get("if_good", {})),
        if_bad=range_of(bound.get("if_bad", {})),
        missed=_number(said["missed"].get("share", "")),
        members=agreement["members"],
        alpha=range_of(agreement["alpha"]),
        kappa=range_of(agreement["kappa"]),
        missed_cases=int(said["missed"]["cases"]) if said["missed"].get("cases") else None,
        observed=_number(agreement["alpha"].get("observed", "")),
    )


def range_of(said: Mapping[str, str]) -> ToldRange | None:
    """A published value with its likely range; None where it could not be told."""
    if not said:
        return None
    return ToldRange(*(_number(said[name]) for name in ("value", "low", "high")))


def _number(text: str) -> float | None:
    return float(text) if text else None
