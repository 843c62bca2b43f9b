"""Hold a record against every rule, and never fail over it."""

from dataclasses import dataclass

from pydantic import ValidationError

from evenhand.encounters.rules import context as knowledge
from evenhand.encounters.rules import wording
from evenhand.encounters.rules.context import Context
from evenhand.encounters.rules.kinds import BrokenRules
from evenhand.encounters.rules.reading import Unreadable, read
from evenhand.encounters.rules.stop import Stop
from evenhand.records.messages import say

MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a record.

    Attributes
    ----------
    field : where, such as ``people.1.sde`` (the second person); empty for the whole record.
    code : which kind; it never changes its meaning.
    words : the sentence for the person who can mend it.
    """

    field: str
    code: str
    words: str


@dataclass(frozen=True)
class Checked:
    """A stop, or what is wrong with it: ``stop`` is None exactly when there are problems."""

    stop: Stop | None
    problems: tuple[Problem, ...] = ()


def check(raw: object, *, context: Context) -> Checked:
    """Hold one record against every rule. It never raises, whatever arrives.

    Parameters
    ----------
    raw : bytes or text of JSON, or values that were read from JSON before.
    context : what only the server knows.

    Returns
    -------
    Checked
        The stop, or every problem found: first those of single fields, then those across fields,
        then those that need the server's knowledge. Each kind is asked once the one before is well.
    """
    try:
        values = read(raw)
    except Unreadable as error:
        return Checked(None, (Problem("", error.code, error.words),))
    return check_read(values, context=context)


def check_read(values: object, *, context: Context) -> Checked:
    """The same for what :func:`~evenhand.encounters.rules.reading.read` gave, or a part of that."""
    try:
        stop = Stop.model_validate(values)
    except ValidationError as error:
        return Checked(None, tuple(_problems(error)[:MOST_PROBLEMS]))
    broken = knowledge.broken(stop, context)
    problems = tuple(Problem(field, code, say(words)) for field, code, words in broken)
    return Checked(None if problems else stop, problems)


def _problems(error: ValidationError) -> list[Problem]:
    found: list[Problem] = []
    for one in error.errors(include_url=False):
        path = tuple(step for step in one["loc"] if step != "[key]")
        reason = one.get("ctx", {}).get("error")
        if isinstance(reason, BrokenRules):
            found += [
                Problem(_dotted((*path, rule.field)), rule.code, say(rule.words))
                for rule in reason.rules
            ]
        else:
            code, words = wording.said({**one, "loc": path}, Stop)
            found.append(Problem(_dotted(path), code, words))
    return found


def _dotted(path: tuple[int | str, ...]) -> str:
    return wording.printable(".".join(map(str, path)))[: wording.LONGEST_PATH]
