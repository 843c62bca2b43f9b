"""What cannot be drawn from, and why, as a sentence for a person."""


class DrawError(ValueError):
    """Something of a draw is not as it has to be."""


class NotAFrame(DrawError):
    """What should be a frame has another form, or could be read in two ways."""


class UnfairFrame(NotAFrame):
    """A frame breaks a rule that keeps somebody from steering the draw."""


class NotADraw(DrawError):
    """What should be the document of a draw has another form."""


class BadBeacon(DrawError):
    """Rolls or a round cannot be what a seed is made of."""


class RollsDiffer(BadBeacon):
    """The panel and the force typed different rolls of the same dice."""


class CannotCheck(DrawError):
    """What would check a signature is not installed."""
