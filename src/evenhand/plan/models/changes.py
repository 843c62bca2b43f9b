"""Every change of an action: what was promised, done, shown and disputed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.ledger.kept import REDACTED, Redactable
from evenhand.ledger.texts import A_FIGURE
from evenhand.plan.history import Kind
from evenhand.plan.models.plans import Action
from evenhand.plan.redactions import LISTS, NO_ADDRESS
from evenhand.plan.redactions import TERMS as TEXTS_OF_TERMS
from evenhand.plan.status import SAYABLE
from evenhand.plan.terms import AN_ACTION

KINDS = [(one.value, one.value) for one in Kind]


class Change(Redactable):
    """One change of one action. Its columns are those of :class:`evenhand.plan.history.Change`."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    recorded_at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100)
    """A role's public reference, never a person's name."""
    organisation = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    milestone = models.CharField(max_length=60, blank=True)
    says = models.CharField(max_length=20, blank=True)
    answers = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answer"
    )
    stands = models.BooleanField(null=True, blank=True)
    redacts = models.TextField(blank=True, default="")
    """Of a redaction: a line for each part taken out, the number of its change and its name."""

    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}

    class Meta:
        ordering: ClassVar = ["action", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action", "number"], name="changes_of_an_action_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in KINDS]),
                name="a_change_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind=Kind.PROMISED.value)
                | (Q(number__gt=1) & ~Q(kind=Kind.PROMISED.value)),
                name="an_action_begins_with_its_promise",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.PROMISED.value) | ~Q(words=""),
                name="a_change_gives_a_public_reason",
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""), name="a_change_is_made_by_somebody"
            ),
            models.CheckConstraint(
                condition=(Q(kind=Kind.REACHED.value) & ~Q(milestone=""))
                | (~Q(kind=Kind.REACHED.value) & Q(milestone="")),
                name="only_a_milestone_is_reached",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.OVERRIDDEN.value, says__in=[one.value for one in SAYABLE])
                | (~Q(kind=Kind.OVERRIDDEN.value) & Q(says="")),
                name="only_an_override_states_a_status",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ANSWERED.value, answers__isnull=False, stands__isnull=False)
                | (~Q(kind=Kind.ANSWERED.value) & Q(answers__isnull=True, stands__isnull=True)),
                name="only_an_answer_answers",
            ),
            models.CheckConstraint(
                condition=(Q(kind=Kind.REDACTED.value) & ~Q(redacts=""))
                | (~Q(kind=Kind.REDACTED.value) & Q(redacts="")),
                name="only_a_redaction_redacts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.number} {self.kind}"


class Promise(Redactable):
    """Everything that an action promises from one of its changes on."""

    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="promise")
    title = models.CharField(max_length=120)
    what = models.TextField()
    why = models.TextField(blank=True)
    owner = models.CharField(max_length=120)
    """A role, never a person's name."""
    starts_on = models.DateField()
    due_on = models.DateField()
    milestones = models.JSONField(default=list)
    targets = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    commitments = models.JSONField(default=list)
    request = models.TextField(blank=True)
    pilot = models.BooleanField(default=False)
    adopts = models.CharField(max_length=200, blank=True, db_index=True)
    """Looked for on the page of every action: which other forces take it up."""
    """What the public ledger calls the action of another force that this takes up."""

    TEXTS: ClassVar = dict.fromkeys(TEXTS_OF_TERMS, (REDACTED,))
    LISTS: ClassVar = LISTS

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("due_on")), name="a_promise_is_due_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(what=""), name="a_promise_says_what_is_promised"
            ),
            models.CheckConstraint(condition=~Q(owner=""), name="a_promise_has_an_owner"),
            models.CheckConstraint(
                condition=Q(adopts="") | Q(adopts__regex=AN_ACTION),
                name="what_is_taken_up_is_an_action",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceKind(models.TextChoices):
    """What evidence can be."""

    LINK = "link"
    FIGURE = "figure"
    NOTE = "note"
    FILE = "file"


class Evidence(Redactable):
    """What shows that something was done.

    A file is named by its digest: see :class:`evenhand.plan.models.CleanedFile`.
    """

    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    title = models.CharField(max_length=120)
    address = models.CharField(max_length=500, blank=True)
    """Of a link, its address; of a figure, its reference; of a file, its SHA-256."""

    TEXTS: ClassVar = {"title": (REDACTED,), "address": (NO_ADDRESS,)}

    class Meta:
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.NOTE.value, address="")
                | Q(kind=EvidenceKind.LINK.value, address__regex=r"^https://[^\s]+$")
                | Q(kind=EvidenceKind.FIGURE.value, address__regex=A_FIGURE)
                | Q(kind=EvidenceKind.FILE.value, address__regex=r"^[0-9a-f]{64}$"),
                name="evidence_is_where_its_kind_says",
            ),
        ]

    def __str__(self) -> str:
        return self.title
