"""What else was said of the same measure: over other months, and of these before or since."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.addresses import figure_url
from evenhand.publications.lists import Revision
from evenhand.publications.making.wording import day
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Other:
    """Another figure, or this one, in words; without an address where it is this one."""

    words: str
    url: str | None = None


@dataclass(frozen=True)
class Neighbour:
    """The figure just before or after this one in the same place.

    Attributes
    ----------
    same : both have the same numbers; the later one has an expected range beside them.
    """

    url: str
    same: bool


@dataclass(frozen=True)
class Versions:
    """What else there is of a figure's measure and force.

    Attributes
    ----------
    months : the figures that stand of other months, the newest first.
    earlier : all of those months lie before this figure's.
    history : every figure of these months, the first one first; empty where there is only this.
    """

    months: tuple[Other, ...]
    earlier: bool
    history: tuple[Other, ...]
    newer: Neighbour | None
    older: Neighbour | None


def versions(figure: Figure, every: Iterable[Figure]) -> Versions:
    """Lay out what else was said.

    Parameters
    ----------
    every : every figure of the same measure, force and grouping, corrected or not, this one too.
    """
    known = {one.pk: one for one in every}
    replaced = {one.supersedes_id for one in known.values()}
    months = [
        one for one in known.values() if one.pk not in replaced and _period(one) != _period(figure)
    ]
    months.sort(key=lambda one: (one.last_month, one.first_month), reverse=True)
    history = sorted(
        (one for one in known.values() if _period(one) == _period(figure)),
        key=lambda one: one.number,
    )
    newer = next((one for one in history if one.supersedes_id == figure.pk), None)
    older = known.get(figure.supersedes_id or 0)
    return Versions(
        months=tuple(Other(notes.period(*_period(one)), figure_url(one)) for one in months),
        earlier=all(one.last_month < figure.last_month for one in months),
        history=tuple(_told(one, known, figure) for one in history) if len(history) > 1 else (),
        newer=Neighbour(figure_url(newer), newer.digest == figure.digest) if newer else None,
        older=Neighbour(figure_url(older), older.digest == figure.digest) if older else None,
    )


def _period(figure: Figure) -> tuple[str, str]:
    return figure.first_month, figure.last_month


def _told(one: Figure, known: dict[int, Figure], here: Figure) -> Other:
    old = known.get(one.supersedes_id or 0)
    words = {"day": day(one.released_at)}
    if old is None:
        told = say("{day}: first published", **words)
    elif old.digest == one.digest:
        told = say("{day}: the same numbers, with an expected range added", **words)
    else:
        told = say("{day}: corrected", **words)
    return Other(told, None if one.pk == here.pk else figure_url(one))


def since_first(figure: Figure) -> str | None:
    """Say what happened to a figure since it was first published; nothing if nothing did.

    A range is added to a figure once, so from the third on there was a correction among them.
    """
    old = figure.supersedes
    if old is None:
        return None
    if figure.number == 2 and old.digest == figure.digest:
        return say("An expected range was added later. The numbers are as first published.")
    return say("Corrected since it was first published.")


def revisions(found: Iterable[Revision]) -> tuple[Other, ...]:
    """Say what changed after it was published, a line for each force and day."""
    return tuple(Other(_revision(one), _place(one)) for one in found)


def _place(one: Revision) -> str:
    if one.force is None:
        return reverse("measure-list")
    return reverse("measures", args=[one.force])


def _revision(one: Revision) -> str:
    words = {
        "day": day(one.released_at),
        "place": one.name or say("All forces together"),
        "count": str(one.figures),
    }
    if one.same and one.figures == 1:
        return say("{day}, {place}: 1 figure got an expected range; its numbers stayed.", **words)
    if one.same:
        return say(
            "{day}, {place}: {count} figures got an expected range; their numbers stayed.", **words
        )
    if one.figures == 1:
        return say("{day}, {place}: 1 figure was corrected.", **words)
    return say("{day}, {place}: {count} figures were corrected.", **words)
