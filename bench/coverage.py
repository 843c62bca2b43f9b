"""What matching finds of planted stops: ``python -m bench.coverage`` (docs/methods/coverage.md)."""

import numpy as np

from evenhand.encounters.known.matching import match
from evenhand.encounters.known.simulated import WORLDS, World, told

MONTHS = 100


def judged(world: World) -> tuple[float, float, float, int]:
    """Share of sure pairs that are right, of recorded stops found, width of bounds, months held."""
    right, found, width, held = [], [], [], 0
    for seed in range(MONTHS):
        made = told(world, seed)
        pairs = match(made.events, made.records)
        sure = [one for one in pairs if one.sure]
        good = sum(one.event[1:] == one.record[1:] for one in sure)
        right.append(good / len(sure))
        found.append(good / len(made.really))
        width.append((len(pairs) - len(sure)) / len(made.events))
        held += len(sure) <= len(made.really) <= len(pairs)
    return float(np.mean(right)), float(np.mean(found)), float(np.mean(width)), held


def main() -> None:
    for name, world in WORLDS.items():
        right, found, width, held = judged(world)
        print(
            f"| {name} | {100 * right:.1f}% | {100 * found:.1f}% | {100 * width:.1f} points "
            f"| {held} of {MONTHS} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
