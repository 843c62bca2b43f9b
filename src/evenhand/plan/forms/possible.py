"""Which step can be taken now, and why another cannot: asked of the rules before anybody types."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from evenhand.measures.words.messages import say
from evenhand.plan.errors import NotAllowed
from evenhand.plan.history import Change, Kind, Present
from evenhand.plan.rules import allow
from evenhand.plan.status import SAYABLE


def refusal(now: Present, kind: Kind, *, organisation: str, force: str, at: datetime) -> str:
    """Why nobody of an organisation can take a step now; nothing where somebody can.

    Parameters
    ----------
    force : the organisation whose plan it is.
    """
    if kind is Kind.REACHED and not now.to_reach:
        return (
            say("Every milestone was reached.")
            if now.now.milestones
            else say("The promise has no milestones.")
        )
    said = TYPICAL[kind](now) if kind in TYPICAL else {}
    change = Change(now.number + 1, kind, at, "-", organisation, "-", **said)
    try:
        allow(now, change, force=force)
    except NotAllowed as error:
        return str(error)
    return ""


def _another_status(now: Present) -> dict[str, Any]:
    said = now.override.says if now.override else ""
    return {"says": next(str(one) for one in SAYABLE if str(one) != said)}


TYPICAL: Mapping[Kind, Callable[[Present], dict[str, Any]]] = {
    Kind.CHANGED: lambda now: {"terms": now.now.model_copy(update={"title": "-"})},
    Kind.REACHED: lambda now: {"milestone": now.to_reach[0]},
    Kind.ANSWERED: lambda now: {
        "answers": now.open_disputes[0].change.number if now.open_disputes else None,
        "stands": True,
    },
    Kind.OVERRIDDEN: _another_status,
}
"""What such a step would say, where it says more than words."""
