"""What a panel asks of its members, and whether each is trained and vetted: status, no content."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Organisation, Person
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.scrutiny.sitting.terms import Training, Vetting

TRAININGS = [one.value for one in Training]
VETTINGS = [one.value for one in Vetting]


class PanelTerms(Redactable):
    """What a panel asks of members before they open a case. The last says it; all are public."""

    panel = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    vetting = models.BooleanField()
    training = models.BooleanField()
    words = models.TextField()
    """Why, in words that are public."""
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}

    class Meta:
        ordering: ClassVar = ["panel", "number"]
        verbose_name_plural = "panel terms"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "number"], name="terms_of_a_panel_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(by="") & ~Q(organisation=""),
                name="terms_of_a_panel_are_somebodys_words",
            ),
        ]

    def __str__(self) -> str:
        return f"terms {self.panel_id} {self.number}"


class Readiness(Kept):
    """Whether a member is trained and vetted, as the panel's chair or administrator keeps it.

    That vetting was refused, and why, is no word of this table: it is held, or it is not.
    """

    panel = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    training = models.CharField(max_length=10)
    trained_until = models.DateField(null=True)
    vetting = models.CharField(max_length=10)
    vetted_until = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["panel", "person", "number"]
        verbose_name_plural = "readiness"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "person", "number"], name="readiness_of_a_member_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(training__in=TRAININGS, vetting__in=VETTINGS),
                name="readiness_is_one_of_a_few",
            ),
            models.CheckConstraint(
                condition=Q(training=Training.DONE.value, trained_until__isnull=False)
                | (~Q(training=Training.DONE.value) & Q(trained_until__isnull=True)),
                name="training_that_is_done_runs_out",
            ),
            models.CheckConstraint(
                condition=Q(vetting=Vetting.HELD.value, vetted_until__isnull=False)
                | (~Q(vetting=Vetting.HELD.value) & Q(vetted_until__isnull=True)),
                name="vetting_that_is_held_runs_out",
            ),
        ]

    def __str__(self) -> str:
        return f"readiness {self.panel_id} {self.number}"
