"""Systems of a force's own that send stops: their keys, and what each sent."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.forces.models import Force

A_DIGEST = r"^[0-9a-f]{64}$"


class System(models.Model):
    """A system of a force, and the one key with which it sends stops.

    The key itself is shown once and never kept. A new key is a new row.
    """

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="systems")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    """How the key begins: enough to tell two of them apart, and no help in guessing one."""
    key_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["force", "name", "-made_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_system_has_a_name"),
            models.CheckConstraint(
                condition=Q(key_hash__regex=A_DIGEST), name="only_the_hash_of_a_key_is_kept"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_key_ends_after_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__gte=F("made_at"), revoked_by__isnull=False),
                name="a_key_is_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Call(models.Model):
    """What a system was answered, so that the same call again gets the same answer."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="calls")
    idempotency_key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    """Of what was sent: the same key with something else is refused."""
    received_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "idempotency_key"], name="a_call_is_answered_once"
            ),
            models.CheckConstraint(
                condition=~Q(idempotency_key=""), name="a_call_has_an_idempotency_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.idempotency_key}"
