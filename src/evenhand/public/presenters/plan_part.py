"""How people outside the police take part in a plan: what was asked for, what can be disputed."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.plan import models
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import Tracked
from evenhand.public.presenters.plan_grid import action_url


@dataclass(frozen=True)
class Asked:
    """An action that answers what somebody asked for."""

    title: str
    url: str
    request: str


@dataclass(frozen=True)
class Open:
    """A completion that may still be disputed, and until when."""

    title: str
    url: str
    until: str


@dataclass(frozen=True)
class TakePart:
    """What a page about taking part lists."""

    asked: tuple[Asked, ...]
    open: tuple[Open, ...]
    groups: tuple[str, ...]


def take_part(plan: models.Plan, found: Sequence[Tracked], groups: Sequence[str]) -> TakePart:
    """Shape a plan for those who want a say in it."""
    return TakePart(
        asked=tuple(
            Asked(one.now.now.title, action_url(plan, one.key), one.now.now.request)
            for one in found
            if one.now.now.request and not one.now.withdrawn
        ),
        open=tuple(
            Open(one.now.now.title, action_url(plan, one.key), in_words(one.now.window_ends))
            for one in found
            if one.now.window_ends and one.on <= one.now.window_ends
        ),
        groups=tuple(groups),
    )
