"""People, organisations, roles in them and invitations; and what can never be true of them."""

from datetime import datetime
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.forces.models import Force

OF_A_FORCE = (
    OrganisationKind.FORCE,
    OrganisationKind.SCRUTINY_PANEL,
    OrganisationKind.ADVISORY_GROUP,
)
"""Kinds of organisation that belong to one force's area; the others look at several."""


NOBODY, NOWHERE = "Erased person", "@erased.invalid"
"""How the name begins, and the address ends, that stand where a person was erased."""


class People(BaseUserManager["Person"]):
    """Finds people by their e-mail address, however it was typed."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Give the person of an address."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """A person who signs in. The e-mail address is who they are here; there is no other name."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    """Whether they can sign in at all; what they may do then depends on their memberships."""
    joined_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    """When who they are was erased, as they may ask by law; the row stays, and names nobody."""
    log_kept_until = models.DateField(null=True)
    """Until when what the private log says of an erased person must be kept; then it goes too."""

    USERNAME_FIELD = "email"
    objects = People()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="an_address_is_in_small_letters"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_person_has_a_name"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(is_active=False, email__endswith=NOWHERE, name__startswith=NOBODY),
                name="an_erased_person_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(log_kept_until__isnull=True) | Q(erased_at__isnull=False),
                name="only_an_erased_persons_log_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A body that people act for."""

    id = models.SlugField(primary_key=True, max_length=50)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    force = models.ForeignKey(
        Force, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    """The force it is, or whose work it looks at; none where it looks at several."""
    oversees = models.ManyToManyField(Force, blank=True, related_name="overseen_by")
    """The forces that an oversight body holds to account; none where it is all of them."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="an_organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=[*OrganisationKind]),
                name="an_organisation_is_of_a_kind_we_know",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_FORCE, force__isnull=False)
                | (~Q(kind__in=OF_A_FORCE) & Q(force__isnull=True)),
                name="a_local_organisation_has_its_force",
            ),
            models.UniqueConstraint(
                fields=["force"],
                condition=Q(kind=OrganisationKind.FORCE),
                name="a_force_is_one_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NeverDeleted(TypeError):
    """Rows of this kind end; they are not deleted."""


class Ending(models.QuerySet["Membership"]):
    """Memberships, which end and are never deleted."""

    def current(self, now: datetime) -> "Ending":
        """Those that give access at this moment."""
        return self.filter(
            starts_at__lte=now,
            expires_at__gt=now,
            ended_at__isnull=True,
            person__is_active=True,
        )

    def delete(self) -> NoReturn:
        """Refuse."""
        raise NeverDeleted("A membership is ended, never deleted.")


class Membership(models.Model):
    """A person's role in an organisation, from one moment until another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    """Access ends by itself then, unless it is given again."""
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody where the command line gave it."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why_ended = models.CharField(max_length=300, blank=True)

    objects = Ending.as_manager()

    class Meta:
        ordering: ClassVar = ["person__name", "starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[*Role]), name="a_role_is_one_we_know"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("starts_at")), name="access_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("starts_at")),
                name="nobody_leaves_before_they_came",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_by__isnull=True, why_ended=""),
                name="only_what_ended_was_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                name="a_role_is_held_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id} {self.role}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        del args, kwargs
        raise NeverDeleted("A membership is ended, never deleted.")


class Invitation(models.Model):
    """An offer of a role to whoever reads the mail of one address; it can be taken up once."""

    secret_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of what is in the link; the link itself is not kept."""
    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(max_length=20, choices=Role)
    access_until = models.DateTimeField()
    """When the access that it offers expires."""
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody where the command line sent it."""
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=[*Role]), name="an_invitation_is_to_a_role_we_know"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="an_invited_address_is_in_small_letters"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="an_invitation_can_be_taken_up"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_invitation_is_taken_up_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="an_invitation_is_taken_up_or_taken_back",
            ),
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="a_role_is_offered_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role}, {self.invited_at:%Y-%m-%d}"


class Came(models.Model):
    """How often one sender has come in this while: what every process of the site has to know.

    The next while is written over it. No person who was stopped is a sender: codes that open
    nothing are counted together, and a network stands here under a key that is written nowhere. On
    PostgreSQL the table is unlogged: it is in no write-ahead log, and empty after a crash.
    """

    sender = models.CharField(max_length=80, primary_key=True)
    minute = models.BigIntegerField()
    """Whole minutes since 1970."""
    times = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "came"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(sender=""), name="whoever_came_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.times}"
