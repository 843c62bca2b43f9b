"""Disclosure control of a whole release: all pages of a force, and all that is out already.

Each result already hides its own small counts. What one measure hides, others can give back: drugs,
weapons and other things add up to all; actions and no further action add up to all; the months of
the picture add up to the year; last month's figure and this month's differ by two months. Here they
stand together; the solver of :mod:`evenhand.stats.disclosure` chooses what else must go, and proves
it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.measures import Measure, measures
from evenhand.measures.library import POWERS
from evenhand.measures.words.powers import SEARCHES
from evenhand.publications.errors import NothingProtected
from evenhand.publications.protecting import earlier
from evenhand.publications.protecting.hiding import (
    hide_agreement,
    hide_everybody,
    hide_group,
    hide_left_out,
    hide_unknown,
)
from evenhand.publications.protecting.known import given_away
from evenhand.publications.protecting.layout import Cell, Layout, Monthly, Printed, Scope
from evenhand.publications.protecting.quantities import (
    EVERYBODY,
    GROUPS,
    TOTALS,
    Quantity,
    left_out,
    printed,
    whole,
)
from evenhand.records import codes
from evenhand.stats.disclosure import NotProtected, Release, protect, prove
from evenhand.stats.errors import CannotTell

THRESHOLD = 5  # counts of powers; the smallest that is shown


@dataclass(frozen=True)
class Controlled:
    """What must not be shown.

    Attributes
    ----------
    release : everything that was held together.
    hidden : the cells of the new pages that are not shown.
    beside : the months of those pages of which an earlier figure shows some, and not all.
    """

    release: Release
    hidden: frozenset[Cell]
    beside: frozenset[Scope]

    def of(self, scope: Scope) -> frozenset[Quantity]:
        """What is hidden on the pages of some months."""
        return frozenset((name, group) for name, group, where in self.hidden if where == scope)

    def months(self) -> frozenset[str]:
        """The months whose records the picture must not count."""
        return frozenset(
            unit.month
            for name, group, scope in self.hidden
            if (name, group) in TOTALS.values() and len(scope) == 1
            for unit in scope
        )


def control(
    new: Sequence[Printed],
    old: Sequence[Printed],
    monthly: Monthly,
    *,
    force: str,
    power: str = SEARCHES,
) -> Controlled:
    """Choose what a force's new pages hide, so that no small count can be worked out.

    Parameters
    ----------
    new, old : what is about to be published, and what already is.
    monthly : the counts of each unit in them.
    force : the force's id.
    power : whose records they are; each power of a force is a release of its own.

    Raises
    ------
    NothingProtected
        If something would still give a small count away; then nothing may be released.
    """
    layout = Layout(tuple(measures(power).values()), monthly, new, old)
    release = layout.release()
    lost = given_away(release, THRESHOLD)
    if lost:
        raise NothingProtected(_sentence(lost[0], force))
    try:
        protection = protect(release, THRESHOLD, told=False)
        prove(release, protection)
    except NotProtected as error:
        raise NothingProtected(_sentence(error.undone[0].cell, force)) from None
    except CannotTell:
        raise NothingProtected(_sentence(next(iter(release.counts)), force)) from None
    hidden = layout.stays_hidden() | {one for one in layout.to_print if one in protection.hidden}
    return Controlled(release, frozenset(hidden), frozenset(_beside(new, old)))


def hide(
    result: dict[str, Any], measure: Measure, hidden: frozenset[Quantity], *, beside: bool
) -> None:
    """Take out of a measure's result all that is hidden; changed in place.

    Parameters
    ----------
    result : as plain values.
    measure : whose.
    hidden : what is not shown in these months.
    beside : whether figures published before had a part in it, so that the words say so.
    """
    if hidden & {*printed(measure, EVERYBODY)}:
        hide_everybody(result, measure)
    if left_out(measure) in hidden:
        hide_left_out(result, measure)
    for group in GROUPS:
        if hidden & {*printed(measure, group)}:
            if group is None:
                hide_unknown(result, measure)
            else:
                hide_group(result, group, beside=beside)
    if measure.kind == "agreement":
        hide_agreement(result)


def _beside(new: Sequence[Printed], old: Sequence[Printed]) -> Iterator[Scope]:
    """The pages beside which there are others; a page that is out already keeps its words."""
    out = [page for page in old if not page.pictured]
    for scope in (page.scope for page in new if not page.pictured):
        months = {unit.month for unit in scope}
        same = [page.beside for page in out if page.scope == scope]
        if any(same) or (not same and any(months & {u.month for u in page.scope} for page in out)):
            yield scope


def title_of(name: str) -> str:
    """The title of the measure that counts a quantity."""
    every = [one for power in POWERS for one in measures(power).values()]
    named = [one for one in every if one.id in name]
    if named:
        return max(named, key=lambda one: len(one.id)).title
    return next((one for one in every if whole(one) in name), every[0]).title


def _sentence(cell: Any, force: str) -> str:
    name, _, scope = cell
    months = [unit.month for unit in scope]
    return earlier.not_protected(title_of(name), codes.force(force).name, months)
