"""Writes: figures are released, and never changed afterwards."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.ledger.agreeing import say_shown
from evenhand.measures.words.powers import STOPS
from evenhand.publications import comparing
from evenhand.publications.making import wording
from evenhand.publications.making.drawing import drawn
from evenhand.publications.making.freezing import Materials, freeze
from evenhand.publications.models import Figure, Patterns
from evenhand.publications.selectors import all_of, latest_patterns, of_all, standing

if TYPE_CHECKING:
    from evenhand.records.lake import Lake


NOT_COMPARED = (
    *("about", "wording", "quality", "inputs", "charts", "methods", "queries", "series", "control"),
)
"""Of the figure before, what no new one is held against: its digest is of all that matters."""


@dataclass(frozen=True)
class Published:
    """What one publication did.

    Attributes
    ----------
    new : figures that had no figure before them.
    corrected : figures that supersede another, because files, method or measure changed.
    unchanged : figures that would have said the same again, and so were not released.
    """

    new: tuple[Figure, ...]
    corrected: tuple[Figure, ...]
    unchanged: int


@transaction.atomic
def publish(*lakes: "Lake", by: str, now: datetime) -> Published:
    """Freeze every measure that the lakes can support, for every force in them.

    All forces together come first, over their latest twelve months in common; then each force with
    its own latest twelve and the twelve before. All figures are released together or none is, but
    each power of a force is protected and attacked by itself: no count of one is a part of a count
    of another. Publishing the same files twice releases nothing the second time.

    Parameters
    ----------
    lakes : where the records are, each of another power.
    by : who releases.
    now : the time of release.

    Raises
    ------
    NothingProtected
        If the figures of a force, beside those that are out, would give a small number away: as
        the disclosure control sees before, or an attack on what is there finds after.
    MixedKinds
        If the lakes' forces are fictional and the site's are real, or the other way about.
    """
    from evenhand.publications.attacking.refusing import refuse_leaks
    from evenhand.publications.making.gathering import (
        ForceMaterials,  # the engine, only when publishing
    )
    from evenhand.publications.making.patterns import freeze_patterns
    from evenhand.publications.making.together import AllForces

    made, released = _Made(by, now), list[Figure]()
    loaded = {
        one.id: one for one in forces.load(sorted({f for one in lakes for f in one.forces()}))
    }
    for lake in lakes:
        read = [
            ForceMaterials(lake, force, partial(all_of, force, lake.power))
            for force in sorted(lake.forces())
        ]
        together = list(made.each((None, one) for one in AllForces(lake, read).each()))
        own = ((loaded[materials.force], one) for materials in read for one in materials.each())
        new = [*together, *made.each(own)]
        if new:
            refuse_leaks([one.force for one in read if not one.public], lake)
        released += new
        if lake.power == STOPS:
            for one in read:
                force = loaded[one.force]
                _release_patterns(freeze_patterns(one, force=force, by=by, now=now))
    return Published(
        tuple(one for one in released if not one.supersedes_id),
        tuple(one for one in released if one.supersedes_id),
        made.unchanged,
    )


def _release_patterns(found: Patterns | None) -> None:
    """Release what patterns in a force's stops say, unless the latest says the same."""
    if found is None:
        return
    old = latest_patterns(found.force_id)
    if old is None or old.digest != found.digest:
        found.save()
        say_shown(comparing.of_patterns(found))


@dataclass
class _Made:
    """Freezes, draws and releases figures, and counts those that would say the same again."""

    by: str
    now: datetime
    unchanged: int = 0

    def each(self, asked: Iterable[tuple[Force | None, Materials]]) -> Iterator[Figure]:
        """Release one figure after another."""
        for figure in drawn(self._new(asked)):
            if release(figure) is not None:
                yield figure

    def _new(
        self, asked: Iterable[tuple[Force | None, Materials]]
    ) -> Iterator[tuple[Figure, Materials]]:
        """Freeze what is not said already by the figure that stands."""
        for force, materials in asked:
            beside = None if force is None else _beside(materials)
            figure = freeze(
                materials, force=force, by=self.by, now=self.now, together=beside, drawn=False
            )
            old = _standing(figure)
            if old is not None and _says_nothing_new(figure, old):
                self.unchanged += 1
            else:
                yield figure, materials


def _beside(materials: Materials) -> Figure | None:
    """The figure of all forces over a force's own months."""
    result = materials.result
    return of_all(materials.measure.id, result["from"], result["to"])


@transaction.atomic
def release(figure: Figure) -> Figure | None:
    """Release one frozen figure: the first of its name, or a correction of the one that stands.

    Returns
    -------
    The figure, or nothing where the one that stands already says the same. A figure that lacked
    its expected range, and could have it now, does not say the same.
    """
    old = _standing(figure)
    if old is not None:
        if _says_nothing_new(figure, old):
            return None
        figure.number, figure.supersedes = old.number + 1, old
        if old.digest == figure.digest:
            figure.wording["context"].append(wording.range_added())
        _say_what_it_hides(figure, old)
    figure.save(force_insert=True)
    say_shown(comparing.of_figure(figure))
    return figure


def _standing(figure: Figure) -> Figure | None:
    """The figure that stands in a new one's place, with no more than is compared."""
    same = (
        standing()
        .defer(*NOT_COMPARED)
        .filter(
            force=figure.force_id,
            measure=figure.measure,
            grouping=figure.grouping,
            first_month=figure.first_month,
            last_month=figure.last_month,
        )
    )
    return same.first()


def _says_nothing_new(figure: Figure, old: Figure) -> bool:
    """Tell whether a figure would say the same again.

    What all forces do later changes no figure that has its expected range. One that was published
    before there was a figure of all forces over its months gets its range in a next figure, once.
    """
    return figure.digest == old.digest and not (figure.expected and not old.expected)


def _say_what_it_hides(figure: Figure, old: Figure) -> None:
    """A correction that shows less than what it corrects says so, and why."""
    shown = {row["group"] for row in old.result["rows"] if not row["suppressed"]}
    gone = [row["group"] for row in figure.result["rows"] if row["suppressed"]]
    lost = [group for group in gone if group in shown]
    months = {row["month"] for row in old.months if row["count"] is not None}
    fewer = any(row["status"] == "hidden" and row["month"] in months for row in figure.months)
    if lost or fewer:
        figure.wording["context"].append(wording.hides_more(lost))
