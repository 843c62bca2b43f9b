"""Draws: what was asked for, every step, and what was known beforehand."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Organisation, Person
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.scrutiny.terms import Beacon, Kind, Power, Side, Why

A_DIGEST = r"^[0-9a-f]{64}$"
KINDS = [one.value for one in Kind]
POWERS = [one.value for one in Power]
BEACONS = [one.value for one in Beacon]
REASONS = [one.value for one in Why]
SIDES = [one.value for one in Side]
TWENTY_DIGITS = r"^[0-9]{20}$"


class Draw(Kept):
    """A draw of a panel: of which records, by what strata and how many. Its steps say the rest."""

    panel = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="draws")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField()
    """Within the panel; its address."""
    power = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    strata = models.JSONField(default=list)
    """Names of :class:`~evenhand.scrutiny.terms.Dimension`."""
    cases = models.PositiveIntegerField()
    """How many are wanted from the whole frame, shared out among the strata."""
    reserves = models.PositiveIntegerField()
    """How many more of each stratum stand by, in the drawn order."""
    more = models.JSONField(default=dict)
    """How many at least of a stratum, by its key, where more are wanted than its share."""
    beacon = models.CharField(max_length=10)
    opened_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["panel", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "number"], name="draws_of_a_panel_are_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="draws_are_numbered_from_one"),
            models.CheckConstraint(condition=Q(power__in=POWERS), name="a_draw_is_of_a_power"),
            models.CheckConstraint(condition=Q(beacon__in=BEACONS), name="a_seed_is_of_two_kinds"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="a_draw_is_of_a_period"),
            models.CheckConstraint(condition=Q(cases__gte=1), name="a_draw_is_of_cases"),
        ]

    def __str__(self) -> str:
        return f"draw {self.panel_id} {self.number}"


class DrawStep(Redactable):
    """One step of a draw, as the public ledger has it too. Nothing in it tells a case."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100)
    """A role's public reference, never a person's name."""
    organisation = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    leaf = models.CharField(max_length=66)
    """Of its entry in the public ledger, in hexadecimal: it names the entry for good."""
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}
    TREES: ClassVar = ("data",)

    class Meta:
        ordering: ClassVar = ["draw", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draw", "number"], name="steps_of_a_draw_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="a_step_of_a_draw_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind=Kind.OPENED.value)
                | (Q(number__gt=1) & ~Q(kind=Kind.OPENED.value)),
                name="a_draw_begins_with_being_opened",
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""),
                name="a_step_of_a_draw_is_taken_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["draw", "kind"],
                condition=Q(
                    kind__in=[
                        *(Kind.OPENED.value, Kind.FROZEN.value, Kind.ABANDONED.value),
                        *(Kind.DRAWN.value, Kind.CLOSED.value, Kind.OVERDUE.value),
                    ]
                ),
                name="a_draw_is_frozen_drawn_and_closed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.number} {self.kind}"


class DrawTaker(Kept):
    """Who took a step of a draw, never shown to the public."""

    step = models.OneToOneField(DrawStep, on_delete=models.PROTECT, related_name="taker")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"who took {self.step}"


class DrawNotice(Kept):
    """That somebody was told by mail of a step, so that nobody is told twice."""

    step = models.ForeignKey(DrawStep, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step", "person"], name="nobody_is_told_of_a_draw_twice"
            )
        ]

    def __str__(self) -> str:
        return f"notice of {self.step}"


class Exclusion(Kept):
    """A record that the law keeps from the panel: left out before the frame was frozen."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="exclusions")
    stop = models.UUIDField()
    """Of the recorded stop, or of the registered record."""
    reason = models.CharField(max_length=30)
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)
    """What the public ledger has of the record, and nobody can open without the salt."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["draw", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draw", "stop"], name="a_record_is_excluded_from_a_draw_once"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=REASONS), name="an_exclusion_has_a_listed_reason"
            ),
            models.CheckConstraint(
                condition=Q(commitment__regex=A_DIGEST), name="an_exclusion_is_committed_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.reason}"


class KnownTotal(Redactable):
    """How many there were in a period as somebody else published it, with the source."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="totals")
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    at = models.DateTimeField()
    TEXTS: ClassVar = {"source": (REDACTED,)}

    class Meta:
        ordering: ClassVar = ["draw", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(source=""), name="a_total_has_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.count}"


class Roll(Kept):
    """Twenty rolls of a ten-sided die as one side typed them in; only equal ones count."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="rolls")
    side = models.CharField(max_length=10)
    attempt = models.PositiveIntegerField()
    digits = models.CharField(max_length=20)
    checkpoint = models.TextField()
    """The checkpoint that was read out before the dice were rolled."""
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["draw", "attempt", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draw", "side", "attempt"], name="a_side_types_the_dice_once_each_time"
            ),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="dice_are_typed_by_a_side"),
            models.CheckConstraint(
                condition=Q(digits__regex=TWENTY_DIGITS), name="dice_are_twenty_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.side} {self.attempt}"
