"""Which recommendations belong to what stands elsewhere: actions, alerts, draws, findings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.scrutiny.models import RecommendationStep
from evenhand.scrutiny.recommending.steps import Kind

__all__ = ["Advised", "carried_by", "led_to"]


@dataclass(frozen=True, slots=True)
class Advised:
    """A recommendation in a word or two: its address, and who made it.

    ``comes_from`` is what led to it, as the public ledger calls that, where it was asked for.
    """

    force: str
    number: int
    maker: str
    comes_from: tuple[str, ...] = ()


def carried_by(force_id: str, action: str) -> list[Advised]:
    """Recommendations that an action of the force's plan carries; one query.

    Parameters
    ----------
    action : as the public ledger calls it.
    """
    return _found(force_id, Kind.CARRIED, lambda data: data.get("action") == action)


def led_to(force_id: str, subjects: Iterable[str]) -> list[Advised]:
    """Recommendations to a force that came from one of these, as the ledger calls them."""
    wanted = set(subjects)
    return _found(force_id, Kind.MADE, lambda data: not wanted.isdisjoint(_comes_from(data)))


def _comes_from(data: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(data.get("advice", {}).get("comes_from", ()))


def _found(force_id: str, kind: Kind, fits: Callable[[Mapping[str, Any]], bool]) -> list[Advised]:
    rows = RecommendationStep.objects.filter(recommendation__force=force_id, kind=kind.value)
    names = rows.order_by("recommendation__number").values_list(
        "recommendation__number", "recommendation__organisation", "data"
    )
    return list(
        dict.fromkeys(
            Advised(force_id, number, maker, _comes_from(data))
            for number, maker, data in names
            if fits(data)
        )
    )
