"""What can be wrong with a publication."""


class PublicationError(ValueError):
    """Base of this app's refusals; the message is a sentence for a person."""


class FrozenFigure(PublicationError):
    """A figure was to be changed or removed; a correction is a new figure that names the old."""


class NothingProtected(PublicationError):
    """No choice of what to hide keeps people safe, or nobody can tell; so nothing is released."""
