"""Steps of a review in words: what each did, who took it and when, as the public reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.ledger.kept import REDACTED
from evenhand.measures.watch.found import Looks, Series
from evenhand.measures.words import apart, notes, numbers
from evenhand.measures.words.messages import say
from evenhand.monitoring.forms.predicting import categories, quarter_words, types
from evenhand.monitoring.forms.series import measure_words, whom
from evenhand.monitoring.history import BY_THE_SITE, Explained, Kind, Step
from evenhand.monitoring.terms import Conclusion, Evidence, Outcome, Prediction, Reform
from evenhand.plan.quarters import Quarter, in_words
from evenhand.workspace.presenters.alerts_apart import Parts, parts

LATE = {Kind.EXTENDED, Kind.REOPENED, Kind.SILENT}
"""Steps that put an answer off, or show that there is none."""


@dataclass(frozen=True)
class Told:
    """One step, as the public reads it.

    Attributes
    ----------
    detail : what belongs to it, in sentences.
    parts : of an analysis, its table.
    """

    number: int
    heading: str
    detail: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    parts: Parts | None
    words: str
    day: str
    iso: str
    who: str
    tone: str


def told(step: Step, power: str) -> Told:
    """A step in words; ``power`` is the alert's."""
    data = step.data
    evidence = _evidence(data) if step.kind is Kind.EXPLAINED else ()
    return Told(
        number=step.number,
        heading=heading(step),
        detail=(*_detail(step, power), *(line for one in evidence if (line := _plain(one)))),
        links=tuple((one.title, one.address) for one in evidence if _leads_on(one)),
        parts=parts(result_of(step)) if step.kind is Kind.ANALYSED and result_of(step) else None,
        words=step.words,
        day=in_words(step.on),
        iso=step.on.isoformat(),
        who=_who(step),
        tone=_tone(step),
    )


def _who(step: Step) -> str:
    """The role and the organisation; the site itself has no role."""
    if step.kind in BY_THE_SITE and step.by == step.organisation:
        return step.by
    return say("{role}, {organisation}", role=step.by, organisation=step.organisation)


def history(steps: Sequence[Step], power: str) -> tuple[Told, ...]:
    """Every step, the latest first."""
    return tuple(told(one, power) for one in reversed(steps))


def result_of(step: Step) -> Mapping[str, Any]:
    """What taking apart found; nothing before it was run, and of another kind of analysis."""
    found: Mapping[str, Any] = step.data.get("result") or {}
    return found if {"by", "rows", "sentence", "caution"} <= found.keys() else {}


def heading(step: Step) -> str:
    """What a step did, as the heading of its entry."""
    data = step.data
    if step.kind is Kind.JUDGED:
        return (
            say("Explanation accepted by an independent reviewer")
            if data["accepted"]
            else say("Explanation not accepted by an independent reviewer")
        )
    if step.kind in {Kind.TESTED, Kind.REMEASURED}:
        return _outcome(step)
    if step.kind is Kind.CONCLUDED:
        return say("Conclusion proposed: {name}", name=conclusion_words(data["conclusion"]))
    if step.kind is Kind.EXPLAINED:
        return say("Explanation: {type}", type=type_words(data["type"]))
    said: Mapping[Kind, str] = {
        Kind.OPENED: say("Review opened"),
        Kind.OWNER: say("Owner named: {role}", role=data.get("role", "")),
        Kind.EXTENDED: say("Time extended"),
        Kind.ANALYSED: say("Analysis run in this review"),
        Kind.SIGNED: say("Conclusion signed off"),
        Kind.REOPENED: say("Review opened again"),
        Kind.SILENT: say("No answer came: this is reform now"),
        Kind.REFORMED: say("Reform begun"),
        Kind.COMMENTED: say("Comment from those who look at the force’s work"),
        Kind.REPLIED: say("Comment answered"),
        Kind.REDACTED: say("Words taken out that the law does not allow"),
    }
    return said[step.kind]


def _outcome(step: Step) -> str:
    outcome = Outcome(step.data["outcome"])
    if step.kind is Kind.TESTED:
        return {
            Outcome.HELD: say("The prediction held"),
            Outcome.FAILED: say("The prediction failed"),
            Outcome.CANNOT_TELL: say("We cannot tell whether the prediction held"),
            Outcome.UNTESTED: say("The prediction could not be tested in time"),
        }[outcome]
    return {
        Outcome.HELD: say("Measured again: what was promised is there"),
        Outcome.FAILED: say("Measured again: what was promised is not there"),
        Outcome.CANNOT_TELL: say("Measured again: we cannot tell whether it is there"),
        Outcome.UNTESTED: say("It could not be measured again in time"),
    }[outcome]


def type_words(name: str) -> str:
    """A type of explanation as it is chosen."""
    return dict(types()).get(name, name)


def conclusion_words(name: str) -> str:
    """A conclusion in a few words."""
    return {
        Conclusion.EXPLAINED: say("explained"),
        Conclusion.PARTLY: say("partly explained"),
        Conclusion.NOT_EXPLAINED: say("not explained"),
        Conclusion.CANNOT_TELL: say("we cannot tell"),
    }[Conclusion(name)]


def _detail(step: Step, power: str) -> tuple[str, ...]:
    data = step.data
    if step.kind is Kind.REFORMED:
        return reform_words(Reform.model_validate(data["reform"]))
    if step.kind is Kind.ANALYSED and result_of(step):
        result = result_of(step)
        return (result["sentence"], result["caution"])
    line = ""
    if step.kind is Kind.EXTENDED:
        until = date.fromisoformat(str(data["until"]))
        line = say("The clock stands still until {day}.", day=in_words(until))
    elif step.kind is Kind.EXPLAINED and data.get("prediction"):
        line = prediction_words(Prediction.model_validate(data["prediction"]))
    elif step.kind in {Kind.JUDGED, Kind.TESTED}:
        line = say("It is about step {number}.", number=str(data["explanation"]))
    elif step.kind is Kind.REPLIED:
        line = say("It answers step {number}.", number=str(data["comment"]))
    elif step.kind is Kind.ANALYSED:
        way = apart.way(str(data["name"]), power)
        line = say("Taken apart by {way}.", way=way.lower())
    return (line,) if line else ()


def _evidence(data: Mapping[str, Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence.model_validate(one) for one in data.get("evidence", ()))


def _leads_on(one: Evidence) -> bool:
    return one.kind == "link" and one.address != REDACTED


def _plain(one: Evidence) -> str:
    """Evidence that has no address of its own."""
    if _leads_on(one):
        return ""
    return say("Evidence: {title}", title=one.title)


def prediction_words(one: Prediction) -> str:
    """A prediction in a sentence: what will be seen, by when, and what is left out."""
    series = series_of(one)
    values = {
        "measure": measure_words(series),
        "group": whom(series),
        "reference": whom(series, reference=True),
        "limit": numbers.decimal(one.limit),
        "quarter": quarter_words(Quarter.parse(one.quarter)),
    }
    most = one.direction == "at most"
    if one.quantity == "ratio":
        said = (
            say(
                "Prediction for {quarter}: {measure}, at most {limit} times as much for {group} "
                "as for {reference}.",
                **values,
            )
            if most
            else say(
                "Prediction for {quarter}: {measure}, at least {limit} times as much for {group} "
                "as for {reference}.",
                **values,
            )
        )
    else:
        said = (
            say("Prediction for {quarter}: {measure}, at most {limit} for {group}.", **values)
            if most
            else say("Prediction for {quarter}: {measure}, at least {limit} for {group}.", **values)
        )
    left = _left_out(one)
    return say("{prediction} Left out: {what}.", prediction=said, what=left) if left else said


def _left_out(one: Prediction) -> str:
    without = one.without
    said = [apart.part(name, "time") for name in without.hours]
    said += [categories().get(name, name).lower() for name in without.categories]
    said += [say(name) for name in without.objects]
    said += list(without.areas)
    return notes.listed(said) if said else ""


def series_of(one: Prediction | Reform) -> Series:
    """The series that a prediction or a reform is about."""
    return Series(
        one.force,
        one.power,
        one.measure,
        Looks(one.quantity),
        one.group,
        one.reference,
        one.grouping,
        one.area,
        one.stream,
    )


def reform_words(one: Reform) -> tuple[str, ...]:
    """A reform in sentences: what it is, what should move, when that is measured."""
    series = series_of(one)
    values = {
        "measure": measure_words(series),
        "group": whom(series),
        "change": numbers.decimal(one.change),
        "first": notes.month(one.after_from),
        "last": notes.month(one.after_until),
        "day": in_words(one.remeasure_on),
    }
    moved = (
        say(
            "{measure}, for {group}: from {first} to {last} at most {change} times what it was "
            "before. Measured again by {day}.",
            **values,
        )
        if one.direction == "at most"
        else say(
            "{measure}, for {group}: from {first} to {last} at least {change} times what it was "
            "before. Measured again by {day}.",
            **values,
        )
    )
    return (one.question, moved)


def _tone(step: Step) -> str:
    if step.kind in {Kind.TESTED, Kind.REMEASURED}:
        return "known" if step.data["outcome"] == Outcome.HELD else "late"
    if step.kind is Kind.JUDGED:
        return "known" if step.data["accepted"] else "late"
    return "late" if step.kind in LATE else "known"


def standing(one: Explained) -> str:
    """How an explanation stands, in a few words."""
    if one.outcome is not None:
        return _outcome_of(one.outcome)
    if one.accepted is None:
        return say("Nobody has judged it yet")
    if not one.accepted:
        return say("Not accepted")
    return say("Accepted; its prediction waits for records") if one.prediction else say("Accepted")


def _outcome_of(outcome: Outcome) -> str:
    return {
        Outcome.HELD: say("Its prediction held"),
        Outcome.FAILED: say("Its prediction failed"),
        Outcome.CANNOT_TELL: say("We cannot tell whether its prediction held"),
        Outcome.UNTESTED: say("Its prediction could not be tested in time"),
    }[outcome]
