"""Lines of Python and of R that give a published number again from the published counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Lines:
    """Programs to copy: three lines of Python, four of R; fewer where there is less to repeat."""

    python: str
    r: str


def repeating(row: Row, reference: Row | None, *, share: bool) -> Lines | None:
    """Write the programs for one group.

    Parameters
    ----------
    row : the group's.
    reference : the row of the group it is compared with; None for that group itself, and where
        there is no comparison.
    share : the rate is a share of records.

    Returns
    -------
    Nothing where the row has no rate.
    """
    if row["rate"] is None:
        return None
    compared = reference if reference is not None and row["ratio"] is not None else None
    own, pair = _numbers(row), None if compared is None else _numbers(compared)
    return Lines(_python(own, pair, share=share), (_r_share if share else _r_rate)(own, pair))


def _numbers(row: Row) -> tuple[str, str]:
    """Counts and exposure to the last digit, so that nothing is lost on the way."""
    exposure = float(row["exposure"])
    return str(row["events"]), str(int(exposure)) if exposure.is_integer() else repr(exposure)


def _python(own: tuple[str, str], pair: tuple[str, str] | None, *, share: bool) -> str:
    one, ratio = ("proportion", "ratio_of_proportions") if share else ("rate", "ratio_of_rates")
    names = [one] if pair is None else [one, ratio]
    per = "" if share else ", per=1000"
    lines = [
        f"from evenhand.stats import {', '.join(names)}",
        f"print({one}({', '.join(own)}{per}))",
    ]
    if pair is not None:
        lines.append(f"print({ratio}({', '.join((*own, *pair))}))")
    return "\n".join(lines)


def _r_rate(own: tuple[str, str], pair: tuple[str, str] | None) -> str:
    (a, n) = own
    lines = [
        f"rate <- poisson.test({a}, {n})",
        "print(c(rate$estimate, rate$conf.int) * 1000, digits = 15)",
    ]
    if pair is not None:
        b, m = pair
        lines += [
            f"ratio <- poisson.test(c({a}, {b}), c({n}, {m}))",
            "print(c(ratio$estimate, ratio$conf.int), digits = 15)",
        ]
    return "\n".join(lines)


def _r_share(own: tuple[str, str], pair: tuple[str, str] | None) -> str:
    """R itself has Wilson's range for a share, and none for the ratio of two."""
    a, n = own
    lines = [
        f"share <- prop.test({a}, {n}, correct = FALSE)",
        "print(c(share$estimate, share$conf.int), digits = 15)",
    ]
    if pair is not None:
        b, m = pair
        lines.append(f"print(({a} / {n}) / ({b} / {m}), digits = 15)")
    return "\n".join(lines)
