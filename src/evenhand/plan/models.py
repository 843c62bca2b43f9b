"""Plans, actions and every change of them: rows that are only ever added.

The database refuses updates and deletes by triggers that the migrations make, whoever asks.
"""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q

from evenhand.forces.models import Force
from evenhand.plan.errors import NeverChanged
from evenhand.plan.history import Kind
from evenhand.plan.status import SAYABLE, STALE_AFTER
from evenhand.plan.terms import AN_ACTION, SLUG

SENTENCE = "What a plan has promised is never changed or removed. Add what comes next."
A_FIGURE = (
    r"^[a-z0-9-]+/[a-z0-9-]+/[0-9]{4}-[0-9]{2}--[0-9]{4}-[0-9]{2}/[a-z0-9-]+/[1-9][0-9]{0,3}$"
)
"""A figure's reference, which is its permanent address."""


KINDS = [(one.value, one.value) for one in Kind]


class KeptQuerySet(models.QuerySet[Any]):
    """Rows can be read and added; nothing else."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse: see :class:`NeverChanged`."""
        raise NeverChanged(SENTENCE)

    def delete(self) -> NoReturn:
        """Refuse: see :class:`NeverChanged`."""
        raise NeverChanged(SENTENCE)


class Kept(models.Model):
    """A row that is added once and then stays as it is."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; one that is already there is never changed."""
        if not self._state.adding:
            raise NeverChanged(SENTENCE)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: see :class:`NeverChanged`."""
        raise NeverChanged(SENTENCE)


class Framework(Kept):
    """The national plan above the forces' own, in one of its versions."""

    name = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    about = models.TextField()
    example = models.BooleanField()
    """Whether it only shows what a framework looks like."""
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["name", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "version"], name="a_framework_has_each_version_once"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=SLUG), name="a_framework_has_a_plain_name"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="versions_of_a_framework_begin_at_one"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_framework_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Workstream(Kept):
    """A part of a framework that somebody leads."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="workstreams")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    about = models.TextField()
    enabling = models.BooleanField(default=False)
    """Whether it serves the other workstreams: data, evidence."""
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["framework", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "key"], name="a_workstream_is_named_once_in_its_framework"
            ),
            models.UniqueConstraint(
                fields=["framework", "place"], name="a_workstream_has_its_own_place"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_workstream_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(Kept):
    """What should come true if a workstream does its work."""

    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="outcomes")
    key = models.SlugField(max_length=60)
    words = models.TextField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["workstream", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workstream", "key"], name="an_outcome_is_named_once_in_its_workstream"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_outcome_says_something"),
        ]

    def __str__(self) -> str:
        return self.words


class Commitment(Kept):
    """What forces committed themselves to, towards an outcome."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="commitments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="commitments")
    key = models.SlugField(max_length=60)
    words = models.TextField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["framework", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "key"], name="a_commitment_is_named_once_in_its_framework"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_commitment_says_something"),
        ]

    def __str__(self) -> str:
        return self.words


class Plan(Kept):
    """One iteration of a force's plan. The next is another row; this one stays as it was."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="plans")
    iteration = models.PositiveSmallIntegerField()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=120)
    columns = models.JSONField(default=list)
    """The force's own columns, uneven as they may be: ``["2025-Q1", "2025-Q3 to 2025-Q4"]``."""
    stale_after = models.PositiveSmallIntegerField(default=STALE_AFTER)
    organisation = models.CharField(max_length=100)
    """Who promises: alone in answering for it, and unable to dispute it."""
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["force", "iteration"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "iteration"], name="a_force_has_each_iteration_once"
            ),
            models.CheckConstraint(
                condition=Q(iteration__gte=1), name="iterations_of_a_plan_begin_at_one"
            ),
            models.CheckConstraint(
                condition=Q(stale_after__gte=1), name="a_plan_is_stale_after_some_days"
            ),
            models.CheckConstraint(
                condition=~Q(organisation="") & ~Q(opened_by=""), name="a_plan_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.iteration}"


class Lead(Kept):
    """Who leads a workstream of a plan, from a day on: a role, never a person's name."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="leads")
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="leads")
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["plan", "workstream", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "workstream", "number"],
                name="leads_of_a_workstream_are_numbered_once",
            ),
            models.CheckConstraint(condition=~Q(role=""), name="a_lead_is_a_role"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(words="")),
                name="a_new_lead_gives_a_public_reason",
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""), name="a_lead_is_named_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.role


class Action(Kept):
    """One action of a plan: a name that never changes; what it promises is in its changes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    key = models.SlugField(max_length=60)
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="actions")

    class Meta:
        ordering: ClassVar = ["plan", "workstream", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "key"], name="an_action_is_named_once_in_its_plan"
            ),
            models.CheckConstraint(condition=Q(key__regex=SLUG), name="an_action_has_a_plain_name"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.key}"


class Change(Kept):
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
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.number} {self.kind}"


class Promise(Kept):
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
    adopts = models.CharField(max_length=200, blank=True)
    """What the public ledger calls the action of another force that this takes up."""

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


class Evidence(Kept):
    """What shows that something was done.

    A file is named by its digest; none is taken in yet, because what hides in files must be found
    first.
    """

    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    title = models.CharField(max_length=120)
    address = models.CharField(max_length=500, blank=True)
    """Of a link, its address; of a figure, its reference; of a file, its SHA-256."""

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
