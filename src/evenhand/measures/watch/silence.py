"""What the watch cannot tell, and why: silence must never look like calm."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evenhand.measures.watch.charts import FEWEST_HISTORY, QUALITY, Block, Chart, lived
from evenhand.measures.watch.cube import ELSEWHERE, EVERYBODY, GROUPS, REFERENCE
from evenhand.measures.watch.found import Looks, Series, Untold
from evenhand.measures.watch.judging import QUARTER, Watching, examined, series_at
from evenhand.measures.watch.settings import streams
from evenhand.measures.words import watching as words


def untold(watching: Sequence[Watching]) -> Iterator[Untold]:
    """Name every series that could not be looked at in the last quarter, with the reason."""
    for one in watching:
        if one.cube.areas:
            yield from _of_areas(one)
            continue
        for block, chart in zip(one.blocks, one.charts, strict=True):
            seen = examined(one, chart)
            for force in range(len(one.cube.forces)):
                if not seen[force].all():
                    yield from _of_force(one, block, chart, force, seen[force].tolist())


def _of_force(
    one: Watching, block: Block, chart: Chart, force: int, seen: Sequence[bool]
) -> Iterator[Untold]:
    silent = not bool(one.cube.observed[force, -QUARTER:].any())
    here = lived(one.cube)[force]
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


def _of_areas(one: Watching) -> Iterator[Untold]:
    """Say of each area and measure how many series cannot be told: there are too many to name."""
    cube = one.cube
    for row, (force, area) in enumerate(zip(cube.forces, cube.areas, strict=True)):
        if area == ELSEWHERE:
            continue
        silent, every = Counter[str](), Counter[str]()
        for block, chart in zip(one.blocks, one.charts, strict=True):
            names = [series_at(cube, block, row, place) for place in range(block.asked.size)]
            seen = examined(one, chart)[row].tolist()
            for series, told in zip(names, seen, strict=True):
                every[series.measure] += 1
                silent[series.measure] += not told
        for measure, count in sorted(silent.items()):
            if count:
                series = Series(force, cube.power, measure, Looks.RATE, area=area)
                why = words.untold_in_area(series, count, every[measure])
                yield Untold(series, why, many=count)


def never(watching: Sequence[Watching]) -> Iterator[Untold]:
    """Name what is not looked at for any force whose records are as these, and why."""
    divided = {
        (one.cube.power, force) for one in watching if one.cube.areas for force in one.cube.forces
    }
    forces = dict.fromkeys(force for one in watching for force in one.cube.forces)
    for name, stream in streams().items():
        if stream.missing:
            for force in forces:
                series = Series(
                    force, stream.power, EVERYBODY[stream.power], Looks.RATE, stream=name
                )
                why = words.no_records(force, stream.missing)
                yield Untold(series, why, words.stream_title(name), 0)
    for one in watching:
        if one.cube.areas:
            continue
        streams_here = {asked.stream for asked in one.cube.asked}
        for force in one.cube.forces:
            series = Series(force, one.cube.power, EVERYBODY[one.cube.power], Looks.RATE)
            if (one.cube.power, force) not in divided:
                yield Untold(series, words.no_areas(series), words.areas_title(), 0)
            if "children" in streams_here:
                children = replace(series, stream="children")
                yield Untold(children, words.no_children(children), words.children_title(), 0)
