"""What is shown of a force's answers in a quarter, as a table and as JSON: what the page shows."""

from collections.abc import Iterator
from typing import Any

from evenhand.encounters.answering.questions import REASON, choice_words, words
from evenhand.encounters.told.answers import Answers, Choices
from evenhand.encounters.told.rounding import About
from evenhand.sheets import writing
from evenhand.sheets.cells import shielded

COLUMNS = (
    *("force", "quarter", "first_day", "last_day", "closed", "what", "recorded", "team"),
    *("slips_signed_about", "slips_signed_low", "slips_signed_high", "answers"),
    *("question", "question_words", "choice", "choice_words", "about", "low", "high"),
)
SLIPS, SAID, TEAM = "slips by recorded reason", "answers to a question", "slips by team"
"""What a row can be about."""
LEFT_OUT = "left_out"
NOT_NAMED = "not_on_the_slip"
"""The recorded reason of slips that name a team, and of what was left when the quarter closed."""
NOTES = (
    "Answers, not stops: only those who were given a slip and used it are in it.",
    "Totals grow in tens. Each choice is rounded to the nearest ten by itself, so they need not "
    "add up; about 0 is fewer than 5, or none.",
    "Recorded and heard are two columns of totals. No answer was laid beside a stop.",
)


def as_json(found: Answers) -> dict[str, Any]:
    """Everything that the page shows, with what to beware of."""
    return {
        "force": found.force,
        "quarter": found.quarter,
        "first_day": found.first.isoformat(),
        "last_day": found.last.isoformat(),
        "takes_answers_until": found.takes_until.isoformat(),
        "closed": found.closed,
        "answers": found.answers,
        "notes": list(NOTES),
        "reasons": [
            {
                "recorded": list(one.recorded),
                "slips_signed": _about(one.signed) if one.signed else None,
                "answers": one.answers,
                "heard": _choices(one.choices) if one.answers else None,
            }
            for one in found.heard
        ],
        "questions": {
            name: {"words": words(name), "choices": _choices(choices)}
            for name, choices in found.questions.items()
            if found.answers
        },
        "teams": [
            {"team": one.team, "slips_signed": _about(one.signed), "answers": one.used}
            for one in found.teams
        ],
    }


def as_csv(found: Answers) -> bytes:
    """A row for each number on the page; ``what`` says what it is about."""
    return writing.as_csv([COLUMNS, *([shielded(cell) for cell in row] for row in _rows(found))])


def _rows(found: Answers) -> Iterator[list[str]]:
    start = [found.force, found.quarter, found.first.isoformat(), found.last.isoformat()]
    start.append("yes" if found.closed else "no")
    for one in found.heard:
        recorded = "+".join(one.recorded) or NOT_NAMED
        slips = [*(_cells(one.signed) if one.signed else [""] * 3), str(one.answers)]
        yield [*start, SLIPS, recorded, "", *slips, *[""] * 7]
        if one.answers:
            said = [*start, SAID, recorded, "", "", "", "", str(one.answers)]
            yield from ([*said, *cells] for cells in _of_question(REASON, one.choices))
    if found.answers:
        said = [*start, SAID, "", "", "", "", "", str(found.answers)]
        for name, choices in found.questions.items():
            yield from ([*said, *cells] for cells in _of_question(name, choices))
    for team in found.teams:
        slips = [*_cells(team.signed), str(team.used)]
        yield [*start, TEAM, "", team.team, *slips, *[""] * 7]


def _of_question(name: str, choices: Choices) -> Iterator[list[str]]:
    for choice, count in choices.items():
        told = choice_words(name, choice) if choice else ""
        yield [name, words(name), choice or LEFT_OUT, told, *_cells(count)]


def _cells(count: About) -> list[str]:
    return [str(count.tens), str(count.low), str(count.high)]


def _choices(choices: Choices) -> dict[str, Any]:
    return {choice or LEFT_OUT: _about(count) for choice, count in choices.items()}


def _about(count: About) -> dict[str, int]:
    return {"about": count.tens, "low": count.low, "high": count.high}
