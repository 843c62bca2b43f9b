"""Two people change one promise: what only one of them changed is kept, whoever sends first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.plan.terms import Terms


@dataclass(frozen=True)
class Merged:
    """A promise with the changes of both.

    Attributes
    ----------
    values : each part of the promise, the writer's own where both changed it.
    both : the parts that both changed, and not to the same.
    """

    values: Mapping[str, Any]
    both: tuple[str, ...]


def merge(*, seen: Terms, theirs: Terms, mine: Terms) -> Merged:
    """Put two changes of one promise together, part by part.

    The parts are asked of nobody: they may contradict each other, so the writer looks at them.
    """
    values: dict[str, Any] = {}
    both: list[str] = []
    for part in Terms.model_fields:
        was, other, own = (getattr(one, part) for one in (seen, theirs, mine))
        values[part] = other if own == was else own
        if was not in (own, other) and own != other:
            both.append(part)
    return Merged(values, tuple(both))
