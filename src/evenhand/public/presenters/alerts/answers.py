"""What a force says explains a move, what it predicts, and what became of that; reform after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from evenhand.ledger.kept import REDACTED
from evenhand.measures.watch.found import Looks, Series
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Comment, Explained, Present, Reforming, Step
from evenhand.monitoring.terms import Conclusion, Evidence, Outcome, Prediction
from evenhand.monitoring.words import AFTER, CONCLUSIONS, TYPES, named, who
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts import words
from evenhand.public.presenters.alerts.status import outcome_mark

Known = Callable[[str], bool]
"""Whether this site has a page of a figure."""


@dataclass(frozen=True)
class Proof:
    """Something that an explanation rests on; without an address it stands as words alone."""

    title: str
    url: str
    outside: bool


@dataclass(frozen=True)
class Quote:
    """Words as they were said, by whom and when."""

    words: str
    who: str
    day: str
    iso: str
    number: int


@dataclass(frozen=True)
class Tested:
    """A prediction, and what was seen.

    Attributes
    ----------
    limit : so much at most, or at least; ``seen`` the likely range that was seen.
    """

    predicted: str
    limit: str
    written: str
    months: str
    seen: str
    mark: Mark | None
    words: str


@dataclass(frozen=True)
class Answer:
    """One explanation with its review and its test."""

    number: int
    type: str
    quote: Quote
    proofs: tuple[Proof, ...]
    accepted: Mark | None
    review: Quote | None
    test: Tested | None


@dataclass(frozen=True)
class Change:
    """One reform: what it is, what it should move, and after set against before once measured."""

    quote: Quote
    question: str
    url: str
    promised: str
    by: str
    mark: Mark | None
    seen: str
    months: str
    words: str


@dataclass(frozen=True)
class Voice:
    """A comment, and the answer to it."""

    quote: Quote
    answer: Quote | None


def answers(found: Sequence[Explained], known: Known) -> tuple[Answer, ...]:
    """Every explanation that was given, the latest first; one that failed stays."""
    return tuple(_answer(one, known) for one in reversed(found))


def quote(step: Step) -> Quote:
    """The words of a step."""
    return Quote(step.words, who(step), words.day(step.on), step.on.isoformat(), step.number)


def _answer(one: Explained, known: Known) -> Answer:
    return Answer(
        number=one.number,
        type=say(TYPES[one.type]),
        quote=quote(one.step),
        proofs=tuple(_proof(each, known) for each in one.evidence),
        accepted=_accepted(one),
        review=quote(one.judgement) if one.judgement else None,
        test=tested(one.prediction, one.test, one.step) if one.prediction else None,
    )


def _accepted(one: Explained) -> Mark | None:
    if one.accepted is None:
        return None
    if one.accepted:
        return Mark("plan-complete", "known", say("Accepted by an independent reviewer"))
    return Mark("plan-disputed", "late", say("Not accepted by an independent reviewer"))


def _proof(one: Evidence, known: Known) -> Proof:
    if one.address == REDACTED:
        return Proof(one.title, "", outside=False)
    if one.kind == "link":
        return Proof(one.title, one.address, outside=True)
    if one.kind == "figure":
        there = known(one.address)
        return Proof(one.title, f"/figures/{one.address}/" if there else "", outside=False)
    return Proof(one.title, f"#step-{one.address}", outside=False)


def series_of(one: Prediction) -> Series:
    """The series that a prediction is about, as the watch names it."""
    return Series(
        force=one.force,
        power=one.power,
        measure=one.measure,
        looks=Looks(one.quantity),
        group=one.group,
        reference=one.reference,
        grouping=one.grouping,
        area=one.area,
    )


def predicted(one: Prediction) -> str:
    """What will be seen if the explanation is true, in one sentence without its limit."""
    said = {"series": named(series_of(one)), "months": notes.period(*one.months)}
    left = left_out(one)
    if one.direction == "at most":
        return (
            say("Predicted for {months}, leaving out {left}: {series}, at most", left=left, **said)
            if left
            else say("Predicted for {months}: {series}, at most", **said)
        )
    return (
        say("Predicted for {months}, leaving out {left}: {series}, at least", left=left, **said)
        if left
        else say("Predicted for {months}: {series}, at least", **said)
    )


def predicted_whole(one: Prediction) -> str:
    """The same with its limit."""
    return say("{predicted} {limit}.", predicted=predicted(one), limit=limit(one))


def left_out(one: Prediction) -> str:
    """What is left out of the records before a prediction is tested."""
    names = {
        "hours": say("the hours {these}", these=notes.listed(one.without.hours or ("",))),
        "areas": say("the areas {these}", these=notes.listed(one.without.areas or ("",))),
        "objects": say("searches for {these}", these=notes.listed(one.without.objects or ("",))),
        "categories": say(
            "searches for {these}", these=notes.listed(one.without.categories or ("",))
        ),
    }
    return notes.listed(
        [said for name, said in names.items() if getattr(one.without, name)] or [""]
    )


def limit(one: Prediction) -> str:
    """The number that a prediction stands or falls by."""
    said = words.one(series_of(one), one.limit)
    if one.quantity == "ratio":
        return say("{count} times", count=said)
    if one.quantity == "share":
        return say("{count} of every 100", count=said)
    return say("{count} for every 1,000", count=said)


def tested(one: Prediction, test: Step | None, step: Step) -> Tested:
    """A prediction beside what was seen."""
    return Tested(
        predicted=predicted(one),
        limit=limit(one),
        written=say("written down on {day}, before the figures were known", day=words.day(step.on)),
        months=notes.period(*one.months),
        seen=_seen(series_of(one), test.data) if test else "",
        mark=outcome_mark(Outcome(test.data["outcome"])) if test else None,
        words=test.words if test else "",
    )


def _seen(series: Series, data: Mapping[str, Any]) -> str:
    low, high = data.get("low"), data.get("high")
    if low is None or high is None:
        return ""
    first, last = words.ends(series, float(low), float(high))
    return say("{low} to {high}", low=first, high=last)


def conclusion(now: Present | None) -> tuple[str, Quote | None, bool]:
    """What the review came to, in whose words, and whether it is signed off."""
    said = (now.concluded or now.proposed) if now else None
    if now is None or said is None:
        return "", None, False
    return say(CONCLUSIONS[Conclusion(said.data["conclusion"])]), quote(said), bool(now.signed)


def changes(found: Sequence[Reforming]) -> tuple[Change, ...]:
    """Every reform, the latest first."""
    return tuple(_change(one) for one in reversed(found))


def _change(one: Reforming) -> Change:
    reform, data = one.reform, one.remeasured.data if one.remeasured else {}
    _, force, iteration, key = reform.action.split("/")
    amount = numbers.times(reform.change)
    return Change(
        quote=quote(one.step),
        question=reform.question,
        url=reverse("plan-action", args=[force, int(iteration), key]),
        promised=say("At most {times} times as much as before", times=amount)
        if reform.direction == "at most"
        else say("At least {times} times as much as before", times=amount),
        by=say("To be measured again by {day}", day=words.day(reform.remeasure_on)),
        mark=_after_mark(one),
        seen=_times(data),
        months=notes.period(reform.after_from, reform.after_until),
        words=one.remeasured.words if one.remeasured else "",
    )


def _after_mark(one: Reforming) -> Mark | None:
    if one.outcome is None:
        return None
    shape = outcome_mark(one.outcome)
    return Mark(shape.shape, shape.tone, say(AFTER[one.outcome]))


def _times(data: Mapping[str, Any]) -> str:
    if data.get("low") is None or data.get("high") is None:
        return ""
    low, high = numbers.times_range(float(data["low"]), float(data["high"]))
    return say("{low} to {high} times", low=low, high=high)


def voices(now: Present | None) -> tuple[Voice, ...]:
    """What communities, panels and overseers said, and the answers, the first first."""
    return tuple(_voice(one) for one in (now.comments if now else ()))


def _voice(one: Comment) -> Voice:
    return Voice(quote(one.step), quote(one.answer) if one.answer else None)
