"""The words of training and vetting: how they stand, and nothing of what is in them."""

from enum import StrEnum


class Training(StrEnum):
    """How a member's training stands."""

    NONE = "none"
    IN_HAND = "in-hand"
    DONE = "done"


class Vetting(StrEnum):
    """How a member's vetting stands. Whether it was refused is not among them."""

    NOT_ASKED = "not-asked"
    IN_HAND = "in-hand"
    HELD = "held"
