"""What can be wrong with the forces asked for."""


class ForcesError(ValueError):
    """Base of this app's refusals; the message is a sentence for a person."""


class MixedKinds(ForcesError):
    """Fictional and real forces were to stand in one site."""
