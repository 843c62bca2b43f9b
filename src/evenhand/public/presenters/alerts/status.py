"""How an alert stands: its mark, its clock, and what happens on which day if nobody answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Awaits, Present, Status
from evenhand.monitoring.terms import Conclusion, Outcome
from evenhand.monitoring.words import OUTCOMES, said_to
from evenhand.plan.quarters import Quarter
from evenhand.plan.words import Mark
from evenhand.plan.words import quarter as quarter_in_words
from evenhand.public.presenters.alerts.words import day

SHAPES = {
    Status.OPEN: ("plan-stale", "unknown"),
    Status.OVERDUE: ("plan-late", "late"),
    Status.ANSWERED: ("plan-on-track", "known"),
    Status.EXPLAINED: ("plan-complete", "known"),
    Status.PARTLY: ("plan-on-track", "known"),
    Status.NOT_EXPLAINED: ("plan-disputed", "late"),
    Status.CANNOT_TELL: ("cannot-tell", "unknown"),
    Status.REFORM: ("plan-disputed", "late"),
    Status.TOLD: ("plan-not-started", "quiet"),
}
OUTCOME_SHAPES = {
    Outcome.HELD: ("plan-complete", "known"),
    Outcome.FAILED: ("plan-late", "late"),
    Outcome.CANNOT_TELL: ("cannot-tell", "unknown"),
    Outcome.UNTESTED: ("plan-no-evidence", "unknown"),
}


@dataclass(frozen=True)
class Clock:
    """The panel that says what is awaited.

    Attributes
    ----------
    big : a number of days, or nothing; ``about`` what it counts.
    lines : what follows, and when.
    """

    tone: str
    big: str
    about: str
    lines: tuple[str, ...]


def mark(now: Present | None) -> Mark:
    """The status as it is shown: a shape, a tone and its words.

    Parameters
    ----------
    now : how its review stands; None for an improvement, which nobody has to explain.
    """
    shape, tone = SHAPES[now.status if now else Status.TOLD]
    return Mark(shape, tone, status(now))


def status(now: Present | None) -> str:
    """The status in a few words."""
    if now is None:
        return say("Told; nothing has to be answered")
    if now.status is Status.OVERDUE:
        return _days_overdue(now.days_overdue)
    if now.status is Status.ANSWERED:
        return _answered(now)
    said = {
        Status.OPEN: say("Awaiting an answer"),
        Status.EXPLAINED: say("Explained"),
        Status.PARTLY: say("Partly explained"),
        Status.NOT_EXPLAINED: say("Not explained"),
        Status.CANNOT_TELL: say("We cannot tell"),
        Status.REFORM: say("Reform"),
        Status.TOLD: say("Told; nothing has to be answered"),
    }
    if now.status is Status.OPEN and now.reopened:
        return say("Awaiting another answer")
    return said[now.status]


def _days_overdue(count: int) -> str:
    if count == 1:
        return say("Overdue by 1 day")
    return say("Overdue by {days} days", days=str(count))


def days(count: int) -> str:
    """So many days."""
    return say("1 day") if count == 1 else say("{days} days", days=str(count))


def _answered(now: Present) -> str:
    said = {
        Awaits.JUDGEMENT: say("Answered; the reviewer’s view is awaited"),
        Awaits.DATA: say("Answered; the prediction is not tested yet"),
        Awaits.CONCLUSION: say("Answered; a conclusion is awaited"),
        Awaits.SIGNATURE: say("Answered; the conclusion is not signed off yet"),
    }
    return said.get(now.awaits) or say("Answered")


def clock(now: Present | None) -> Clock:
    """What is awaited, since when, and what follows."""
    if now is None or now.status is Status.TOLD:
        words = say("This is an improvement: it is told, and nothing has to be explained.")
        return Clock("known", "", "", (words,))
    if now.awaits is Awaits.ANSWER:
        return _waiting(now)
    if now.status in {Status.REFORM, Status.NOT_EXPLAINED}:
        return _reform(now)
    if now.signed is not None:
        return Clock(
            SHAPES[now.status][1],
            "",
            "",
            (
                say(
                    "Signed off on {day} by {who}, {organisation}.",
                    day=day(now.signed.on),
                    who=now.signed.by,
                    organisation=now.signed.organisation,
                ),
                *_reopens(now),
            ),
        )
    return Clock("known", "", "", _tests(now))


def _waiting(now: Present) -> Clock:
    overdue = now.status is Status.OVERDUE
    count = now.days_overdue if overdue else now.days_awaited
    if overdue:
        about = say("since the last day for an answer, {day}.", day=day(now.deadline))
    elif now.reopened:
        about = say("since the question was opened again, {day}.", day=day(now.asked_on))
    else:
        about = say("since the alert was raised, {day}.", day=day(now.asked_on))
    lines = [
        say(
            "If nobody answers by {day}, it becomes reform by itself the day after, and "
            "those who hold the force to account are told, where they have joined this site.",
            day=day(now.becomes_reform_after),
        )
    ]
    if not overdue:
        lines.insert(0, say("An answer is due by {day}.", day=day(now.deadline)))
    lines += [
        say(
            "The clock stands still from {first} to {until}, and those days are not counted. "
            "The reason given: “{words}”"
            if stop.until > now.on
            else "The clock stood still from {first} to {until}, and those days are not counted. "
            "The reason given: “{words}”",
            first=day(stop.first),
            until=day(stop.until),
            words=stop.step.words,
        )
        for stop in now.stops
    ]
    return Clock("late" if overdue else "unknown", days(count), about, tuple(lines))


def _reform(now: Present) -> Clock:
    lines = []
    if now.silent is not None:
        lines.append(
            say(
                "Nobody answered in time. On {day} it became reform by itself.",
                day=day(now.silent.on),
            )
        )
        lines.append(_told(now.silent.data.get("told", ())))
    if now.awaits is Awaits.ACTION:
        lines.append(say("An action in the plan, with what it should move, is awaited."))
        lines.append(_awaited_since(now))
    if now.remeasure_on is not None:
        lines.append(_measured_again(now, now.remeasure_on))
    if now.awaits is Awaits.NOTHING:
        lines.append(say("It was measured again, and what was promised was seen."))
    return Clock(SHAPES[now.status][1], "", "", tuple(lines))


def _told(told: Sequence[str]) -> str:
    """Who was told on the day on which it became reform."""
    if told:
        return said_to(told)
    return say("Nobody who holds the force to account had joined this site by then to be told.")


def _awaited_since(now: Present) -> str:
    """Since when what comes next is awaited, whoever has to do it."""
    if now.days_since == 0:
        return say("It is awaited since today.")
    return say(
        "It has been awaited for {days}, since {day}.",
        days=days(now.days_since),
        day=day(now.since),
    )


def _measured_again(now: Present, by: date) -> str:
    if now.on <= by or now.measured_until is None:
        return say("It is measured again by {day}.", day=day(by))
    return say(
        "It was to be measured again by {day}, and its figures are not all in. If they do not come "
        "by {last}, another action is awaited.",
        day=day(by),
        last=day(now.measured_until),
    )


def _tests(now: Present) -> tuple[str, ...]:
    said = [
        say(
            "The prediction is tested when the figures of {quarter} are in.",
            quarter=quarter_in_words(Quarter.parse(one.prediction.quarter)),
        )
        for one in now.to_test
        if one.prediction
    ]
    judged = (
        (say("An independent reviewer’s view is awaited."), _awaited_since(now))
        if now.awaits is Awaits.JUDGEMENT
        else ()
    )
    return judged + tuple(dict.fromkeys(said)) + _reopens(now)


def _reopens(now: Present) -> tuple[str, ...]:
    """What a test can still change; nothing where the question stays as it is."""
    if not now.to_lose:
        return ()
    if now.conclusion is Conclusion.CANNOT_TELL:
        return (say("If a prediction fails, or cannot be tested, the question is open again."),)
    if now.conclusion is None and sum(one.stands for one in now.explanations) > 1:
        return (say("If no explanation is left that holds, the question is open again."),)
    if len(now.to_lose) > 1:
        return (say("If one of them is not seen to hold, the question is open again."),)
    return (
        say(
            "If it does not hold, cannot be tested, or we cannot tell, the question is open again."
        ),
    )


def section(now: Present | None) -> str:
    """Which list an alert stands in."""
    if now is None:
        return str(Status.TOLD.value)
    if now.status in {Status.EXPLAINED, Status.PARTLY}:
        return "explained"
    if now.status in {Status.NOT_EXPLAINED, Status.REFORM}:
        return "reform"
    return str(now.status.value)


def waits(now: Present | None) -> str:
    """How long an alert of a list has waited, and what comes when; empty where nothing does."""
    if now is None:
        return ""
    if now.awaits is Awaits.ANSWER and now.status is not Status.OVERDUE:
        return say(
            "Waiting for {days}. An answer is due by {day}.",
            days=days(now.days_awaited),
            day=day(now.deadline),
        )
    if now.status is Status.OVERDUE:
        return say(
            "Due on {day}. Reform by itself after {then}.",
            day=day(now.deadline),
            then=day(now.becomes_reform_after),
        )
    if now.awaits is Awaits.ACTION and now.days_since:
        return say("An action in the plan has been awaited for {days}.", days=days(now.days_since))
    if now.awaits is Awaits.JUDGEMENT and now.days_since:
        return say("A reviewer’s view has been awaited for {days}.", days=days(now.days_since))
    return _measured_again(now, now.remeasure_on) if now.remeasure_on is not None else ""


def outcome_mark(outcome: Outcome) -> Mark:
    """What became of a prediction, as it is shown."""
    shape, tone = OUTCOME_SHAPES[outcome]
    return Mark(shape, tone, say(OUTCOMES[outcome]))
