"""Frozen frames: what was published of one, what the panel's file holds, and the seed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.ledger.kept import Kept
from evenhand.scrutiny.models.draws import A_DIGEST, Draw
from evenhand.scrutiny.terms import Missing

MISSING = [one.value for one in Missing]


class Frame(Kept):
    """A frame that was frozen. It is drawn from, or abandoned in public; nothing else."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="frame")
    text = models.TextField()
    """As it is published and can be drawn from again by anyone: its canonical form."""
    fingerprint = models.CharField(max_length=64, unique=True)
    leaf = models.CharField(max_length=66)
    """Of the ledger's entry that says it was frozen."""
    stops_size = models.BigIntegerField()
    stops_root = models.CharField(max_length=64)
    """The log of stops that it was made from: how many entries, and their root."""
    left_out = models.JSONField(default=dict)
    """Exclusions, counted by reason."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["draw"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fingerprint__regex=A_DIGEST), name="a_frame_has_a_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return f"frame of {self.draw}"


class Position(Kept):
    """One position of a frame and what stands there: only ever read for what was drawn."""

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="positions")
    number = models.PositiveIntegerField()
    stratum = models.CharField(max_length=200)
    stop = models.UUIDField(null=True)
    """The record's id; none where something is known to be missing."""
    entry = models.BigIntegerField(null=True)
    """The place of the record's first entry in the log of stops."""
    leaf = models.CharField(max_length=100, blank=True)
    """That entry's leaf, in hexadecimal."""
    salt = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    missing = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["frame", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["frame", "number"], name="positions_of_a_frame_are_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["frame", "stop"], name="a_record_stands_in_a_frame_once"
            ),
            models.CheckConstraint(
                condition=Q(missing__in=MISSING)
                & (Q(missing="", stop__isnull=False) | ~Q(missing="")),
                name="a_position_holds_a_record_or_says_what_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(missing="", commitment__regex=A_DIGEST) | ~Q(missing=""),
                name="a_record_in_a_frame_is_committed_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frame} {self.number}"


class Seed(Kept):
    """What the order was made of: the checkpoint over the frame, and the dice or the round."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="seed")
    checkpoint = models.TextField()
    """Its three lines, without signatures."""
    size = models.BigIntegerField()
    witnesses = models.JSONField(default=list)
    """Who had witnessed it before the seed could be known."""
    beacon = models.CharField(max_length=64)
    """The twenty digits, or the randomness of the round."""
    signature = models.CharField(max_length=192, blank=True)
    previous = models.CharField(max_length=192, blank=True)
    """Of a round of drand, what it was signed with, in hexadecimal."""
    value = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["draw"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__regex=A_DIGEST), name="a_seed_is_a_digest"),
            models.UniqueConstraint(fields=["value"], name="a_seed_is_used_once"),
        ]

    def __str__(self) -> str:
        return f"seed of {self.draw}"
