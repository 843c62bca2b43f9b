"""What a force, those who look at it from outside and its community say of its maturity."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.forces.models import Force
from evenhand.ledger.kept import Kept
from evenhand.ledger.texts import A_FIGURE, A_LINK
from evenhand.maturity.history import View
from evenhand.maturity.models.frameworks import Level, MaturityFramework, Standard
from evenhand.maturity.terms import EVIDENCE

VIEWS = [(one.value, one.value) for one in View]
KINDS = [(one, one) for one in EVIDENCE]


class Basis(Kept):
    """Which framework a force is assessed by, from a moment on."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="maturity")
    framework = models.ForeignKey(MaturityFramework, on_delete=models.PROTECT, related_name="bases")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    """Why it changed; public."""
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)
    """The force as the public reads it: it alone speaks for itself."""

    class Meta:
        ordering: ClassVar = ["force", "number"]
        verbose_name_plural = "bases"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["force", "number"], name="bases_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(words="")),
                name="another_framework_is_taken_for_a_public_reason",
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""), name="a_basis_is_chosen_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} by {self.framework}"


class Assessment(Kept):
    """What one organisation says of one standard of a force; its next one follows it by number."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="assessments")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="assessments")
    view = models.CharField(max_length=20, choices=VIEWS)
    organisation = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="assessments")
    rationale = models.TextField()
    recorded_at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100)
    """A role's public reference, never a person's name."""

    class Meta:
        ordering: ClassVar = ["force", "standard", "recorded_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "standard", "organisation", "number"],
                name="assessments_of_a_standard_are_numbered_once",
            ),
            models.UniqueConstraint(
                fields=["force", "standard", "number"],
                condition=Q(view=View.SELF.value),
                name="a_force_speaks_for_itself_alone",
            ),
            models.CheckConstraint(
                condition=Q(view__in=[view for view, _ in VIEWS]),
                name="an_assessment_is_of_a_known_view",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="assessments_are_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=~Q(rationale=""), name="an_assessment_gives_its_reasons"
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""), name="an_assessment_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.standard} {self.view} {self.number}"


class Evidence(Kept):
    """What an assessment rests on."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    title = models.CharField(max_length=120)
    address = models.CharField(max_length=500, blank=True)
    """Of a link, its address; of a figure, its reference."""
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["assessment", "place"]
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "place"], name="evidence_of_maturity_has_its_own_place"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="evidence_of_maturity_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind="note", address="")
                | Q(kind="link", address__regex=A_LINK)
                | Q(kind="figure", address__regex=A_FIGURE),
                name="evidence_of_maturity_is_where_its_kind_says",
            ),
        ]

    def __str__(self) -> str:
        return self.title
