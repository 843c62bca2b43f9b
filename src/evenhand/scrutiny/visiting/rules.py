"""Which step of an appointment may follow which: one function, asked before anything is kept."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from evenhand.measures.words.messages import say
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.rules import refuse_words
from evenhand.scrutiny.visiting.history import Present, minutes_of
from evenhand.scrutiny.visiting.steps import BY_THE_FORCE, Kind, Status, Step
from evenhand.scrutiny.visiting.terms import Slot

LONGEST_MINUTES = 20_000
"""Characters of the minutes of a meeting."""
AHEAD = timedelta(days=731)
"""How far ahead a day can be named."""


def allow(now: Present, step: Step, *, panel: str, force: str) -> None:
    """Say nothing if a step may follow; refuse it with a sentence if not.

    Parameters
    ----------
    now : the appointment before the step, at the step's moment.
    panel, force : the organisations: the panel calls and holds it, the force lets it in.

    Raises
    ------
    NotAllowed
        With the reason, for the person who tried.
    """
    if step.number != now.number + 1 or step.at < now.last_at:
        raise NotAllowed(say("A step comes after all that was recorded before it."))
    if step.kind is Kind.MINUTES:
        refuse_words(step.words, longest=LONGEST_MINUTES)
    else:
        refuse_words(step.words)
    if step.organisation != (force if step.kind in BY_THE_FORCE else panel):
        raise NotAllowed(
            say("Only the force that is to be visited does this.")
            if step.kind in BY_THE_FORCE
            else say("Only the panel whose appointment it is does this.")
        )
    if refusal := REFUSALS[step.kind](now, step):
        raise NotAllowed(refusal)


def refuse_slot(slot: Slot, now: datetime) -> str:
    """Why nobody can be asked to come then; nothing where they can."""
    if slot.starts <= now:
        return say("Name a time that has not come.")
    return say("That is too far ahead.") if slot.starts > now + AHEAD else ""


def _answering(now: Present, step: Step) -> str:
    if not now.what.visits:
        return say("A panel meets without asking.")
    wanted = {Status.PROPOSED}
    if step.kind is Kind.DECLINED:
        wanted.add(Status.AGREED)
    if now.status not in wanted or step.at >= now.slot.starts:
        return say("No answer is awaited.")
    return ""


def _moving(now: Present, step: Step) -> str:
    if not now.is_open:
        return _closed(now, step)
    return refuse_slot(Slot.model_validate(step.data["slot"]), step.at)


def _closed(now: Present, _step: Step) -> str:
    return "" if now.is_open else say("It was held or called off.")


def _agenda(now: Present, step: Step) -> str:
    if now.what.visits:
        return say("A visit has no agenda.")
    return _closed(now, step)


def _holding(now: Present, step: Step) -> str:
    if not now.is_open:
        return _closed(now, step)
    if now.declined:
        return say("The force declined it. Name another day first.")
    if step.at < now.slot.starts:
        return say("It has not begun.")
    if not now.what.visits and step.data["held"]["findings"]:
        return say("What a meeting finds stands in its minutes.")
    return ""


def _minuting(now: Present, step: Step) -> str:
    if now.what.visits:
        return say("What a visit found is said when it was held.")
    if not now.held:
        return say("The meeting was not held.")
    said, last = minutes_of(step), now.minutes[-1].number if now.minutes else None
    if said.corrects != last:
        return say("Minutes are published once. Later ones correct those that stand.")
    if last is None:
        return say("There is nothing to correct yet.") if said.wrong else ""
    return "" if said.wrong else say("Say what is corrected in the minutes that stand.")


REFUSALS: Mapping[Kind, Callable[[Present, Step], str]] = {
    Kind.CALLED: lambda *_: say("It was called already."),
    Kind.AGREED: _answering,
    Kind.DECLINED: _answering,
    Kind.MOVED: _moving,
    Kind.CALLED_OFF: _closed,
    Kind.AGENDA: _agenda,
    Kind.HELD: _holding,
    Kind.MINUTES: _minuting,
    Kind.REDACTED: lambda *_: say("Words are taken out in a form of their own."),
}
"""Why each kind of step may not follow now; nothing where it may."""
