"""What a force's recorded stops tell, in the words of the page for its own people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from evenhand.measures.medians import Middles
from evenhand.measures.result import Result
from evenhand.measures.stop_tests import Answer, GroupAnswer
from evenhand.measures.stops_told import StopsTold
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.records import codes

HEADLINE = "Black"


@dataclass(frozen=True)
class MonthRow:
    """A month of the table, its numbers written out."""

    name: str
    stops: str
    unfinished: str
    more: str


@dataclass(frozen=True)
class Part:
    """One question and what is known of it.

    Attributes
    ----------
    everyone, headline : the sentence for everybody, and the one for the group of the headline.
    groups : a sentence for each of the other groups. beside : when all this can mislead.
    """

    key: str
    title: str
    question: str
    everyone: str
    headline: str
    groups: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class StopFigures:
    """The whole page.

    Attributes
    ----------
    period : the months counted, in words; nothing where none has ended.
    warnings : what changes how all of it should be read, each once.
    """

    force: str
    taken: str
    period: str
    months: tuple[MonthRow, ...]
    warnings: tuple[str, ...]
    parts: tuple[Part, ...]


def stop_figures(told: StopsTold) -> StopFigures:
    """Write down all that the stops tell."""
    warnings = [text for result in told.results for text in result.warnings]
    return StopFigures(
        codes.force(told.force).name,
        notes.day(datetime.fromisoformat(told.taken_at).date()),
        notes.period(told.first, told.last) if told.first else "",
        tuple(
            MonthRow(
                notes.month(one.month),
                numbers.whole(one.stops),
                numbers.whole(one.unfinished),
                _state(ended=one.ended, version=one.version),
            )
            for one in reversed(told.months)
        ),
        tuple(dict.fromkeys(warnings)),
        tuple(_parts(told)),
    )


def _state(*, ended: bool, version: int) -> str:
    if not ended:
        return say("not over yet, so it is not counted")
    if version > 1:
        return say("changed since it was first counted (version {number})", number=str(version))
    return say("counted")


def _parts(told: StopsTold) -> Iterator[Part]:
    yield from (_measured(result) for result in told.results)
    yield from (_tested(answer) for answer in told.tests)
    yield from (_middle(one) for one in told.middles)


def _measured(result: Result) -> Part:
    about = result.measure
    return Part(
        about.id,
        say(about.title),
        say(about.question),
        result.overall.sentence or say("Not shown to protect people."),
        result.sentence,
        tuple(row.sentence for row in result.rows if row.group != result.ratio_group),
        tuple(say(caveat) for caveat in about.caveats),
    )


def _tested(answer: Answer) -> Part:
    titles = {
        "visibility": (
            say("Where officers could see the driver beforehand"),
            say("Is a group more of the stops in which officers could see its ethnicity?"),
        ),
        "darkness": (
            say("By daylight and in darkness"),
            say("Is a group more of the stops by daylight than in darkness at the same hour?"),
        ),
        "discretion": (
            say("Officers’ own choices against camera hits"),
            say("Do officers’ own choices fall on a group more often than camera hits do?"),
        ),
    }
    title, question = titles[answer.test]
    return Part(
        answer.test,
        title,
        question,
        say(
            "Each group is set against White drivers. An answer here is evidence that asks for an "
            "explanation, and no proof of why."
        ),
        _whole(answer.row(HEADLINE)),
        tuple(_whole(row) for row in answer.rows if row.group != HEADLINE),
        (),
    )


def _whole(row: GroupAnswer) -> str:
    return " ".join((row.sentence, *row.more))


def _middle(found: Middles) -> Part:
    about = found.measure
    return Part(
        about.id,
        say(about.title),
        say(about.question),
        found.everyone.sentence,
        next((one.sentence for one in found.groups if one.group == HEADLINE), ""),
        tuple(one.sentence for one in found.groups if one.group != HEADLINE),
        (*found.notes, *(say(caveat) for caveat in about.caveats)),
    )
