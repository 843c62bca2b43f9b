"""What people who were stopped answered, in words and pictures: totals in tens, nobody's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from markupsafe import Markup

from evenhand.encounters.answering.questions import (
    NO,
    PARTLY,
    QUESTIONS,
    REASON,
    YES,
    choice_words,
    words,
)
from evenhand.encounters.told.answers import Answers, Choices, Heard
from evenhand.encounters.told.rounding import About
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.public.presenters.page import Picture
from evenhand.publications.charts.answered import Bar, Part, answered
from evenhand.publications.charts.drawing import WIDTHS

NOT_TOLD = "not_told"
OF_A_QUESTION = {YES: Part.FULL, PARTLY: Part.DOTTED, NO: Part.HATCHED, "": Part.OPEN}


@dataclass(frozen=True)
class Link:
    """A quarter that can be read; ``here`` if it is the one that is shown."""

    words: str
    url: str
    here: bool


@dataclass(frozen=True)
class Grid:
    """A table: its headings, and each row with its name and cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class AnswersPage:
    """Everything that the page of answers shows."""

    period: str
    quarter: str
    lead: str
    state: str
    sentences: tuple[str, ...]
    reasons: Grid
    reasons_picture: Picture | None
    questions: Grid
    questions_picture: Picture | None
    teams: Grid | None
    unused: str
    quarters: tuple[Link, ...]


def answers_page(found: Answers, quarters: Sequence[str]) -> AnswersPage:
    """Shape a quarter's answers for its page.

    Parameters
    ----------
    quarters : all that can be read, the latest first.
    """
    period = span(found.first, found.last)
    return AnswersPage(
        period=period,
        quarter=found.quarter,
        lead=_lead(found, period),
        state=_state(found),
        sentences=tuple(_sentences(found)),
        reasons=_reasons(found),
        reasons_picture=_of_reasons(found),
        questions=_questions(found),
        questions_picture=_of_questions(found),
        teams=_teams(found),
        unused=_unused(found),
        quarters=links("stops-answers-quarter", found.force, quarters, found.quarter),
    )


def links(name: str, force: str, quarters: Sequence[str], here: str) -> tuple[Link, ...]:
    """Every quarter by its months, each at its own address."""
    return tuple(
        Link(months_of(one), reverse(name, args=[force, one]), one == here) for one in quarters
    )


def months_of(quarter: str) -> str:
    """Name a quarter such as ``2026-Q4`` by its months."""
    year, last = quarter[:4], 3 * int(quarter[-1])
    return notes.period(f"{year}-{last - 2:02}", f"{year}-{last:02}")


def span(first: date, last: date) -> str:
    """Name the months from one day to another."""
    return notes.period(f"{first:%Y-%m}", f"{last:%Y-%m}")


def about_words(count: About) -> str:
    """A rounded count; few and none are told alike."""
    if count.few:
        return say("fewer than 5")
    return say("about {count}", count=numbers.whole(count.tens))


def _lead(found: Answers, period: str) -> str:
    if not found.answers:
        return say(
            "No answers have been counted for {period}. Ten are counted together at the earliest, "
            "so a few may have come.",
            period=period,
        )
    return say(
        "{count} answers have been counted from people who were stopped in {period}.",
        count=numbers.whole(found.answers),
        period=period,
    )


def _state(found: Answers) -> str:
    until = notes.day(found.takes_until)
    if found.closed:
        return say("Slips of these months took answers until {day}. Nothing is added.", day=until)
    return say(
        "These numbers still grow, ten answers at a time: slips of these months take answers "
        "until {day}.",
        day=until,
    )


def _sentences(found: Answers) -> list[str]:
    """What was heard, over all slips that name a class of reasons."""
    named = [one for one in found.heard if one.recorded and one.answers]
    if not named:
        return []
    total = sum(one.answers for one in named)
    same = [one.choices[choice] for one in named for choice in one.recorded]
    untold = [one.choices[NOT_TOLD] for one in named]
    return [
        say(
            "{total} of them came on slips that say which kind of reason the officer recorded: "
            "{low} to {high} say that they heard that kind of reason, and {untold_low} to "
            "{untold_high} that they were told none.",
            total=numbers.whole(total),
            **_ends("low", "high", same, total),
            **_ends("untold_low", "untold_high", untold, total),
        )
    ]


def _ends(low: str, high: str, counts: Sequence[About], most: int) -> dict[str, str]:
    """From the fewest to the most that rounded counts can be together."""
    return {
        low: numbers.whole(sum(one.low for one in counts)),
        high: numbers.whole(min(most, sum(one.high for one in counts))),
    }


def _reasons(found: Answers) -> Grid:
    choices = (*QUESTIONS[REASON], "")
    return Grid(
        (
            say("Slips signed"),
            say("Answers"),
            *(_choice(REASON, one) for one in choices),
        ),
        tuple(
            (
                recorded(one),
                (
                    about_words(one.signed) if one.signed else say("in the rows above"),
                    numbers.whole(one.answers),
                    *_cells(one.choices, choices, one.answers),
                ),
            )
            for one in found.heard
        ),
    )


def recorded(one: Heard) -> str:
    """The recorded reason of a row, as people are offered it."""
    if not one.recorded:
        return say("Not on the slip: it names a team, or these were counted at the end")
    return say(" or: ").join(choice_words(REASON, name) for name in one.recorded)


def _questions(found: Answers) -> Grid:
    choices = (YES, PARTLY, NO, "")
    return Grid(
        tuple(_choice("fair", one) for one in choices),
        tuple(
            (words(name), _cells(said, choices, found.answers))
            for name, said in found.questions.items()
        ),
    )


def _choice(question: str, choice: str) -> str:
    return choice_words(question, choice) if choice else say("Left out")


def _cells(said: Choices, choices: Sequence[str], answers: int) -> tuple[str, ...]:
    """Words for each choice; where nobody answered there is nothing to tell."""
    if not answers:
        return tuple(say("no answers yet") for _ in choices)
    return tuple(about_words(said[one]) for one in choices)


def _of_reasons(found: Answers) -> Picture | None:
    bars = [
        Bar(
            recorded(one),
            say("{count} answers", count=numbers.whole(one.answers)),
            one.answers,
            _parts(one),
        )
        for one in found.heard
        if one.recorded and one.answers
    ]
    key = (
        (Part.FULL, say("That kind of reason")),
        (Part.HATCHED, say("Another reason")),
        (Part.DOTTED, say("They did not say")),
        (Part.OPEN, say("Left out")),
    )
    return _picture(
        bars,
        key,
        name="heard",
        title=say("Which reason people heard, by the kind that the officer recorded"),
    )


def _parts(one: Heard) -> tuple[tuple[Part, int], ...]:
    same = sum(one.choices[name].tens for name in one.recorded)
    others = (name for name in QUESTIONS[REASON] if name not in {*one.recorded, NOT_TOLD})
    other = sum(one.choices[name].tens for name in others)
    return (
        (Part.FULL, same),
        (Part.HATCHED, other),
        (Part.DOTTED, one.choices[NOT_TOLD].tens),
        (Part.OPEN, one.choices[""].tens),
    )


def _of_questions(found: Answers) -> Picture | None:
    bars = [
        Bar(
            words(name),
            say("{count} answers", count=numbers.whole(found.answers)),
            found.answers,
            tuple((part, said[choice].tens) for choice, part in OF_A_QUESTION.items()),
        )
        for name, said in found.questions.items()
        if found.answers
    ]
    key = tuple((part, _choice("fair", choice)) for choice, part in OF_A_QUESTION.items())
    return _picture(bars, key, name="asked", title=say("How people say they were treated"))


def _picture(
    bars: Sequence[Bar], key: Sequence[tuple[Part, str]], *, name: str, title: str
) -> Picture | None:
    if not bars:
        return None
    said = dict(key)
    description = "; ".join(
        say(
            "{row}: {parts}, of {total}",
            row=bar.name,
            parts=", ".join(f"{said[part]} {count}" for part, count in bar.parts),
            total=numbers.whole(bar.whole),
        )
        for bar in bars
    )
    narrow, wide = (
        Markup(  # noqa: S704 (our own drawing; every word in it is escaped there)
            answered(
                bars,
                key,
                width=width,
                name=f"{name}-{width}",
                title=title,
                description=description,
            )
        )
        for width in WIDTHS
    )
    return Picture(narrow, wide)


def _teams(found: Answers) -> Grid | None:
    if not found.teams:
        return None
    return Grid(
        (say("Slips signed"), say("Answers"), say("Not come back")),
        tuple(
            (
                one.team,
                (about_words(one.signed), numbers.whole(one.used), not_back(one.signed, one.used)),
            )
            for one in found.teams
        ),
    )


def not_back(signed: About, used: int) -> str:
    """How many slips did not come back: as exact as the number that was signed."""
    return about_words(About(max(0, signed.tens - used)))


def _unused(found: Answers) -> str:
    signed = sum(one.signed.tens for one in found.heard if one.signed)
    return say(
        "About {signed} slips were signed for phones in these months and {used} came back as "
        "answers. The others are still on phones, were given and not used, or were never given. "
        "How those people would have answered cannot be told from these.",
        signed=numbers.whole(signed),
        used=numbers.whole(found.answers),
    )
