"""Anchor cases, the score that their body sealed, and what panels made of them: only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Organisation, Person
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.scrutiny.anchoring.steps import Kind, Origin
from evenhand.scrutiny.models.draws import A_DIGEST
from evenhand.scrutiny.models.scores import RATINGS, Sheet

KINDS = [one.value for one in Kind]
ORIGINS = [one.value for one in Origin]


class AnchorSet(Kept):
    """Some anchor cases that lie before panels together. Its steps say the rest."""

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="anchor_sets")
    number = models.PositiveIntegerField()
    """Within the body; its address."""
    title = models.CharField(max_length=120)
    organisation = models.CharField(max_length=100)
    """The body, as the public reads it."""
    opened_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["body", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "number"], name="anchor_sets_of_a_body_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="anchor_sets_are_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(organisation=""), name="an_anchor_set_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"anchors {self.body_id} {self.number}"


class AnchorStep(Redactable):
    """One step of a set. See :class:`evenhand.scrutiny.recorded.Recorded`."""

    set = models.ForeignKey(AnchorSet, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100)
    """A role's public reference, never a person's name."""
    organisation = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}
    TREES: ClassVar = ("data",)

    class Meta:
        ordering: ClassVar = ["set", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["set", "number"], name="steps_of_an_anchor_set_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="a_step_of_an_anchor_set_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind=Kind.OPENED.value)
                | (Q(number__gt=1) & ~Q(kind=Kind.OPENED.value)),
                name="an_anchor_set_begins_with_being_opened",
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""),
                name="a_step_of_an_anchor_set_is_taken_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["set", "kind"],
                condition=Q(kind__in=[Kind.ISSUED.value, Kind.REVEALED.value, Kind.RESULT.value]),
                name="an_anchor_set_is_issued_and_revealed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set} {self.number} {self.kind}"


class AnchorTaker(Kept):
    """Who took a step, never shown: who knows the sealed score of a case scores it for no panel."""

    step = models.OneToOneField(AnchorStep, on_delete=models.PROTECT, related_name="taker")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"who took {self.step}"


class Anchor(Redactable):
    """One version of an anchor case, as panels read it; the last version is the one that counts."""

    set = models.ForeignKey(AnchorSet, on_delete=models.PROTECT, related_name="anchors")
    number = models.PositiveIntegerField()
    """Within the set; the same in every version."""
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=10)
    facts = models.JSONField()
    """What decides which questions are asked of it."""
    words = models.TextField()
    """The record, redacted, as panels read it."""
    video = models.CharField(max_length=500, blank=True)
    """Where the video is that members may watch; empty where there is none."""
    salt = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    """What the public ledger has of it, which nobody opens without the salt."""
    at = models.DateTimeField()
    TEXTS: ClassVar = {"words": (REDACTED,), "video": ("",)}
    TREES: ClassVar = ()

    class Meta:
        ordering: ClassVar = ["set", "number", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["set", "number", "version"], name="versions_of_an_anchor_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=ORIGINS), name="an_anchor_is_invented_or_agreed_to"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_anchor_has_a_record"),
            models.CheckConstraint(
                condition=Q(commitment__regex=A_DIGEST), name="an_anchor_is_committed_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set} case {self.number}.{self.version}"


class AnchorKey(Sheet):
    """The score that the body itself agreed: sealed until the set is revealed."""

    anchor = models.OneToOneField(Anchor, on_delete=models.PROTECT, related_name="key")

    class Meta:
        ordering: ClassVar = ["anchor"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rating__in=RATINGS), name="a_sealed_score_is_one_of_four"
            ),
            models.CheckConstraint(
                condition=Q(commitment__regex=A_DIGEST), name="a_sealed_score_is_committed_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} key"


class AnchorScore(Sheet):
    """What one member of a panel thinks of an anchor case, given alone. The last one counts."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="scores")
    panel = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["anchor", "panel", "person", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["anchor", "panel", "person", "number"],
                name="scores_of_an_anchor_are_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(rating__in=RATINGS), name="a_score_of_an_anchor_is_one_of_four"
            ),
            models.CheckConstraint(
                condition=Q(commitment__regex=A_DIGEST), name="a_score_of_an_anchor_is_committed_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} score {self.pk}"


class AnchorAgreed(Sheet):
    """What the meeting of a panel agreed on an anchor case."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="agreed")
    panel = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    """What the meeting said; for the panel alone."""
    TEXTS: ClassVar = {"words": (REDACTED,)}

    class Meta:
        ordering: ClassVar = ["anchor", "panel"]
        verbose_name_plural = "agreed"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["anchor", "panel"], name="a_panel_agrees_on_an_anchor_once"
            ),
            models.CheckConstraint(
                condition=Q(rating__in=RATINGS), name="an_agreed_anchor_is_one_of_four"
            ),
            models.CheckConstraint(
                condition=Q(commitment__regex=A_DIGEST), name="an_agreed_anchor_is_committed_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} agreed by {self.panel_id}"


class AnchorResult(Kept):
    """How panels stand beside a set, frozen when it was revealed."""

    set = models.OneToOneField(AnchorSet, on_delete=models.PROTECT, related_name="result")
    content = models.JSONField()
    """Plain values that may be public."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["set"]

    def __str__(self) -> str:
        return f"result of {self.set}"
