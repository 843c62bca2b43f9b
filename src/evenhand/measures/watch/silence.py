"""What the watch cannot tell, and why: silence must never look like calm."""

from collections.abc import Iterator, Sequence

from evenhand.measures.watch.charts import FEWEST_HISTORY, QUALITY, Block, Chart, lived
from evenhand.measures.watch.cube import GROUPS, REFERENCE
from evenhand.measures.watch.found import Looks, Untold
from evenhand.measures.watch.judging import QUARTER, Watching, examined, series_at
from evenhand.measures.words import watching as words


def untold(watching: Sequence[Watching]) -> Iterator[Untold]:
    """Name every series that could not be looked at in the last quarter, with the reason."""
    for one in watching:
        for block, chart in zip(one.blocks, one.charts, strict=True):
            seen = examined(one, chart)
            for force in range(len(one.cube.forces)):
                if not seen[force].all():
                    yield from _of_force(one, block, chart, force, seen[force].tolist())


def _of_force(
    one: Watching, block: Block, chart: Chart, force: int, seen: Sequence[bool]
) -> Iterator[Untold]:
    silent = not bool(one.cube.observed[force, -QUARTER:].any())
    here = lived(one.cube.forces[force])
    for place, told in enumerate(seen):
        if told:
            continue
        group = int(block.groups[place])
        if block.looks in {Looks.RATIO, Looks.RATE} and GROUPS[group][1] == "White: Roma":
            continue  # no police code can express it, so that nothing is ever recorded
        people = (
            block.looks in QUALITY
            or block.looks is Looks.SHARE
            or bool(here[group] and (block.looks is Looks.RATE or here[REFERENCE[group]]))
        )
        why = words.Why(
            few=int(FEWEST_HISTORY),
            short=0
            if chart.seen[0, force, place] >= chart.start[force]
            else int(chart.start[force]),
            silent=silent,
            residents=not people,
        )
        series = series_at(one.cube, block, force, place)
        yield Untold(series, words.untold(series, why))
