"""How an alert and its review are put into words that pages, feeds and mails share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from evenhand.measures.errors import UnknownMeasure
from evenhand.measures.library import measure
from evenhand.measures.schema import Measure
from evenhand.measures.watch.found import Found, Looks, Series
from evenhand.measures.words import headlines, notes
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import at_the_start
from evenhand.measures.words.whom import area
from evenhand.measures.words.whom import named as series_people
from evenhand.monitoring.history import Kind, Step
from evenhand.monitoring.terms import Conclusion, Explanation, Outcome

TYPES = {
    Explanation.MIX: "Another mix of places or times",
    Explanation.OPERATION: "An operation led by intelligence",
    Explanation.REPEAT: "The same few people again and again",
    Explanation.VISITORS: "People who do not live there",
    Explanation.RECORDING: "How things are written down",
    Explanation.PRACTICE: "A policy, or the practice of one team",
    Explanation.UNEXPLAINED: "Nothing was found that explains it",
}
CONCLUSIONS = {
    Conclusion.EXPLAINED: "Explained",
    Conclusion.PARTLY: "Partly explained",
    Conclusion.NOT_EXPLAINED: "Not explained",
    Conclusion.CANNOT_TELL: "We cannot tell",
}
OUTCOMES = {
    Outcome.HELD: "It held",
    Outcome.FAILED: "It did not hold",
    Outcome.CANNOT_TELL: "We cannot tell whether it held",
    Outcome.UNTESTED: "Not tested: the figures did not come in time",
}


def title(series: Series) -> str:
    """What is looked at, as a heading: a measure's own title, or what is known of the records."""
    if series.looks is Looks.UNKNOWN:
        return say("Records without an ethnicity")
    if series.looks is Looks.COVERAGE:
        return say("Number of records")
    found = measure_of(series)
    return say(found.title) if found else at_the_start(series.measure.replace("-", " "))


def measure_of(series: Series) -> Measure | None:
    """The measure of a series; None where a later version of this site has it no more."""
    try:
        return measure(series.measure.partition("@")[0])
    except UnknownMeasure:
        return None


def whom(series: Series, *, reference: bool = False) -> str:
    """The people of a series inside a sentence, or those they are compared with."""
    try:
        return series_people(series, reference=reference)
    except KeyError:  # a group that this version of the site has no name for
        return series.reference if reference else series.group


def named(series: Series) -> str:
    """A series in one line: what is looked at, of whom, and where."""
    if series.looks is Looks.RATIO:
        line = say(
            "{title}: {group} compared with {reference}",
            title=title(series),
            group=whom(series),
            reference=whom(series, reference=True),
        )
    else:
        line = say("{title}: {group}", title=title(series), group=whom(series))
    return say("{line}, in area {area}", line=line, area=area(series.area)) if series.area else line


def headline(found: Found) -> str:
    """What an alert is about, in a line or two that say nothing of causes: the range first."""
    try:
        line = headlines.headline(found)
        if not found.series.area:
            return line
        return say("{area}: {line}", area=area(found.series.area), line=line)
    except (KeyError, UnknownMeasure):  # of a measure or group that this version has no more
        return named(found.series)


def said_to(told: Sequence[str]) -> str:
    """Who is told that a force did not answer, in a sentence; nobody where nobody is here."""
    if not told:
        return say("Nobody who holds the force to account has joined this site to be told.")
    return say("Told, because they hold the force to account: {names}.", names=", ".join(told))


def who(step: Step) -> str:
    """Who took a step: a role and an organisation, never a person."""
    if step.by == step.organisation:
        return step.by
    return say("{who}, {organisation}", who=step.by, organisation=step.organisation)


def heading(step: Step) -> str:
    """What a step is, in a few words."""
    special = _SPECIAL.get(step.kind)
    return special(step.data) if special else say(_PLAIN[step.kind])


def _owner(data: Mapping[str, Any]) -> str:
    return say("Who has to answer was named: {role}", role=str(data["role"]))


def _extended(data: Mapping[str, Any]) -> str:
    return say(
        "The clock stands still until {day}", day=notes.day(date.fromisoformat(data["until"]))
    )


def _explained(data: Mapping[str, Any]) -> str:
    return say("Explanation: {type}", type=say(TYPES[Explanation(data["type"])]))


def _judged(data: Mapping[str, Any]) -> str:
    if data.get("accepted"):
        return say("An independent reviewer accepts the explanation")
    return say("An independent reviewer does not accept the explanation")


def _tested(data: Mapping[str, Any]) -> str:
    return say("The prediction was tested: {outcome}", outcome=say(OUTCOMES[_of(data)]))


def _of(data: Mapping[str, Any]) -> Outcome:
    return Outcome(data["outcome"])


def _concluded(data: Mapping[str, Any]) -> str:
    said = say(CONCLUSIONS[Conclusion(data["conclusion"])])
    return say("Conclusion proposed: {conclusion}", conclusion=said)


def _remeasured(data: Mapping[str, Any]) -> str:
    return say("Measured again after the reform: {outcome}", outcome=say(AFTER[_of(data)]))


AFTER = {
    Outcome.HELD: "What was promised was seen",
    Outcome.FAILED: "What was promised was not seen",
    Outcome.CANNOT_TELL: "We cannot tell whether what was promised was seen",
    Outcome.UNTESTED: "Not measured: the figures did not come in time",
}
_PLAIN = {
    Kind.OPENED: "Alert raised",
    Kind.ANALYSED: "An analysis was run",
    Kind.SIGNED: "The conclusion was signed off",
    Kind.REOPENED: "The question was opened again",
    Kind.SILENT: "Nobody answered: it became reform by itself",
    Kind.REFORMED: "Reform: an action in the plan",
    Kind.COMMENTED: "Comment",
    Kind.REPLIED: "Answer to a comment",
    Kind.REDACTED: "Words taken out that the law does not allow",
}
_SPECIAL = {
    Kind.OWNER: _owner,
    Kind.EXTENDED: _extended,
    Kind.EXPLAINED: _explained,
    Kind.JUDGED: _judged,
    Kind.TESTED: _tested,
    Kind.CONCLUDED: _concluded,
    Kind.REMEASURED: _remeasured,
}
