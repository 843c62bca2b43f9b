"""Which step can be taken now, and why another cannot: asked of the rules before anybody types."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from evenhand.measures.words.messages import say
from evenhand.monitoring.errors import NotAllowed
from evenhand.monitoring.history import Explained, Kind, Present, Step, day_of
from evenhand.monitoring.rules import Hands, allow
from evenhand.monitoring.terms import Conclusion, Explanation

NOBODY = Hands()


def to_judge(now: Present) -> tuple[Explained, ...]:
    """Explanations that nobody has judged yet."""
    return tuple(one for one in now.explanations if one.alive and one.accepted is None)


def refusal(
    now: Present,
    kind: Kind,
    *,
    organisation: str,
    force: str,
    at: datetime,
    hands: Hands = NOBODY,
) -> str:
    """Why nobody of an organisation can take a step now; nothing where somebody can.

    Parameters
    ----------
    organisation : of who would take it, as the public reads it. force : whose alert it is.
    hands : who took the steps so far, where somebody in particular asks.
    """
    if said := _nothing_waits(now, kind):
        return said
    data = TYPICAL[kind](now) if kind in TYPICAL else {}
    step = Step(now.number + 1, kind, at, "-", organisation, "-", data)
    try:
        allow(now, step, force=force, hands=hands)
    except NotAllowed as error:
        return str(error)
    return ""


def _nothing_waits(now: Present, kind: Kind) -> str:
    if kind is Kind.JUDGED and not to_judge(now):
        return say("No explanation waits to be judged.")
    if kind is Kind.SIGNED and now.proposed is None:
        return say("No conclusion waits to be signed off.")
    if kind is Kind.REPLIED and not now.unanswered:
        return say("No comment waits for an answer.")
    return ""


def _tomorrow(now: Present) -> dict[str, Any]:
    return {"until": (max(now.on, day_of(now.last_at)) + timedelta(days=1)).isoformat()}


TYPICAL: Mapping[Kind, Callable[[Present], dict[str, Any]]] = {
    Kind.OWNER: lambda _now: {"role": "-"},
    Kind.EXTENDED: _tomorrow,
    Kind.EXPLAINED: lambda _now: {"type": Explanation.UNEXPLAINED.value},
    Kind.JUDGED: lambda now: {"explanation": to_judge(now)[-1].number},
    Kind.CONCLUDED: lambda _now: {"conclusion": Conclusion.NOT_EXPLAINED.value},
    Kind.SIGNED: lambda now: {"concludes": now.proposed.number if now.proposed else 0},
    Kind.REPLIED: lambda now: {"comment": now.unanswered[0].step.number},
}
"""What such a step would say, where it says more than words."""
