"""Sites of forces whose rows nobody else has: there is something to protect, and it is attacked."""

import gzip
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

from django.utils import timezone

from evenhand.accounts import selectors
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.plan.quarters import Quarter
from evenhand.plan.terms import Goal, Target
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Figure
from evenhand.publications.reporting import finding, services
from evenhand.publications.reporting.choosing import Choice
from evenhand.publications.reporting.paper import on_paper
from evenhand.publications.reporting.telling import shown
from evenhand.publications.selectors import measures_of
from evenhand.publications.services import publish
from evenhand.records.importing import import_extract
from evenhand.records.lake import Lake
from lasting import lasting_folder
from plan.made_plans import new_plan, promised
from publications.extracts import Extract

RELEASED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
REAL = ("derbyshire", "durham", "leicestershire")
MAPPING = """
force: {force}
columns:
  type: Type
  at: Date
  self_defined: Self-defined ethnicity
  officer_defined: Officer-defined ethnicity
  legislation: Legislation
  object: Object of search
  outcome: Outcome
  linked: Outcome linked to object of search
  clothing: Removal of more than just outer clothing
"""


def made_up() -> Lake:
    """One force with three searches of people of Other ethnicity, and then a month sent again."""
    extract = Extract(lasting_folder())
    publish(extract.send("2023-05", "2023-06", "2023-07", Other=1), by="Analyst", now=RELEASED)
    lake = extract.send("2023-06", Other=1, Black=37)
    publish(lake, by="Analyst", now=RELEASED)
    return lake


def report_of(force_id: str) -> None:
    """A progress report of a force that shows all of its figures, as page, PDF and JSON."""
    force = Force.objects.get(pk=force_id)
    where = add_organisation(id=force_id, name=force.name, kind=OrganisationKind.FORCE, force=force)
    now = timezone.now()
    person = add_person(email="p@force.example", name="Publisher", password=None, now=now)
    give_role(person=person, organisation=where, role=Role.PUBLISHER, by=None, now=now)
    by = selectors.acting(person, None, now=timezone.now())
    assert by is not None
    plan = new_plan(force_id=force_id)
    goal = Goal(quantity="rate", group="Other", direction="at-most", level="1")
    target = Target(aim="Fewer searches.", by=date(2024, 1, 1), measure="search-rate", goal=goal)
    promised(plan, targets=(target,))
    draft = services.begin(by, quarter=Quarter.of(timezone.localdate()).before, now=now)
    figures = tuple(one.reference for one in measures_of(force_id))
    draft = services.prepare(
        by, key=draft.key, expected=1, choice=Choice(figures=figures), now=timezone.now()
    )
    seen = digest(services.put_in(draft))
    # A report prints a checkpoint. The ledger itself holds no figure, and is not what is attacked.
    with patch("evenhand.publications.reporting.services.checkpoint", lambda: "A checkpoint.\n"):
        made = services.publish(by, key=draft.key, expected=2, seen=seen, now=timezone.now())
    found = finding.report(force_id, made.quarter, made.number)
    assert found is not None
    pdf = on_paper(shown(found), address="http://testserver")
    services.keep_paper(found, pdf, now=timezone.now())


def real(files: Path) -> Lake:
    """Three real forces of one winter, as if their rows had not been published."""
    folder = lasting_folder()
    for force in REAL:
        mapping = folder / f"{force}.yaml"
        mapping.write_text(MAPPING.format(force=force), encoding="utf-8")
        months = [_unpacked(path, folder) for path in sorted(files.glob(f"*-{force}-stop*"))]
        import_extract(mapping, months, folder / "lake")
    lake = Lake.open(folder / "lake")
    publish(lake, by="Analyst", now=RELEASED)
    return lake


def _unpacked(path: Path, folder: Path) -> Path:
    unpacked = folder / path.name.removesuffix(".gz")
    unpacked.write_bytes(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else b"")
    return unpacked


class Kept:
    """A site that is made once for all tests of a module, and put up in each of them."""

    def __init__(self) -> None:
        self._lake: Lake | None = None
        self._figures: Sequence[Figure] = ()

    def put_up(self, make: Callable[[], Lake]) -> Lake:
        """Make the site the first time; afterwards save its figures again."""
        if self._lake is None:
            self._lake = make()
            self._figures = list(Figure.objects.order_by("pk"))
            return self._lake
        forces.load(sorted({one.force_id for one in self._figures if one.force_id}))
        saved: dict[int, Figure] = {}
        fields = [field.attname for field in Figure._meta.concrete_fields if field.attname != "id"]
        for one in self._figures:
            copy = Figure(**{name: getattr(one, name) for name in fields})
            copy.supersedes = saved.get(one.supersedes_id) if one.supersedes_id else None
            copy.save()
            saved[one.pk] = copy
        return self._lake
