"""How recommendations are put into words that pages, feeds, files and mails share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.plan.words import length
from evenhand.scrutiny.recommending.clocks import clocks
from evenhand.scrutiny.recommending.history import Present
from evenhand.scrutiny.recommending.selectors import Story
from evenhand.scrutiny.recommending.steps import Awaits, Kind, Status, Step
from evenhand.scrutiny.recommending.terms import Response, Source, View


def source(one: Source) -> str:
    """Whose a recommendation is."""
    return {
        Source.PANEL: say("A scrutiny panel"),
        Source.OVERSIGHT: say("A body that holds forces to account"),
        Source.INSPECTORATE: say("An inspectorate"),
        Source.COMPLAINTS: say("The body that looks into complaints"),
        Source.REPORT: say("A report"),
    }[one]


def status(one: Status) -> str:
    """How it stands, in a few words."""
    return {
        Status.AWAITED: say("Answer awaited"),
        Status.OVERDUE: say("Answer overdue"),
        Status.ACCEPTED: say("Accepted"),
        Status.IN_PART: say("Accepted in part"),
        Status.REFUSED: say("Refused"),
        Status.LATE: say("Accepted, and not done in time"),
        Status.SAID_DONE: say("Said to be done"),
        Status.DONE: say("Done"),
        Status.WITHDRAWN: say("Withdrawn"),
    }[one]


def awaits(one: Awaits) -> str:
    """What has to come next, in a few words; nothing where nothing has to."""
    return {
        Awaits.ANSWER: say("The force’s answer"),
        Awaits.ACTION: say("An action in the force’s plan"),
        Awaits.COMPLETION: say("The force doing it"),
        Awaits.VIEW: say("The view of those who recommended it"),
        Awaits.NOTHING: "",
    }[one]


def response(one: Response) -> str:
    """What was answered, in a few words."""
    return {
        Response.ACCEPTED: say("Accepted"),
        Response.IN_PART: say("Accepted in part"),
        Response.REFUSED: say("Refused"),
    }[one]


def view(one: View) -> str:
    """What those who asked think, in a few words."""
    return {
        View.SATISFIED: say("Satisfied"),
        View.IN_PART: say("Satisfied in part"),
        View.NOT_SATISFIED: say("Not satisfied"),
    }[one]


def ground(name: str) -> str:
    """Why the clock stands still, in a sentence; its name where this site knows it no more."""
    found = clocks().ground(name)
    return found.about if found else name


def who(step: Step) -> str:
    """Who took a step: a role and an organisation, never a person."""
    if step.by == step.organisation:
        return step.by
    return say("{who}, {organisation}", who=step.by, organisation=step.organisation)


def heading(step: Step) -> str:
    """What a step is, in a few words."""
    data = step.data
    if step.kind is Kind.EXTENDED:
        return say("The clock stands still until {day}", day=_day(data, "until"))
    if step.kind is Kind.RESPONDED:
        return say("Answer: {response}", response=response(Response(data["response"])))
    if step.kind is Kind.VIEWED:
        said = view(View(data["view"]))
        return say("The view of those who recommended it: {view}", view=said)
    return {
        Kind.MADE: say("Recommended"),
        Kind.CARRIED: say("An action of the plan carries it"),
        Kind.SHOWN: say("Evidence"),
        Kind.COMPLETED: say("The force says that it is done"),
        Kind.ESCALATED: say("Overdue: those who hold the force to account are told"),
        Kind.WITHDRAWN: say("Withdrawn"),
        Kind.REDACTED: say("Words taken out that the law does not allow"),
    }[step.kind]


def _day(data: Mapping[str, Any], name: str) -> str:
    return in_words(date.fromisoformat(data[name]))


def you_said(one: Story) -> str:
    """What was recommended, by whom and when, in a sentence."""
    return say(
        "{maker} said on {day}: “{what}”",
        maker=one.recommendation.organisation,
        day=in_words(one.now.advice.said_on),
        what=one.now.advice.what,
    )


def we_did(one: Story) -> str:
    """What came of it, in sentences that say no more than was said and done."""
    now, force = one.now, one.recommendation.answered_by
    if now.withdrawn:
        maker = one.recommendation.organisation
        return say("{maker} withdrew it on {day}.", maker=maker, day=in_words(now.withdrawn.on))
    if now.responded is None:
        return _unanswered(now, force)
    answered = _answered(now, force, in_words(now.responded.on))
    return " ".join(part for part in (answered, _done(one, force)) if part)


def _unanswered(now: Present, force: str) -> str:
    last = in_words(now.deadline)
    if now.days_overdue:
        return say(
            "{force} has not answered. Its answer was due by {last}, {days} ago.",
            force=force,
            last=last,
            days=length(now.days_overdue),
        )
    if now.stopped:
        stop = now.stops[-1]
        return say(
            "{force} has not answered yet. The clock stands still until {until}: {ground} Its "
            "answer is due by {last}.",
            force=force,
            until=in_words(stop.until),
            ground=ground(stop.ground),
            last=last,
        )
    return say("{force} has not answered yet. It has until {last}.", force=force, last=last)


def _answered(now: Present, force: str, day: str) -> str:
    said = {"force": force, "day": day}
    if now.response is Response.REFUSED:
        reason = now.responded.words if now.responded else ""
        return say("{force} refused it on {day}: “{reason}”", **said, reason=reason)
    if now.response is Response.IN_PART:
        return say("{force} accepted it in part on {day}.", **said)
    return say("{force} accepted it on {day}.", **said)


def _done(one: Story, force: str) -> str:
    now, maker = one.now, one.recommendation.organisation
    if now.response is Response.REFUSED:
        return _of_refusal(now, maker)
    if now.followed:
        return say(
            "{force} did it, and on {day} {maker} said that it is satisfied.",
            force=force,
            day=in_words(now.views[-1].on),
            maker=maker,
        )
    if now.completed is not None:
        return say(
            "{force} says that it was done by {day}. {maker} has not said yet what it thinks.",
            force=force,
            day=in_words(now.completed.on),
            maker=maker,
        )
    return f"{_disputed(now, maker)}{_to_do(now)}"


def _of_refusal(now: Present, maker: str) -> str:
    if now.view is None:
        return say("{maker} has not said yet what it thinks.", maker=maker)
    if now.view is View.SATISFIED:
        return say("{maker} accepts the reason.", maker=maker)
    return say("{maker} does not accept the reason.", maker=maker)


def _disputed(now: Present, maker: str) -> str:
    if now.view is None:
        return ""
    return (
        say("It said that it was done; {maker} said that it was done in part.", maker=maker)
        if now.view is View.IN_PART
        else say("It said that it was done; {maker} said that it was not.", maker=maker)
    ) + " "


def _to_do(now: Present) -> str:
    last = in_words(now.advice.by)
    if now.days_overdue:
        return say(
            "It should have been done by {last}, {days} ago.",
            last=last,
            days=length(now.days_overdue),
        )
    if not now.carried:
        return say("No action of the plan carries it yet. It should be done by {last}.", last=last)
    return say("An action of the plan carries it. It should be done by {last}.", last=last)
