"""What a file would change, told before anything does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.ledger.texts import SLUG
from evenhand.measures.words.messages import say
from evenhand.plan import goals, models, selectors
from evenhand.plan.importers.rows import Problem, Row, rows
from evenhand.plan.selectors import Tracked
from evenhand.plan.terms import Terms


@dataclass(frozen=True)
class New:
    """An action that would be promised."""

    row: int
    key: str
    workstream: str
    terms: Terms


@dataclass(frozen=True)
class Changed:
    """An action whose promise would change.

    Attributes
    ----------
    expected : the last change that the comparison has seen.
    before : what is promised now.
    parts : names of what would be another.
    """

    row: int
    key: str
    expected: int
    before: Terms
    terms: Terms
    reason: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """Everything that taking a file in would do, or why it cannot be taken in.

    Attributes
    ----------
    unchanged : keys of actions that the file has as they are.
    absent : keys of actions that the file does not have. They stay as they are: a promise is not
        dropped by leaving out a row.
    """

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[str, ...]
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]


def preview(plan: models.Plan, table: Sequence[Sequence[str]], *, on: date) -> Preview:
    """Compare a table with a plan as it stands on a day. Nothing is written."""
    read, problems = rows(table)
    standing = {one.key: one for one in selectors.tracked(plan, on=on)}
    known = _Known(plan)
    new, changed, unchanged = [], [], []
    for row in read:
        problems += known.problems(row)
        one = standing.get(row.key)
        if one is None:
            new.append(New(row.number, row.key, row.workstream, row.terms))
        elif one.now.now == row.terms:
            unchanged.append(row.key)
        else:
            problems += _refusals(row, one)
            changed.append(_changed(row, one))
        if one is not None and one.workstream != row.workstream:
            sentence = say("An action stays in the workstream it was promised in.")
            problems.append(Problem(row.number, "workstream", sentence))
    absent = tuple(key for key in standing if key not in {row.key for row in read})
    ordered = sorted(problems, key=lambda one: (one.row, one.column))
    return Preview(tuple(new), tuple(changed), tuple(unchanged), absent, tuple(ordered))


class _Known:
    """The keys that a row may name."""

    def __init__(self, plan: models.Plan) -> None:
        self.plan = plan
        self.workstreams = set(plan.framework.workstreams.values_list("key", flat=True))
        self.commitments = set(plan.framework.commitments.values_list("key", flat=True))

    def problems(self, row: Row) -> list[Problem]:
        """What a row names that there is not."""
        found = []
        if not re.fullmatch(SLUG, row.key) or len(row.key) > 60:
            found.append(
                ("action", say("Only small letters, digits and single hyphens may stand here."))
            )
        if row.workstream not in self.workstreams:
            names = ", ".join(sorted(self.workstreams))
            found.append(
                ("workstream", say("There is no such workstream. There are: {names}.", names=names))
            )
        found += [
            ("commitments", say("The framework has no commitment “{key}”.", key=key))
            for key in row.terms.commitments
            if key not in self.commitments
        ]
        if row.terms.adopts and not selectors.can_adopt(self.plan, row.terms.adopts):
            address = row.terms.adopts
            sentence = say("No other force has the action “{address}” here.", address=address)
            found.append(("adopts", sentence))
        found += [
            (f"target {place} measure", wrong)
            for place, target in enumerate(row.terms.targets, start=1)
            if (wrong := goals.refusal(target))
        ]
        return [Problem(row.number, column, sentence) for column, sentence in found]


def _refusals(row: Row, one: Tracked) -> list[Problem]:
    """Why the promise of a row may not change."""
    if one.now.withdrawn:
        sentence = say("The promise was withdrawn. Make a new one instead.")
        return [Problem(row.number, "action", sentence)]
    if one.now.completed:
        sentence = say("The action is said to be complete. Reopen it before it changes.")
        return [Problem(row.number, "action", sentence)]
    if not row.reason:
        sentence = say("Something changes: say why, in words that may be public.")
        return [Problem(row.number, "reason", sentence)]
    return []


def _changed(row: Row, one: Tracked) -> Changed:
    before, after = one.now.now, row.terms
    parts = tuple(
        name for name in Terms.model_fields if getattr(before, name) != getattr(after, name)
    )
    return Changed(row.number, row.key, one.now.number, before, after, row.reason, parts)
