"""Reading what a member sent: every question that is asked of the case, and none besides."""

from collections.abc import Mapping
from typing import Any, TypeVar

from evenhand.ledger.texts import plain
from evenhand.measures.words.messages import say
from evenhand.scrutiny.scoring.colours import allowed
from evenhand.scrutiny.scoring.errors import WrongAnswers
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.forms import COLOURS, SAID, Form, form
from evenhand.scrutiny.scoring.scores import Answer, Answers

OVERALL = "overall"
"""The field of the colour."""
COMMENT = "-comment"
"""What follows a field's name in the name of the comment beside it."""
LONGEST_COMMENT = 1000

Choice = TypeVar("Choice", bound=str)


def read(form: Form, raw: Mapping[str, Any], facts: Facts) -> Answers:
    """Read the fields of a sheet as a page or a client sends them.

    Parameters
    ----------
    form : the version under which they are given.
    raw : the answer under the key of each question and under ``overall``, and what is written
        beside it under the same name with ``-comment`` after it. A comment may be left out.
    facts : of the case.

    Raises
    ------
    WrongAnswers
        With a sentence for each field that is missing, unknown, too long or not asked of this case,
        and under ``overall`` where the answers do not allow the colour.
    """
    sheet = _Sheet(raw)
    given = {
        question.key: Answer(sheet.one_of(question.key, SAID), sheet.comment(question.key))
        for question in form.questions_for(facts)
    }
    overall = sheet.one_of(OVERALL, COLOURS)
    answers = Answers(form.version, facts, given, overall, sheet.comment(OVERALL))
    sheet.refuse_besides({*given, OVERALL})
    if not sheet.problems:
        sheet.judge(answers)
    if sheet.problems:
        raise WrongAnswers(sheet.problems)
    return answers


def kept(told: Mapping[str, Any]) -> Answers:
    """Read back what ``Answers.told`` gave, under the version that it names.

    Raises
    ------
    UnknownForm
        If there is no such version.
    WrongAnswers
        If it was altered into what nobody could have answered.
    """
    try:
        version, facts = told["version"], Facts(**told["facts"])
        fields = {OVERALL: told["overall"], f"{OVERALL}{COMMENT}": told["comment"]}
        for key, one in told["given"].items():
            fields |= {key: one["said"], f"{key}{COMMENT}": one["comment"]}
    except (AttributeError, KeyError, TypeError) as error:
        raise WrongAnswers({OVERALL: say("These answers are not whole.")}) from error
    return read(form(version), fields, facts)


class _Sheet:
    """The fields as they came, and what is wrong with them."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.problems: dict[str, str] = {}

    def one_of(self, name: str, choices: tuple[Choice, ...]) -> Choice:
        """What was chosen; the last choice, with the problem noted, where nothing good was."""
        found = self.raw.get(name)
        for choice in choices:
            if found == choice:
                return choice
        if found not in (None, ""):
            self.problems[name] = say("Choose one of the answers that are offered.")
        elif name == OVERALL:
            self.problems[name] = say("Choose a colour, or say that you cannot tell.")
        else:
            self.problems[name] = say("Answer this question, or say that you cannot tell.")
        return choices[-1]

    def comment(self, name: str) -> str:
        """What was written beside an answer."""
        field = f"{name}{COMMENT}"
        found = self.raw.get(field) or ""
        if not isinstance(found, str):
            self.problems[field] = say("A comment is a text.")
            return ""
        text = found.replace("\r\n", "\n").strip()
        if len(text) > LONGEST_COMMENT:
            self.problems[field] = say(
                "Write at most {most} characters.", most=f"{LONGEST_COMMENT:,}"
            )
        try:
            return plain(text)
        except ValueError as error:
            self.problems[field] = str(error)
            return ""

    def refuse_besides(self, asked: set[str]) -> None:
        """An answer that nobody asked for would be lost, or decide a colour unseen."""
        for name in self.raw:
            if str(name).removesuffix(COMMENT) not in asked:
                self.problems[str(name)] = say("This question is not asked of this case.")

    def judge(self, answers: Answers) -> None:
        """The colour must be one that the answers allow, with the words that it needs."""
        permitted = allowed(answers)
        meant = answers.form.colour(answers.overall)
        if answers.overall not in permitted.colours:
            self.problems[OVERALL] = permitted.sentence(answers.overall)
        elif meant is not None and meant.needs_comment and not answers.comment:
            self.problems[f"{OVERALL}{COMMENT}"] = say(
                "Say in a few words why it is {colour}.", colour=say(meant.name).lower()
            )
