"""The demonstration as other tests use it: made, imported and frozen once for all of them."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from evenhand.demo import records, truth
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.publications.freezing import freeze
from evenhand.publications.gathering import ForceMaterials
from evenhand.publications.models import Figure
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

RELEASED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)


@cache
def lake() -> Lake:
    """Demoshire's records in a lake."""
    folder = Path(mkdtemp(prefix="evenhand-demonstration-"))
    records.write(folder / "files")
    import_police_uk([folder / "files"], folder / "lake")
    return Lake.open(folder / "lake")


@cache
def frozen() -> tuple[Figure, ...]:
    """Every figure that the lake supports, as it would be saved."""
    demoshire = Force(id=truth.FORCE, name="Demoshire Police")
    return tuple(
        freeze(materials, force=demoshire, by="Analyst", now=RELEASED)
        for materials in ForceMaterials(lake(), truth.FORCE).each()
    )


def put_up() -> list[Figure]:
    """Put the demonstration's figures into the database of the running test."""
    forces.load([truth.FORCE])
    fields = [field.attname for field in Figure._meta.concrete_fields if field.attname != "id"]
    copies = [Figure(**{name: getattr(one, name) for name in fields}) for one in frozen()]
    for figure in copies:
        figure.save()
    return copies


@pytest.fixture
def demo_site(db: None) -> list[Figure]:
    """A site that shows Demoshire."""
    return put_up()
