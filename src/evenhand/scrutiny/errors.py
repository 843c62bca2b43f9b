"""What cannot be done in a draw. Each message is a sentence for a person."""


class ScrutinyError(ValueError):
    """Base of this app's refusals."""


class NotHere(ScrutinyError):
    """There is no such draw, case or finding for the organisation that the person acts for."""


class NotNow(ScrutinyError):
    """The rules of a draw do not allow this step now; the message says why."""


class Conflicted(ScrutinyError):
    """The person said that the case touches them, so they neither see nor score it."""


class NotReady(Conflicted):
    """The person is not trained or vetted as the terms of their panel ask."""


class Meanwhile(NotNow):
    """Somebody else took a step that the writer has not seen."""


class RollsDiffer(NotNow):
    """The panel and the force typed different rolls in: both type what lies on the table again."""
