"""How many cases are enough: for a share that is known well, or a fault that is seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.words import draws as sentences
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.scrutiny.models import DrawStep
from evenhand.scrutiny.sizing import Foreseen, Size, of_frame
from evenhand.scrutiny.terms import Kind
from evenhand.stats.sample_sizes import cases_to_estimate, cases_to_see_one

SIZES = (50, 100, 200, 500)
REACH, FAULT = 0.1, 0.05


@dataclass(frozen=True)
class Sizes:
    """For a frame of so many: how many to draw to know a share, and to see a fault once."""

    size: str
    estimate: str
    see: str


def sizes() -> tuple[Sizes, ...]:
    """How many cases to draw, for frames of some sizes and for any."""
    rows = [
        Sizes(
            f"{size:,}",
            str(cases_to_estimate(REACH, size=size)),
            str(cases_to_see_one(FAULT, size=size)),
        )
        for size in SIZES
    ]
    rows.append(
        Sizes(
            say("More than anybody counts"),
            str(cases_to_estimate(REACH)),
            str(cases_to_see_one(FAULT)),
        )
    )
    return tuple(rows)


@dataclass(frozen=True)
class Row:
    """What a draw of some size may miss: of every 100 records, and as a number of them."""

    cases: str
    share: str
    records: str


@dataclass(frozen=True)
class Foretold:
    """What a draw of the chosen size may miss, and of other sizes.

    Attributes
    ----------
    lines : how many records there are, and the risk; or why it cannot be told.
    rows : of each size, the chosen one among them, the smallest first.
    """

    lines: tuple[str, ...]
    rows: tuple[Row, ...] = ()


def foretold(found: Foreseen) -> Foretold:
    """What a draw may miss, as the log of stops is now."""
    chosen = found.chosen
    counted = say(
        "The log of stops has {size} records of this by now, and {cases} would be drawn.",
        size=numbers.whole(found.positions),
        cases=numbers.whole(chosen.cases),
    )
    risk = sentences.foreseen(chosen.missed, size=found.positions, cases=chosen.cases)
    every = sorted((chosen, *found.others), key=lambda one: one.cases)
    return Foretold((counted, risk), tuple(_row(one) for one in every))


def risk_of_frame(steps: Sequence[DrawStep]) -> str:
    """What a draw from a frozen frame may miss; empty where none is frozen."""
    step = next((one for one in steps if one.kind == Kind.FROZEN), None)
    if step is None:
        return ""
    found = of_frame(step.data["strata"])
    return sentences.foreseen(found.chosen.missed, size=found.positions, cases=found.chosen.cases)


def _row(one: Size) -> Row:
    return Row(
        sentences.cases_of(one.cases),
        numbers.rate(one.missed.share, share=True),
        numbers.whole(one.missed.cases),
    )
