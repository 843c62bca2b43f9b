"""Reads: by which framework a force is assessed, and what was said of each standard until a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from evenhand.maturity import models
from evenhand.maturity.frameworks import Aimed, Asked, Described, FrameworkFile, Shown
from evenhand.maturity.history import CANNOT_TELL, Assessed, Spread, Standing, View, spreads
from evenhand.maturity.terms import Judgement, Proof


@dataclass(frozen=True)
class Maturity:
    """A force's standards with all that was said of each until a day."""

    basis: models.Basis
    framework: FrameworkFile
    standings: Mapping[str, Standing]
    """By the key of each standard, in the framework's order."""
    on: date

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """At which levels each organisation puts them."""
        return spreads(tuple(self.standings.values()), len(self.framework.levels))


class Head(NamedTuple):
    """The last assessment by a basis: while it is the same, so is everything said by it."""

    last: int
    at: datetime


def bases() -> list[models.Basis]:
    """By which framework each force is assessed now, by the name of the force."""
    latest = models.Basis.objects.values("force").annotate(last=Max("number"))
    wanted = Q(pk=None)
    for one in latest:
        wanted |= Q(force=one["force"], number=one["last"])
    found = models.Basis.objects.filter(wanted).select_related("force", "framework")
    return list(found.order_by("force__name"))


def history_of(force_id: str) -> list[models.Basis]:
    """Every framework that a force was assessed by, the latest first."""
    found = models.Basis.objects.filter(force=force_id).select_related("force", "framework")
    return list(found.order_by("-number"))


def basis(
    force_id: str, *, on: date | None = None, framework: tuple[str, int] | None = None
) -> models.Basis | None:
    """By which framework a force is assessed now, or was on a day; None where by none.

    Parameters
    ----------
    framework : the name and version of the one that is meant, whether or not it is the latest.
    """
    found = models.Basis.objects.filter(force=force_id).select_related("force", "framework")
    if on is not None:
        found = found.filter(recorded_at__lt=_end_of(on))
    if framework is not None:
        name, version = framework
        found = found.filter(framework__name=name, framework__version=version)
    return found.order_by("-number").first()


def content(framework: models.MaturityFramework) -> FrameworkFile:
    """A framework as its file had it: its digest is the same."""
    found = _levels(models.Level.objects.filter(standard__framework=framework))
    names = next(iter(found.values())).names if found else {}
    by_outcome: dict[tuple[str, str, str], list[Asked]] = defaultdict(list)
    for place, standard in found.items():
        by_outcome[place.outcome].append(standard.asked(place))
    return FrameworkFile.model_construct(
        name=framework.name,
        version=framework.version,
        title=framework.title,
        about=framework.about,
        example=framework.example,
        levels=list(names.values()),
        outcomes=[
            Aimed.model_construct(key=key, name=name, words=words, standards=standards)
            for (key, name, words), standards in by_outcome.items()
        ],
    )


class _Place(NamedTuple):
    outcome: tuple[str, str, str]
    key: str
    name: str
    words: str


@dataclass
class _Levels:
    """The levels of one standard while its rows are read."""

    names: dict[int, str]
    words: dict[int, str]
    signs: dict[int, list[Shown]]

    def asked(self, place: _Place) -> Asked:
        levels = [
            Described.model_construct(words=words, shown_by=self.signs[number])
            for number, words in self.words.items()
        ]
        return Asked.model_construct(
            key=place.key, name=place.name, words=place.words, levels=levels
        )


OUTCOME = tuple(f"standard__outcome__{name}" for name in ("key", "name", "words"))
STANDARD = tuple(f"standard__{name}" for name in ("key", "name", "words"))
LEVEL = ("number", "name", "words", "signs__words", "signs__measure")


def _levels(rows: "QuerySet[models.Level]") -> dict[_Place, _Levels]:
    """Every standard with its levels and what shows them: one query, however many there are."""
    found: dict[_Place, _Levels] = {}
    ordered = rows.filter(number__gt=CANNOT_TELL).order_by(
        "standard__place", "number", "signs__place"
    )
    for row in ordered.values_list(*OUTCOME, *STANDARD, *LEVEL):
        number, name, words, shows, measure = row[6:]
        levels = found.setdefault(_Place(row[:3], *row[3:6]), _Levels({}, {}, defaultdict(list)))
        levels.names[number], levels.words[number] = name, words
        levels.signs[number].append(Shown.model_construct(words=shows, measure=measure))
    return found


def maturity(basis: models.Basis, *, on: date) -> Maturity:
    """Every standard of a force's framework, as it stood at the end of a day."""
    framework = content(basis.framework)
    rows = _of(basis).filter(recorded_at__lt=_end_of(on))
    said = _assessed(rows)
    standings = {one.key: Standing(tuple(said.get(one.key, ()))) for one in framework.standards}
    return Maturity(basis, framework, standings, on)


def standing(basis: models.Basis, key: str, *, on: date) -> Standing:
    """What was said of one standard until the end of a day."""
    rows = _of(basis).filter(standard__key=key, recorded_at__lt=_end_of(on))
    return Standing(tuple(_assessed(rows).get(key, ())))


def said_by(force_id: str, standard: models.Standard, organisation: str) -> list[Assessed]:
    """Everything that one organisation said of one standard of a force, in order."""
    rows = models.Assessment.objects.filter(
        force=force_id, standard=standard, organisation=organisation
    )
    return _assessed(rows).get(standard.key, [])


def subject(basis: models.Basis, key: str = "") -> str:
    """What the ledger calls a force's assessment by a framework, or one standard of it."""
    framework = basis.framework
    stem = f"maturity/{basis.force_id}/{framework.name}/{framework.version}"
    return f"{stem}/{key}" if key else stem


def head(basis: models.Basis) -> Head:
    """The last assessment by a basis."""
    last = _of(basis).order_by("-pk").only("pk", "recorded_at").first()
    return Head(last.pk, last.recorded_at) if last else Head(0, basis.recorded_at)


def _of(basis: models.Basis) -> "QuerySet[models.Assessment]":
    found: QuerySet[models.Assessment] = models.Assessment.objects.filter(
        force=basis.force_id, standard__framework=basis.framework_id
    )
    return found


def _end_of(day: date) -> datetime:
    """The first moment of the next day, where the forces are."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


SAID = ("standard__key", "pk", "number", "view", "recorded_at", "by", "organisation")
WORDS = ("level__number", "rationale")
PROOF = tuple(f"evidence__{name}" for name in ("kind", "title", "address", "words"))


def _assessed(rows: "QuerySet[models.Assessment]") -> dict[str, list[Assessed]]:
    """Assessments by standard, each with its evidence, in the order they were made: one query."""
    proofs: dict[int, list[Proof]] = defaultdict(list)
    made: dict[int, tuple[str, Assessed]] = {}
    ordered = rows.order_by("recorded_at", "pk", F("evidence__place").asc(nulls_first=True))
    for row in ordered.values_list(*SAID, *WORDS, *PROOF):
        key, pk, number, view, at, by, organisation, level, rationale, *proof = row
        if proof[0]:
            parts = dict(zip(Proof.model_fields, proof, strict=True))
            proofs[pk].append(Proof.model_construct(**parts))
        said = Judgement.model_construct(
            level=level, rationale=rationale, evidence=tuple(proofs[pk])
        )
        made[pk] = (key, Assessed(number, View(view), said, at, by, organisation))
    found: dict[str, list[Assessed]] = defaultdict(list)
    for key, one in made.values():
        found[key].append(one)
    return found
