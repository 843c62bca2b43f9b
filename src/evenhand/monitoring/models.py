"""Runs of the watch, alerts, and the reviews that answer them: rows that are only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Person
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.monitoring.history import Kind

A_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
KINDS = [(one.value, one.value) for one in Kind]


class Run(Kept):
    """One run of the watch: what was looked at, what could not be told, and what was held back."""

    number = models.PositiveIntegerField(unique=True)
    """So that of two that record at once one is refused."""
    as_of = models.CharField(max_length=7)
    inputs = models.CharField(max_length=128)
    """Hash of everything that went in."""
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    examined = models.JSONField(default=dict)
    """By force, how many series were looked at."""
    untold = models.JSONField(default=list)
    """Series of which nothing can be told, each with why."""
    held_back = models.JSONField(default=list)
    """Moves that a problem of the data would explain, as the public may see them."""
    settings = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="runs_are_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(as_of__regex=A_MONTH), name="a_run_is_as_of_a_month"
            ),
            models.CheckConstraint(
                condition=~Q(inputs="") & ~Q(by=""), name="a_run_is_of_something_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.number} as of {self.as_of}"


class Alert(Kept):
    """A move, or a standing disparity, that the watch found: raised once, however often seen."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="alerts")
    number = models.PositiveIntegerField()
    """Within the force; its address."""
    key = models.CharField(max_length=300, unique=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="alerts")
    stream = models.CharField(max_length=60)
    power = models.CharField(max_length=60)
    measure = models.CharField(max_length=80)
    quality = models.BooleanField()
    means = models.CharField(max_length=10)
    as_of = models.CharField(max_length=7)
    raised_at = models.DateTimeField(db_index=True)
    found = models.JSONField()
    """As the watch found it, for the force itself."""
    told = models.JSONField()
    """The same as the public may see it."""
    charts = models.JSONField(default=dict)
    """Drawings by their width."""

    class Meta:
        ordering: ClassVar = ["force", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "number"], name="alerts_of_a_force_are_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="alerts_are_numbered_from_one"),
            models.CheckConstraint(condition=~Q(key=""), name="an_alert_has_a_key"),
            models.CheckConstraint(
                condition=Q(as_of__regex=A_MONTH), name="an_alert_is_as_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(means__in=["worse", "better", "neither"]),
                name="an_alert_means_one_of_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.number}"


class Sighting(Kept):
    """What a later run saw of an alert: the same move with newer months, or no longer a move."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="sightings")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="sightings")
    seen = models.BooleanField()
    found = models.JSONField(null=True)
    told = models.JSONField(null=True)
    charts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["alert", "run"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "run"], name="a_run_sees_an_alert_once"),
            models.CheckConstraint(
                condition=Q(seen=True, found__isnull=False, told__isnull=False)
                | Q(seen=False, found__isnull=True, told__isnull=True),
                name="what_is_seen_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert} in {self.run}"


class Review(Kept):
    """The duty to answer an alert; what became of it is in its steps."""

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="review")
    organisation = models.CharField(max_length=100)
    """Who answers, as the public reads it: alone in explaining, and unable to judge itself."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(organisation=""), name="a_review_is_answered_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.alert}"


class Step(Redactable):
    """One step of a review. Its columns are those of :class:`evenhand.monitoring.history.Step`."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    recorded_at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100)
    """A role's public reference, never a person's name."""
    organisation = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}
    TREES: ClassVar = ("data",)

    class Meta:
        ordering: ClassVar = ["review", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "number"], name="steps_of_a_review_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in KINDS]),
                name="a_step_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind=Kind.OPENED.value)
                | (Q(number__gt=1) & ~Q(kind=Kind.OPENED.value)),
                name="a_review_begins_with_being_opened",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_step_says_why_in_public"),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""), name="a_step_is_taken_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.number} {self.kind}"


class Taker(Kept):
    """Who took a step, never shown: nobody judges or signs off what they wrote themselves."""

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="taker")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"who took {self.step}"


class Notice(Kept):
    """That somebody was told by mail of a step, so that nobody is told twice."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step", "person"], name="nobody_is_told_of_a_step_twice"
            )
        ]

    def __str__(self) -> str:
        return f"notice of {self.step}"


class Digest(Kept):
    """That an overseer was sent a week of alerts, so that nobody gets one twice."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "monday"], name="nobody_is_sent_a_week_twice")
        ]

    def __str__(self) -> str:
        return f"week of {self.monday} to {self.person_id}"
