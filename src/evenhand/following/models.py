"""Who is told what by mail: followers, mails on their way, and what people were told already."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from evenhand.accounts.models import Person

FOLLOWABLE = (
    r"^(plan/[a-z]+(-[a-z]+)*/[1-9][0-9]*(/[a-z0-9]+(-[a-z0-9]+)*)?"
    r"|alert/[a-z]+(-[a-z]+)*(/[1-9][0-9]*)?)$"
)
"""What the public ledger calls a plan, one of its actions, an alert; and all alerts of a force."""


class Follower(models.Model):
    """An address that is told when something moves. The row is the consent: gone when they stop."""

    email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    """What is followed, as the public ledger calls it."""
    every = models.BooleanField(default=False)
    """Whether they asked for every update, and not only for what moves a promise."""
    handle = models.CharField(max_length=32, unique=True)
    """Half of the secret in their links (:mod:`evenhand.following.links`)."""
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_to = models.BigIntegerField(default=-1)
    """The last place in the public ledger that they were told of, or need not be told of."""
    looked_on = models.DateField(null=True)
    """The last day on which we looked for news for them."""

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email", "subject"], name="an_address_follows_a_thing_once"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="a_followers_address_is_in_small_letters"
            ),
            models.CheckConstraint(
                condition=Q(subject__regex=FOLLOWABLE), name="what_is_followed_can_be_followed"
            ),
            models.CheckConstraint(
                condition=Q(handle__regex=r"^[0-9a-f]{32}$"), name="a_handle_cannot_be_guessed"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, looked_on__isnull=True, told_to=-1)
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_at__gte=F("asked_at"),
                    looked_on__isnull=False,
                ),
                name="nobody_is_told_before_they_confirm",
            ),
        ]

    def __str__(self) -> str:
        return f"follower {self.pk} of {self.subject}"


class Asking(models.Model):
    """A request that was typed into the form and waits, for seconds, to be taken in.

    Every request is written in the same way, whether or not we know the address; so nobody learns
    from how long the answer takes whether somebody follows something.
    """

    email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    every = models.BooleanField(default=False)
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(subject__regex=FOLLOWABLE), name="what_is_asked_for_can_be_followed"
            ),
        ]

    def __str__(self) -> str:
        return f"asking {self.pk} for {self.subject}"


class Kind(models.TextChoices):
    """What a mail is."""

    CONFIRM = "confirm"
    NEWS = "news"
    REMINDER = "reminder"
    DIGEST = "digest"


TO_FOLLOWERS = (Kind.CONFIRM, Kind.NEWS)


class Letter(models.Model):
    """One mail to one person, from the moment it is due until it was sent or given up.

    It holds no text: what it says is put together when it is sent, from what it is about.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    """The day it belongs to: of each kind there is one a day; of a digest, the first of a month."""
    follower = models.ForeignKey(
        Follower, on_delete=models.CASCADE, null=True, related_name="letters"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="letters")
    about = models.CharField(max_length=200, blank=True)
    """Of a digest, the plan."""
    made_at = models.DateTimeField()
    after = models.BigIntegerField(default=-1)
    upto = models.BigIntegerField(default=-1)
    """Of news: the places in the public ledger between which it tells, the first left out."""
    since = models.DateField(null=True)
    """Of news: the day up to which they know which dates have passed."""
    next_try_at = models.DateTimeField()
    refusals = models.PositiveSmallIntegerField(default=0)
    """How often the mail server would not take it to this address."""
    claimed_until = models.DateTimeField(null=True)
    """Who sends it has it until then; nobody else touches it."""
    lost = models.PositiveSmallIntegerField(default=0)
    """How often who had it never said what became of it: killed between sending and noting."""
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="letters_on_their_way",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "follower", "day"],
                condition=Q(follower__isnull=False),
                name="a_follower_gets_one_letter_a_day",
            ),
            models.UniqueConstraint(
                fields=["kind", "person", "about", "day"],
                condition=Q(person__isnull=False),
                name="a_person_gets_one_letter_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TO_FOLLOWERS, follower__isnull=False, person__isnull=True)
                | (
                    Q(kind__in=[Kind.REMINDER, Kind.DIGEST])
                    & Q(follower__isnull=True, person__isnull=False)
                ),
                name="a_letter_is_to_one_of_those_who_get_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                name="a_letter_is_sent_or_given_up",
            ),
            models.CheckConstraint(
                condition=Q(after__lte=F("upto")), name="news_are_told_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.day}"


class Told(models.Model):
    """One thing that a person was, or is being, reminded of. It is told once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="told")
    what = models.CharField(max_length=300)
    """The thing, the day it is about, and which reminder of it this is."""
    title = models.CharField(max_length=120)
    words = models.TextField()
    path = models.CharField(max_length=300)
    """What the mail says of it: the action, the sentences, the page."""
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="tells")
    told_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "told"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "what"], name="nobody_is_reminded_twice_of_the_same"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.what}"


class Round(models.Model):
    """One round that was made for everybody at once: the reminders of a day, a month's digests."""

    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "day"], name="a_round_is_made_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.day}"
