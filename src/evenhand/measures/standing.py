"""What can be said of each group: whose rate is given, who is compared, and what that found."""

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from evenhand.measures.compare import Numbers, Table
from evenhand.measures.hiding import Cell
from evenhand.measures.question import Question, residents_of
from evenhand.measures.words.rows import Status
from evenhand.records import codes
from evenhand.stats import Estimate


@dataclass(frozen=True)
class Standing:
    """What is known of the groups before anything is computed; arrays of shape (groups,)."""

    hidden: NDArray[np.bool_]
    not_recordable: NDArray[np.bool_]
    few_residents: NDArray[np.bool_]
    no_residents: bool


def standing_of(
    question: Question, table: Table, hidden: frozenset[Cell], impossible: frozenset[str]
) -> Standing:
    """Find out what is known of each group before anything is computed.

    Parameters
    ----------
    hidden : what is not shown. impossible : groups that could not be recorded.
    """
    asked, where, groups = question.asked, question.where, question.groups
    never = codes.GROUPINGS[question.grouping].not_recordable
    few = residents_of(question) < asked.minimum.population
    return Standing(
        hidden=np.array([(question.grouping, group) in hidden for group in groups]),
        not_recordable=np.array([group in impossible for group in groups])
        | (np.array([group in never for group in groups]) & (table.events.sum(axis=1) == 0)),
        few_residents=few & where.has_residents,
        no_residents=asked.against == "population" and not where.has_residents,
    )


def rated(table: Table, standing: Standing) -> NDArray[np.bool_]:
    """Tell which groups' rates are given."""
    withheld = standing.hidden | standing.not_recordable | standing.few_residents
    exposed = table.exposure.sum(axis=1) > 0
    mask: NDArray[np.bool_] = ~withheld & exposed & (not standing.no_residents)
    return mask


def compared(table: Table, rates: NDArray[np.bool_], minimum: int) -> NDArray[np.bool_]:
    """Tell which groups are compared: enough events there and in the reference group.

    None at all says much where there should have been many: in one force, a group to whom it
    never happened is compared if it should have ``minimum`` times at the reference group's rate.
    """
    events, exposure = table.events.sum(axis=1), table.exposure.sum(axis=1)
    enough: NDArray[np.bool_] = rates & (events >= minimum)
    if not enough[table.reference]:
        return np.zeros_like(enough)
    if not is_pooled(table):
        expected = exposure * events[table.reference] / exposure[table.reference]
        enough |= rates & (events == 0) & (expected >= minimum)
    return enough


def is_pooled(table: Table) -> bool:
    """Tell whether several forces are counted together."""
    return len(table.unknown_events) > 1


def told(table: Table, numbers: Numbers) -> Estimate:
    """Give the ratio that sentences are about.

    With several forces that is the one within each of them: the ratio of all taken together also
    says where people live, and can point the other way.
    """
    return numbers.within if is_pooled(table) else numbers.ratio


def statuses(
    table: Table,
    standing: Standing,
    *,
    rates: NDArray[np.bool_],
    comparisons: NDArray[np.bool_],
    ratio: Estimate,
) -> list[Status]:
    """Tell what can be said of each group.

    Parameters
    ----------
    table, standing : what is known of the groups.
    rates, comparisons : (groups,) whose rates are given, and who is compared.
    ratio : what the comparison found; with several forces, within each of them.
    """
    found = []
    for group in range(len(rates)):
        if standing.not_recordable[group]:
            status = Status.CANNOT_BE_RECORDED
        elif standing.hidden[group]:
            status = Status.HIDDEN
        elif standing.no_residents:
            status = Status.NO_RESIDENTS
        elif standing.few_residents[group]:
            status = Status.FEW_RESIDENTS
        elif not rates[group]:
            status = Status.NOTHING_RECORDED
        elif group == table.reference:
            status = Status.REFERENCE
        elif not rates[table.reference]:
            status = Status.ALONE
        elif not comparisons[group]:
            status = Status.TOO_FEW
        elif not (isfinite(ratio.low[group]) and isfinite(ratio.high[group])):
            status = Status.NOT_WITHIN
        elif ratio.low[group] > 1 or ratio.high[group] < 1:
            status = Status.COMPARED
        else:
            status = Status.CANNOT_TELL
        found.append(status)
    return found
