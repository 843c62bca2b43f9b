"""Which alert of the watch is about which planted change."""

from evenhand.demo.truth import DEMOSHIRE, Planted
from evenhand.measures.watch.found import Direction, Found


def shows(found: Found, one: Planted) -> bool:
    """Whether an alert is about a planted change: led by one of its groups, with its measure."""
    series = found.series
    measures = {each.measure for each in (series, *found.related) if each.group == series.group}
    return found.standing is None and (
        (series.force, found.direction) == (DEMOSHIRE.force, Direction.RISE)
        and series.group in one.groups
        and one.measure in measures
    )
