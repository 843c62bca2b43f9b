"""The five questions as a form shows them, and what was chosen in it."""

from collections.abc import Mapping
from enum import Enum

from evenhand.encounters.answering.questions import QUESTIONS, choice_words, words
from evenhand.measures.words.messages import say


class Problem(Enum):
    """Why an answer was not taken."""

    NOTHING = "nothing"
    NOT_OFFERED = "not offered"

    @property
    def words(self) -> str:
        """The same, for the person."""
        if self is Problem.NOTHING:
            return say("Answer at least one question, or leave this page")
        return say("Choose one of the answers that are offered")


def asked(said: Mapping[str, str]) -> list[dict[str, object]]:
    """Each question with its choices, as the radio buttons of the design system take them."""
    return [
        {
            "name": name,
            "words": words(name),
            "value": said.get(name, ""),
            "inline": len(choices) <= 3,
            "items": [{"value": one, "text": choice_words(name, one)} for one in choices],
        }
        for name, choices in QUESTIONS.items()
    ]


def chosen(sent: Mapping[str, str]) -> dict[str, str]:
    """Which questions were answered, and how; anything else that was sent is nothing."""
    return {name: sent[name][:20] for name in QUESTIONS if sent.get(name)}
