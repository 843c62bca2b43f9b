"""What a site knows of police forces, and what can never be true of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """Whether a site's forces exist."""

    REAL = "real"
    FICTIONAL = "fictional"


class Site(models.Model):
    """The one row that says which kind of forces this site holds.

    Every force points at the kind of the only site there can be, so that the database itself keeps
    fictional and real forces apart.
    """

    kind = models.CharField(max_length=9, choices=Kind, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="a_database_holds_one_site"),
            models.CheckConstraint(condition=Q(kind__in=Kind), name="a_site_is_real_or_fictional"),
        ]

    def __str__(self) -> str:
        return self.kind


class Force(models.Model):
    """A police force, under its id at data.police.uk."""

    id = models.SlugField(primary_key=True, max_length=50)
    name = models.CharField(max_length=100, unique=True)
    kind = models.ForeignKey(
        Site, to_field="kind", on_delete=models.PROTECT, related_name="forces", db_column="kind"
    )
    no_resident_base = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(id__regex=r"^[a-z]+(-[a-z]+)*$"), name="a_force_id_is_plain_words"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_force_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A local authority that one force polices, by its code at the statistics office."""

    code = models.CharField(primary_key=True, max_length=9)
    name = models.CharField(max_length=100)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="areas")

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """Residents of a force's area in one census group, at one census."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="populations")
    census = models.PositiveSmallIntegerField()
    census_group = models.CharField(max_length=120)
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "census", "census_group"],
                name="a_group_is_counted_once_a_census",
            ),
            models.CheckConstraint(condition=Q(census__gte=2001), name="a_census_has_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.census} {self.census_group}: {self.people}"
