"""The five questions, and how an answer is written while it waits: five bytes, never more.

There is no free text, so that no answer can name anybody. Every question may be left out.
"""

from collections.abc import Mapping

from evenhand.measures.words.messages import say

YES, PARTLY, NO = "yes", "partly", "no"
REASON = "reason"
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    REASON: ("driving", "vehicle", "looking", "routine", "other", "not_told"),
    "understood": (YES, PARTLY, NO),
    "heard": (YES, PARTLY, NO),
    "respect": (YES, PARTLY, NO),
    "fair": (YES, PARTLY, NO),
}
"""The choices of each question, in the order in which they stand on the page."""


class NotAnAnswer(ValueError):
    """A choice that was not offered, or bytes that no answer is written as."""


def words(question: str) -> str:
    """The question, as it is asked."""
    return {
        REASON: say("Which reason were you told?"),
        "understood": say("Did you understand why you were stopped?"),
        "heard": say("Could you say what you wanted to say?"),
        "respect": say("Were you treated with respect?"),
        "fair": say("Was it fair?"),
    }[question]


def choice_words(question: str, choice: str) -> str:
    """A choice, as it is offered."""
    if question != REASON:
        return {YES: say("Yes"), PARTLY: say("Partly"), NO: say("No")}[choice]
    return {
        "driving": say("Something about the driving"),
        "vehicle": say("Something about the vehicle or its papers"),
        "looking": say("They were looking for somebody or something"),
        "routine": say("A routine check"),
        "other": say("Something else"),
        "not_told": say("They did not say"),
    }[choice]


def write(answer: Mapping[str, str]) -> bytes:
    """Write an answer: a byte for each question, zero where it was left out.

    Raises
    ------
    NotAnAnswer
        If a choice was not offered.
    """
    try:
        return bytes(
            choices.index(answer[name]) + 1 if answer.get(name) else 0
            for name, choices in QUESTIONS.items()
        )
    except ValueError as error:
        raise NotAnAnswer("That was not offered.") from error


def read(written: bytes) -> dict[str, str]:
    """Read what :func:`write` wrote; an empty choice is a question left out."""
    if len(written) != len(QUESTIONS):
        raise NotAnAnswer("This is not how an answer is written.")
    try:
        return {
            name: ("", *choices)[place]
            for (name, choices), place in zip(QUESTIONS.items(), written, strict=True)
        }
    except IndexError as error:
        raise NotAnAnswer("This is not how an answer is written.") from error
