"""What cannot be done with records of stops; each message is a sentence for a person."""

from evenhand.encounters.rules import Problem


class EncountersError(ValueError):
    """Base of this app's refusals."""


class NotHere(EncountersError):
    """There is no such thing in the force, or it is not this person's."""


class NotRegistered(EncountersError):
    """The device is not known here; it must be registered first."""


class WrongForce(EncountersError):
    """It belongs to another force."""


class NotNow(EncountersError):
    """It cannot be done as things stand; the message says why."""


class StillToMend(EncountersError):
    """A record or a correction does not meet the rules; ``problems`` says where."""

    def __init__(self, message: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(message)
        self.problems = problems


class EditedMeanwhile(EncountersError):
    """Somebody else corrected the stop first."""


class NotAKey(EncountersError):
    """The key of a system is none that works now."""


class UsedOtherwise(EncountersError):
    """An idempotency key came before with something else."""


class CannotTakeIn(EncountersError):
    """A table or its mapping cannot be used; ``sentences`` says each thing that is wrong."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences
