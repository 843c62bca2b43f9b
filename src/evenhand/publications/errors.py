"""What can be wrong with a publication."""


class PublicationError(ValueError):
    """Base of this app's refusals; the message is a sentence for a person."""


class FrozenFigure(PublicationError):
    """A figure was to be changed or removed; a correction is a new figure that names the old."""


class NothingProtected(PublicationError):
    """No choice of what to hide keeps people safe, or nobody can tell; so nothing is released."""


class NotReady(PublicationError):
    """A report cannot be made, prepared or published as things are; the message says why."""


class PreparedMeanwhile(PublicationError):
    """Somebody else changed the report that is being made; nothing of one's own was kept."""


class NoPaper(PublicationError):
    """A PDF could not be made here; the message says what is missing, or what went wrong."""
