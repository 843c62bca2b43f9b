"""Records that did not meet the rules when they came: kept, mended one by one, never dropped."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Person
from evenhand.encounters.models.devices import Sent
from evenhand.encounters.models.stops import Stop
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Kept, Redactable


class ToMend(Kept):
    """A record that came and is not a stop yet: what is wrong with it, and whose it is."""

    sent = models.OneToOneField(Sent, on_delete=models.PROTECT, related_name="to_mend")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="to_mend")
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who recorded it; nobody where the record does not say so in a way that can be trusted."""
    problems = models.JSONField()
    """What was wrong when it came: field, code and sentence of each."""

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "to mend"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(problems=[]), name="what_is_to_mend_has_a_problem"),
        ]

    def __str__(self) -> str:
        return str(self.sent_id)


class How(models.TextChoices):
    """How a record that was to be mended was settled."""

    MENDED = "mended"
    SET_ASIDE = "set_aside"


class Settled(Redactable):
    """What became of a record that was to be mended: a stop, or set aside with a reason."""

    TEXTS: ClassVar = {"reason": (REDACTED,)}

    to_mend = models.OneToOneField(ToMend, on_delete=models.PROTECT, related_name="settled")
    how = models.CharField(max_length=10, choices=How)
    stop = models.OneToOneField(Stop, on_delete=models.PROTECT, null=True, related_name="mending")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "settled"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(how=How.MENDED.value, stop__isnull=False)
                | (Q(how=How.SET_ASIDE.value, stop__isnull=True) & ~Q(reason="")),
                name="a_record_is_mended_or_set_aside_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_mend_id} {self.how}"
