"""The scoring form: what is asked of a case, what may be answered, and which colours that allows.

Members answer alone and blind, then the meeting agrees; both are ``Answers``, kept as they were
given, under the version of the form that they name. No Django here.
"""

from evenhand.scrutiny.scoring import anchors, answers, colours, comparing
from evenhand.scrutiny.scoring.errors import (
    DifferentForms,
    InvalidForm,
    ScoringError,
    UnknownForm,
    UnknownPower,
    WrongAnswers,
)
from evenhand.scrutiny.scoring.facts import POWERS, Facts, Power
from evenhand.scrutiny.scoring.forms import (
    COLOURS,
    SAID,
    Colour,
    Form,
    Part,
    Question,
    Said,
    form,
    versions,
)
from evenhand.scrutiny.scoring.scores import Answer, Answers

__all__ = [
    "COLOURS",
    "POWERS",
    "SAID",
    "Answer",
    "Answers",
    "Colour",
    "DifferentForms",
    "Facts",
    "Form",
    "InvalidForm",
    "Part",
    "Power",
    "Question",
    "Said",
    "ScoringError",
    "UnknownForm",
    "UnknownPower",
    "WrongAnswers",
    "anchors",
    "answers",
    "colours",
    "comparing",
    "form",
    "versions",
]
