"""Which step can be taken now, and why another cannot: asked of the rules before anybody types."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from evenhand.monitoring.steps import SYSTEM, day_of
from evenhand.scrutiny.recommending import history, rules
from evenhand.scrutiny.recommending.clocks import clocks
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.steps import BY_THE_SITE, Kind, Step
from evenhand.scrutiny.recommending.terms import Response, View
from evenhand.scrutiny.visiting import rules as visits
from evenhand.scrutiny.visiting.history import Present as Appointed
from evenhand.scrutiny.visiting.steps import BY_THE_FORCE
from evenhand.scrutiny.visiting.steps import Kind as Appoints
from evenhand.scrutiny.visiting.steps import Step as Taken

WORDS = "-" * rules.SHORTEST_REASON


def recommendation(
    now: history.Present,
    kind: Kind,
    *,
    organisation: str,
    force: str,
    maker: str,
    at: datetime,
    hands: rules.Hands | None = None,
) -> str:
    """Why nobody of an organisation can take a step now; nothing where somebody can."""
    data = TYPICAL[kind](now, at) if kind in TYPICAL else {}
    own = SYSTEM if kind in BY_THE_SITE else organisation
    step = Step(now.number + 1, kind, max(at, now.last_at), "-", own, WORDS, data)
    try:
        rules.allow(now, step, force=force, maker=maker, hands=hands or rules.Hands())
    except NotAllowed as error:
        return str(error)
    return ""


def _other(now: history.Present, _at: datetime) -> dict[str, Any]:
    """An answer that is not the one given."""
    return {
        "response": Response.REFUSED if now.response is Response.ACCEPTED else Response.ACCEPTED
    }


TYPICAL: Mapping[Kind, Callable[[history.Present, datetime], dict[str, Any]]] = {
    Kind.EXTENDED: lambda _now, at: {
        "until": (day_of(at) + timedelta(days=1)).isoformat(),
        "ground": clocks().grounds[0].name,
    },
    Kind.RESPONDED: _other,
    Kind.CARRIED: lambda _now, _at: {"action": "-"},
    Kind.VIEWED: lambda _now, _at: {"view": View.SATISFIED},
    Kind.ESCALATED: lambda _now, _at: {"about": ""},
}
"""What such a step would say, where it says more than words."""


def appointment(now: Appointed, kind: Appoints, *, panel: str, force: str, at: datetime) -> str:
    """Why nobody can take a step of a meeting or a visit now; nothing where somebody can."""
    starts = max(at, now.slot.starts) + timedelta(days=1)
    data: dict[str, Any] = {}
    if kind is Appoints.MOVED:
        slot = now.slot.model_copy(update={"starts": starts, "ends": starts + timedelta(hours=1)})
        data = {"slot": slot.model_dump(mode="json")}
    elif kind is Appoints.HELD:
        data = {"held": {"members": 1, "findings": []}}
    elif kind is Appoints.MINUTES and now.minutes:
        data = {"minutes": {"corrects": now.minutes[-1].number, "wrong": "-"}}
    own = force if kind in BY_THE_FORCE else panel
    step = Taken(now.number + 1, kind, max(at, now.last_at), "-", own, "-", data)
    try:
        visits.allow(now, step, panel=panel, force=force)
    except NotAllowed as error:
        return str(error)
    return ""
