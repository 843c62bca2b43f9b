"""What can be wrong with a form or an answer. Each message is for a person."""

from collections.abc import Mapping


class ScoringError(ValueError):
    """Base of this package's refusals."""


class InvalidForm(ScoringError):
    """A form's file does not meet its schema."""


class UnknownForm(ScoringError):
    """There is no form of that version."""


class UnknownPower(ScoringError):
    """The form has no questions for cases of that power."""


class DifferentForms(ScoringError):
    """Answers that were given under different versions, or about other cases, are not compared."""


class WrongAnswers(ScoringError):
    """What a member sent cannot be taken; ``problems`` says why, for each question."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)
