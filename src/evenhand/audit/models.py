"""The tables of the private log: another instance of those of the public one."""

from django.db import models

from evenhand.ledger.models import (
    AbstractCheckpoint,
    AbstractCosignature,
    AbstractEntry,
    AbstractTile,
)


class Act(models.TextChoices):
    """What can be done with personal data, and with access to it.

    The first six are those that section 62 of the Data Protection Act 2018 asks to be logged.
    """

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    ACCESS = "access"
    """What somebody may do was changed, or an attempt to do more was refused."""


class Entry(AbstractEntry):
    """An entry of the private log."""

    class Meta(AbstractEntry.Meta):
        pass


class Tile(AbstractTile):
    """A tile of the private log."""

    class Meta(AbstractTile.Meta):
        pass


class Checkpoint(AbstractCheckpoint):
    """A checkpoint of the private log."""

    class Meta(AbstractCheckpoint.Meta):
        pass


class Cosignature(AbstractCosignature):
    """A witness's signature on a checkpoint of the private log."""

    class Meta(AbstractCosignature.Meta):
        pass
