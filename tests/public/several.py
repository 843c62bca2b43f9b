"""Three real forces beside each other, published once for all tests and put up in each."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenhand.forces import services as forces
from evenhand.publications.models import Figure
from evenhand.publications.services import publish
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from lasting import lasting_folder

FORCES = ("derbyshire", "durham", "leicestershire")
RELEASED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
_published: list[Figure] = []


def _publish(files: Path) -> list[Figure]:
    lake = lasting_folder() / "lake"
    import_police_uk([path for name in FORCES for path in files.glob(f"*-{name}-stop*")], lake)
    publish(Lake.open(lake), by="Analyst", now=RELEASED)
    return list(Figure.objects.all())


def _put_up() -> list[Figure]:
    forces.load(FORCES)
    fields = [field.attname for field in Figure._meta.concrete_fields if field.attname != "id"]
    copies = [Figure(**{name: getattr(one, name) for name in fields}) for one in _published]
    for figure in copies:
        figure.save()
    return copies


@pytest.fixture
def several_forces(db: None, shared_data: Path) -> list[Figure]:
    """A site that shows three forces of one winter, and all of them together."""
    if _published:
        return _put_up()
    _published.extend(_publish(shared_data / "police-uk-stop-search" / "monthly"))
    return list(_published)
