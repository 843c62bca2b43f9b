"""Which colours the answers to a case allow, and why the others are not allowed."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.scrutiny.scoring.forms import COLOURS, Colour, Form, Said
from evenhand.scrutiny.scoring.scores import Answers


@dataclass(frozen=True)
class RuledOut:
    """Why a colour is not allowed: the rule's sentence, and the questions that brought it in."""

    because: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Allowed:
    """The colours that answers allow.

    Attributes
    ----------
    colours : those that may be given, from the mildest. Red is always among them: a doubt may
        always be said.
    why_not : for each other one, every reason.
    """

    colours: tuple[Colour, ...]
    why_not: Mapping[Colour, tuple[RuledOut, ...]]

    def sentence(self, colour: Colour) -> str:
        """Why a colour is not allowed, in words; nothing where it is."""
        return " ".join(dict.fromkeys(say(one.because) for one in self.why_not.get(colour, ())))


def allowed(answers: Answers) -> Allowed:
    """Say which colours a sheet's answers allow, whatever colour it gives."""
    return allowed_by(answers.form, answers.said)


def allowed_by(form: Form, said: Mapping[str, Said]) -> Allowed:
    """Say which colours the answers given so far allow.

    Parameters
    ----------
    form : the version under which they are given.
    said : by the key of the question; one that is not answered yet rules nothing out.
    """
    why_not: dict[Colour, list[RuledOut]] = {}
    for rule in form.rules:
        if questions := rule.met_by(dict(said)):
            for colour in rule.rules_out:
                why_not.setdefault(colour, []).append(RuledOut(rule.because, questions))
    return Allowed(
        colours=tuple(one for one in COLOURS if one not in why_not),
        why_not={colour: tuple(reasons) for colour, reasons in why_not.items()},
    )
