"""The demonstration as other tests use it: made, imported and frozen once for all of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial

import pytest

from evenhand.demo import records, truth
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.publications.making.freezing import freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.together import AllForces
from evenhand.publications.models import Figure
from evenhand.records import codes
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from lasting import lasting_folder

RELEASED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)


@cache
def lake() -> Lake:
    """Demoshire's records in a lake."""
    return _lake_of([truth.DEMOSHIRE])


@cache
def whole_lake() -> Lake:
    """The records of every made-up force in a lake."""
    return _lake_of(truth.FORCES)


@cache
def later_lake(last: str) -> Lake:
    """Demoshire's records in a lake, as they go on after the demonstration until a month."""
    return _lake_of([truth.DEMOSHIRE], last)


def _lake_of(truths: Sequence[truth.Truth], last: str = truth.LAST) -> Lake:
    folder = lasting_folder()
    records.write(folder / "files", truths, last)
    import_police_uk([folder / "files"], folder / "lake")
    return Lake.open(folder / "lake")


@cache
def frozen() -> tuple[Figure, ...]:
    """Every figure that the lake supports, as it would be saved."""
    demoshire = Force(id="demoshire", name="Demoshire Police")
    return tuple(
        freeze(materials, force=demoshire, by="Analyst", now=RELEASED)
        for materials in ForceMaterials(lake(), "demoshire").each()
    )


@cache
def frozen_together() -> tuple[Figure, ...]:
    """Every figure of every made-up force, and of all of them together, without pictures."""
    release = partial(freeze, by="Analyst", now=RELEASED, drawn=False)
    read = [ForceMaterials(whole_lake(), one.force) for one in truth.FORCES]
    together = [release(one, force=None) for one in AllForces(whole_lake(), read).each()]
    beside = {one.measure: one for one in together}
    own = [
        release(
            one,
            force=Force(id=force.force, name=codes.force(force.force).name),
            together=beside.get(one.measure.id),
        )
        for force in read
        for one in force.each()
    ]
    return (*together, *own)


def put_up() -> list[Figure]:
    """Put the demonstration's figures into the database of the running test."""
    forces.load(["demoshire"])
    fields = [field.attname for field in Figure._meta.concrete_fields if field.attname != "id"]
    copies = [Figure(**{name: getattr(one, name) for name in fields}) for one in frozen()]
    for figure in copies:
        figure.save()
    return copies


@pytest.fixture
def demo_site(db: None) -> list[Figure]:
    """A site that shows Demoshire."""
    return put_up()
