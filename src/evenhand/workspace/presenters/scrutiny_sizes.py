"""How many cases are enough: for a share that is known well, or a fault that is seen."""

from dataclasses import dataclass

from evenhand.measures.words.messages import say
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
