"""What is chosen for a report; late, disputed and moved actions are in it without being asked."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from evenhand.ledger.texts import A_FIGURE, Key, Strict, plain
from evenhand.plan.history import Change, Kind
from evenhand.plan.quarters import Quarter
from evenhand.plan.selectors import Tracked
from evenhand.plan.status import Status

MOST_FIGURES, MOST_ACTIONS, LONGEST = 20, 300, 4000


def _one_way(text: str) -> str:
    """A browser sends new lines in two characters; no sentence needs more than one empty line."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))


Words = Annotated[
    str,
    AfterValidator(_one_way),
    AfterValidator(plain),
    StringConstraints(strip_whitespace=True),
    Field(max_length=LONGEST),
]
Reference = Annotated[str, StringConstraints(pattern=A_FIGURE, max_length=200)]


class Choice(Strict):
    """What somebody chose for a report.

    Attributes
    ----------
    foreword, words : the force's own words, at the beginning and for each workstream.
    figures : references of figures that it shows.
    actions : keys of actions that it tells in detail, besides those that nobody can leave out.
    """

    foreword: Words = ""
    words: dict[Key, Words] = Field(default={}, max_length=30)
    figures: tuple[Reference, ...] = Field(default=(), max_length=MOST_FIGURES)
    actions: tuple[Key, ...] = Field(default=(), max_length=MOST_ACTIONS)


BENDS = frozenset({Kind.DISPUTED, Kind.ANSWERED, Kind.REOPENED, Kind.OVERRIDDEN, Kind.WITHDRAWN})
"""Changes of which a report always tells; and every move of a date."""
DOUBTS = (Status.LATE, Status.DISPUTED)


def told_anyway(one: Tracked, quarter: Quarter) -> bool:
    """Whether an action is told in detail whatever is chosen.

    It is where it is late or disputed on the report's day, or says that it is something else than
    it is, or where its date moved or its completion was doubted in the quarter.
    """
    if any(status in one.standing for status in DOUBTS) or one.standing.said:
        return True
    return any(
        change.kind in BENDS or _moves(one, place) for place, change in in_quarter(one, quarter)
    )


def in_quarter(one: Tracked, quarter: Quarter) -> list[tuple[int, Change]]:
    """What happened to an action in a quarter, each change with its place among all."""
    return [
        (place, change)
        for place, change in enumerate(one.changes)
        if quarter.first_day <= change.on <= quarter.last_day
    ]


def _moves(one: Tracked, place: int) -> bool:
    new = one.changes[place].terms
    if not place or new is None:
        return False
    old = next(each.terms for each in reversed(one.changes[:place]) if each.terms)
    return old is not None and old.due_on != new.due_on
