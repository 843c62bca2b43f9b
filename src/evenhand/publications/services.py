"""Writes: figures are released, and never changed afterwards."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from evenhand.forces import services as forces
from evenhand.publications import wording
from evenhand.publications.freezing import Materials, draw, freeze
from evenhand.publications.models import Figure
from evenhand.publications.selectors import all_of, of_all, standing

if TYPE_CHECKING:
    from evenhand.records.lake import Lake


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
def publish(lake: "Lake", *, by: str, now: datetime) -> Published:
    """Freeze every measure that the lake can support, for every force in it.

    All forces together come first, over their latest twelve months in common; then each force with
    its own latest twelve and the twelve before. All figures are released together or none is.
    Publishing the same files twice releases nothing the second time.

    Parameters
    ----------
    lake : where the records are.
    by : who releases.
    now : the time of release.

    Raises
    ------
    NothingProtected
        If the figures of a force, beside those that are out, would give a small number away.
    MixedKinds
        If the lake's forces are fictional and the site's are real, or the other way about.
    """
    from evenhand.publications.gathering import ForceMaterials  # the engine, only when publishing
    from evenhand.publications.together import AllForces

    loaded = forces.load(sorted(lake.forces()))
    read = [ForceMaterials(lake, force.id, partial(all_of, force.id)) for force in loaded]
    released = [
        _released(materials, freeze(materials, force=None, by=by, now=now, drawn=False))
        for materials in AllForces(lake, read).each()
    ]
    for force, one in zip(loaded, read, strict=True):
        for materials in one.each():
            asked = (materials.measure.id, materials.result["from"], materials.result["to"])
            beside = of_all(*asked)
            figure = freeze(materials, force=force, by=by, now=now, together=beside, drawn=False)
            released.append(_released(materials, figure))
    return Published(
        tuple(one for one in released if one and not one.supersedes_id),
        tuple(one for one in released if one and one.supersedes_id),
        released.count(None),
    )


@transaction.atomic
def release(figure: Figure) -> Figure | None:
    """Release one frozen figure: the first of its name, or a correction of the one that stands.

    Returns
    -------
    The figure, or nothing where the one that stands already says the same.
    """
    old = _standing(figure)
    if old is not None:
        if old.digest == figure.digest:
            return None
        figure.number, figure.supersedes = old.number + 1, old
        _say_what_it_hides(figure, old)
    figure.save(force_insert=True)
    return figure


def _released(materials: Materials, figure: Figure) -> Figure | None:
    """Draw and release a figure, unless the one that stands says the same."""
    old = _standing(figure)
    if old is not None and old.digest == figure.digest:
        return None
    draw(figure, materials)
    return release(figure)


def _standing(figure: Figure) -> Figure | None:
    """The figure that stands in a new one's place."""
    same = standing().filter(
        force=figure.force_id,
        measure=figure.measure,
        grouping=figure.grouping,
        first_month=figure.first_month,
        last_month=figure.last_month,
    )
    return same.first()


def _say_what_it_hides(figure: Figure, old: Figure) -> None:
    """A correction that shows less than what it corrects says so, and why."""
    shown = {row["group"] for row in old.result["rows"] if not row["suppressed"]}
    gone = [row["group"] for row in figure.result["rows"] if row["suppressed"]]
    lost = [group for group in gone if group in shown]
    months = {row["month"] for row in old.months if row["count"] is not None}
    fewer = any(row["status"] == "hidden" and row["month"] in months for row in figure.months)
    if lost or fewer:
        figure.wording["context"].append(wording.hides_more(lost))
