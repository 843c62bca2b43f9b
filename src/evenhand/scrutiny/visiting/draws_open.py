"""What of a panel's draws belongs on its agenda: what is not drawn, scored, agreed or answered."""

from collections.abc import Iterator
from datetime import datetime

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.services.holds import AFTER
from evenhand.scrutiny.terms import Status
from evenhand.scrutiny.visiting.terms import Item, short


def items(
    panel_id: str, *, now: datetime, since: datetime, meets: datetime | None = None
) -> list[Item]:
    """Draws in the order of their numbers, each with its findings.

    Parameters
    ----------
    since : when the panel met last; what came back before then is not new.
    meets : when it meets; holds that end within four weeks of it are named.
    """
    found = models.Draw.objects.filter(panel=panel_id).order_by("number")
    return [item for draw in found for item in _of(draw, now, since, meets or now)]


def _of(draw: models.Draw, now: datetime, since: datetime, meets: datetime) -> Iterator[Item]:
    subject, number = standing.subject(draw), str(draw.number)
    words = _standing(standing.status(draw), number)
    if words:
        yield Item(subject=subject, words=words)
    findings = list(draw.findings.select_related("learning").order_by("number"))
    ends = _hold_ends(draw, findings)
    if ends is not None and now < ends <= meets + AFTER:
        day = notes.day(day_of(ends))
        yield Item(
            subject=subject,
            words=say(
                "The records and videos of draw {number} are held until {day}. Say before then "
                "what is still needed.",
                number=number,
                day=day,
            ),
        )
    for one in findings:
        said = _finding(one, now, since)
        if said:
            yield Item(subject=f"{subject}/findings/{one.number}", words=said)


def _standing(status: Status, number: str) -> str:
    return {
        Status.FROZEN: say("Draw {number} is frozen and not drawn yet.", number=number),
        Status.DRAWN: say("The cases of draw {number} wait for members’ scores.", number=number),
        Status.CLOSED: say("Agree on the cases of draw {number}.", number=number),
    }.get(status, "")


def _hold_ends(draw: models.Draw, findings: list[models.Finding]) -> datetime | None:
    """When what is held for a draw is let go; None while something of it is still open."""
    result = models.Result.objects.filter(draw=draw).first()
    if result is None or any(_learnt(one) is None for one in findings):
        return None
    ends: datetime = result.at + AFTER
    return ends


def _finding(one: models.Finding, now: datetime, since: datetime) -> str:
    learning, what = _learnt(one), short(one.words)
    if learning is not None:
        if learning.at <= since:
            return ""
        return say("What was learnt from a finding came back: {what}", what=what)
    late = (day_of(now) - one.due).days
    if late > 0:
        days = say("1 day") if late == 1 else say("{days} days", days=str(late))
        return say("A finding is overdue for {days}: {what}", days=days, what=what)
    day = notes.day(one.due)
    return say("A finding awaits its answer by {day}: {what}", day=day, what=what)


def _learnt(one: models.Finding) -> models.Learning | None:
    found: models.Learning | None = getattr(one, "learning", None)
    return found
