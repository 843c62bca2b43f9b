"""Statuses of draws, recommendations and meetings as they are shown: shape, tone and words."""

from evenhand.measures.words.messages import say
from evenhand.plan.words import Mark
from evenhand.scrutiny.frozen import Frozen
from evenhand.scrutiny.told import words
from evenhand.scrutiny.told.listed import Status
from evenhand.scrutiny.told.recommendations import Told

DRAWS = {
    Status.OPEN: ("plan-not-started", "quiet"),
    Status.FROZEN: ("plan-stale", "unknown"),
    Status.ABANDONED: ("plan-withdrawn", "quiet"),
    Status.DRAWN: ("plan-on-track", "known"),
    Status.CLOSED: ("plan-on-track", "known"),
    Status.AGREED: ("plan-complete", "known"),
}
RECOMMENDATIONS = {
    "awaited": ("plan-stale", "unknown"),
    "overdue": ("plan-late", "late"),
    "accepted": ("plan-on-track", "known"),
    "in-part": ("plan-on-track", "known"),
    "refused": ("plan-disputed", "late"),
    "late": ("plan-late", "late"),
    "said-done": ("plan-no-evidence", "unknown"),
    "done": ("plan-complete", "known"),
    "withdrawn": ("plan-withdrawn", "quiet"),
}
MEETINGS = {
    "proposed": ("plan-stale", "unknown"),
    "agreed": ("plan-on-track", "known"),
    "called": ("plan-on-track", "known"),
    "declined": ("plan-disputed", "late"),
    "called-off": ("plan-withdrawn", "quiet"),
    "held": ("plan-complete", "known"),
    "missed": ("plan-no-evidence", "unknown"),
}


def days(count: int) -> str:
    """So many days."""
    return say("1 day") if count == 1 else say("{days} days", days=f"{count:,}")


def of_draw(status: Status, left: Frozen | None = None) -> Mark:
    """How a draw stands; a frame that was left too long says by how many days."""
    if left is not None and left.overdue:
        overdue = say("Frozen and not drawn: overdue, by {days}", days=days(left.overdue))
        return Mark("plan-late", "late", overdue)
    return Mark(*DRAWS[status], words.status(status))


def of_recommendation(told: Told) -> Mark:
    """How a recommendation stands; what is overdue says by how many days."""
    said = told.status_words
    if told.days_overdue:
        said = say("{status}, by {days}", status=said, days=days(told.days_overdue))
    return Mark(*RECOMMENDATIONS[told.status], said)


def of_meeting(status: str, said: str) -> Mark:
    """How a meeting or a visit stands."""
    return Mark(*MEETINGS[status], said)


def of_finding(*, answered: bool, late: bool, days_overdue: int) -> Mark:
    """How a finding stands."""
    if days_overdue:
        overdue = say("Answer overdue, by {days}", days=days(days_overdue))
        return Mark("plan-late", "late", overdue)
    if not answered:
        return Mark("plan-stale", "unknown", say("Answer awaited"))
    if late:
        return Mark("plan-late", "late", say("Answered late"))
    return Mark("plan-complete", "known", say("Answered in time"))
