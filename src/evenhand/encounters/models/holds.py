"""Stops that somebody outside the force looks at: until they are done, nothing of them goes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.encounters.models.stops import Stop
from evenhand.ledger.kept import Kept


class Held(Kept):
    """A stop of which nothing is erased or taken out until the hold has ended."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=200)
    """What holds it, as the public ledger calls that."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "held"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stop", "why"], name="a_stop_is_held_once_for_a_thing"),
            models.CheckConstraint(condition=~Q(why=""), name="a_hold_says_what_for"),
        ]

    def __str__(self) -> str:
        return f"{self.stop_id} for {self.why}"


class HoldEnded(Kept):
    """That a hold ended, and when."""

    hold = models.OneToOneField(Held, on_delete=models.PROTECT, related_name="ended")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "holds ended"

    def __str__(self) -> str:
        return f"{self.hold} ended"
