"""A figure: one measure of one force, or of all, over some months, frozen at its release."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q

from evenhand.forces.models import Force
from evenhand.measures.library import POWERS
from evenhand.publications.errors import FrozenFigure

ALL_FORCES = "all-forces"
"""The place of a figure that is of all forces together, in its reference and its address."""
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


class FrozenQuerySet(models.QuerySet["Figure"]):
    """Figures can be read and added; nothing else."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse: see :class:`FrozenFigure`."""
        raise FrozenFigure("A figure is never changed. Publish a correction that names it.")

    def delete(self) -> NoReturn:
        """Refuse: see :class:`FrozenFigure`."""
        raise FrozenFigure("A figure is never removed. Publish a correction that names it.")


class Figure(models.Model):
    """A frozen result with everything needed to show it, question it and compute it again.

    A correction is another figure, with the next number, that supersedes the one before. The old
    one stays at its address. The database refuses every update (a trigger, made by the migration).
    """

    force = models.ForeignKey(
        Force, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    """None for a figure of all forces together."""
    power = models.CharField(max_length=30)
    """Of which power the measure asks; figures of one power of a force are released together."""
    measure = models.CharField(max_length=60)
    measure_version = models.PositiveSmallIntegerField()
    grouping = models.CharField(max_length=30)
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    result = models.JSONField()
    """What ``evenhand measure --format json`` printed, after disclosure control."""
    about = models.JSONField()
    """The measure as it was: title, question, unit, caveats, what is counted against what."""
    wording = models.JSONField()
    """The page's own sentences about this result, as first published."""
    months = models.JSONField()
    """For each month shown: its count, or none, and its status: whole, missing, partly loaded, of
    some forces only, or not shown."""
    quality = models.JSONField()
    """What the checks found in the files, for these months."""
    inputs = models.JSONField()
    """Each source file: its name, sha256, month and version in the lake."""
    charts = models.JSONField()
    """SVG by picture and width, drawn once."""
    methods = models.JSONField()
    """Names of the methods used, with their versions."""
    queries = models.JSONField(default=list)
    """The SQL that counted the records, as it ran."""
    series = models.JSONField(default=dict)
    """The measure over time, point by point; ``{}`` where there is none."""
    expected = models.JSONField(default=dict)
    """The range in which the force would lie if it were like all forces; ``{}`` without them."""
    control = models.JSONField(default=dict)
    """What later figures need to know of this one: the files of each month, and what is hidden."""

    evenhand_version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=100)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["force", "measure", "-last_month", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "measure", "grouping", "first_month", "last_month", "number"],
                name="a_figure_has_one_number",
            ),
            models.UniqueConstraint(
                fields=["measure", "grouping", "first_month", "last_month", "number"],
                condition=Q(force=None),
                name="a_figure_of_all_forces_has_one_number",
            ),
            models.CheckConstraint(
                condition=Q(power__in=POWERS), name="a_figure_is_of_a_known_power"
            ),
            models.CheckConstraint(
                condition=Q(first_month__lte=F("last_month")),
                name="a_figure_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(first_month__regex=MONTH) & Q(last_month__regex=MONTH),
                name="a_figure_covers_whole_months",
            ),
            models.CheckConstraint(
                condition=Q(number=1, supersedes=None)
                | (Q(number__gt=1) & Q(supersedes__isnull=False)),
                name="a_correction_names_what_it_corrects",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_figure_has_a_digest"
            ),
            models.CheckConstraint(
                condition=~Q(released_by=""), name="a_figure_was_released_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def place(self) -> str:
        """The force's id, or ``all-forces``."""
        return self.force_id or ALL_FORCES

    @property
    def place_name(self) -> str:
        """The force's name, or what all forces together are called."""
        return self.force.name if self.force else "All forces"

    @property
    def reference(self) -> str:
        """The name to cite: measure, force, months, grouping and number."""
        return (
            f"{self.measure}/{self.place}/{self.first_month}--{self.last_month}/"
            f"{self.grouping}/{self.number}"
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the figure; a figure that is already there is never changed."""
        if not self._state.adding:
            raise FrozenFigure("A figure is never changed. Publish a correction that names it.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: see :class:`FrozenFigure`."""
        raise FrozenFigure("A figure is never removed. Publish a correction that names it.")
