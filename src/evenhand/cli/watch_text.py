"""What the watch says, for a person at a terminal."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evenhand.measures.watch.found import Direction, Found, Means, Untold
from evenhand.measures.watch.stopped import is_stopped
from evenhand.measures.watch.which import Which, which
from evenhand.measures.words import standing
from evenhand.measures.words import watching as words
from evenhand.measures.words import which as counting
from evenhand.measures.words.messages import say
from evenhand.measures.words.notes import explanation, likely_range, month

if TYPE_CHECKING:
    from evenhand.measures.watch.found import Watched

FEW = 5
"""Series of one reason that are named; of more, their number is told."""


def text(found: "Watched", powers: Sequence[str], *, width: int | None) -> str:
    """Write the whole answer: the data first, worse before better, and what cannot be told.

    Parameters
    ----------
    found : what the run says.
    powers : those of which records were looked at.
    width : where to break lines; None leaves sentences whole.
    """
    quality = [one for one in found.alerts if one.quality]
    parts = [say("As of {month}. {examined}", month=month(found.as_of), examined=_examined(found))]
    for heading, alerts in (
        (say("About the data"), quality),
        (say("Worse"), _meaning(found, Means.WORSE)),
        (say("Standing"), list(found.standing)),
        (say("Moved"), _meaning(found, Means.NEITHER)),
        (say("Better"), _meaning(found, Means.BETTER)),
    ):
        if alerts:
            parts.append(f"{heading}\n\n" + "\n\n".join(_alert(one, width) for one in alerts))
    if not found.moves:
        parts.append(say("Nothing moved more than chance would move one of so many series."))
    if any(not one.quality for one in found.alerts):
        parts.append(_wrapped(f"{likely_range(unknown=False)} {explanation()}", width))
    if found.held_back:
        held = "\n".join(_wrapped(f"- {_held(one)}", width) for one in found.held_back)
        parts.append(f"{say('Not raised, because the data would explain it')}\n\n{held}")
    if found.untold:
        lines = "\n".join(_wrapped(f"- {line}", width) for line in _untold(found.untold))
        parts.append(f"{say('What cannot be told')}\n\n{lines}")
    measures = [one for power in powers for one in which(power)]
    if measures:
        lines = "\n".join(_wrapped(line, width) for line in _not_watched(measures))
        parts.append(f"{say('Which measures are watched')}\n\n{lines}")
    return "\n\n".join(parts)


def _examined(found: "Watched") -> str:
    return words.examined(sum(found.examined.values()))


def _meaning(found: "Watched", means: Means) -> list[Found]:
    return [one for one in found.moves if one.means is means and not one.quality]


def _alert(one: Found, width: int | None) -> str:
    return "\n".join(_wrapped(line, width) for line in _lines(one))


def _lines(one: Found) -> Iterator[str]:
    yield one.sentence
    if one.standing is not None:
        yield standing.against_forces(one.standing)
        yield standing.shrunk(one.standing)
        if badge := standing.badge(one.standing):
            yield say("{badge}.", badge=badge)
    if one.smallest is not None:
        yield words.smallest(one.smallest, rise=one.direction is Direction.RISE)
    if one.related:
        names = [words.title(series) for series in one.related[:FEW]]
        more = len(one.related) - len(names)
        listed = "; ".join(names)
        yield (
            say("Told under it: {series}.", series=listed)
            if not more
            else say("Told under it: {series}; and {more} more.", series=listed, more=str(more))
        )
    for finding in one.findings:
        if finding.words not in one.sentence and not is_stopped(one):
            yield say("Bear in mind: {finding}", finding=finding.words)


def _held(one: Found) -> str:
    why = one.findings[-1].words if one.findings else ""
    return f"{one.sentence} {why}"


def _untold(untold: Sequence[Untold]) -> Iterator[str]:
    """Name a few series with the reason; of many, tell how many there are of each force."""
    by_force = Counter[str]()
    for one in untold:
        by_force[one.series.force] += one.many
    for force, count in sorted(by_force.items()):
        if count > FEW:
            yield words.untold_many(force, count)
        yield from (
            one.why
            for one in untold
            if one.series.force == force and (count <= FEW or not one.many)
        )


def _not_watched(measures: Sequence[Which]) -> Iterator[str]:
    yield counting.counted([one.watched for one in measures])
    for one in measures:
        if not one.watched:
            yield say("- {title}. {why}", title=one.title, why=one.why)


def _wrapped(sentence: str, width: int | None) -> str:
    return sentence if width is None else textwrap.fill(sentence, width)
