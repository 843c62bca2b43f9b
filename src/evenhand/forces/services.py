"""Writes: forces, with their areas and people, from the reviewed code lists."""

from collections.abc import Iterable

from django.db import transaction

from evenhand.forces.errors import MixedKinds
from evenhand.forces.models import Area, Force, Kind, Population, Site
from evenhand.records import codes


@transaction.atomic
def load(force_ids: Iterable[str]) -> list[Force]:
    """Make sure that these forces, their areas and populations are in the site's database.

    Parameters
    ----------
    force_ids : ids or names that :func:`evenhand.records.codes.force` understands.

    Raises
    ------
    MixedKinds
        If fictional and real forces would stand in one site.
    UnknownForce
        If no force goes by one of the names.
    """
    wanted = [codes.force(force_id) for force_id in dict.fromkeys(force_ids)]
    if not wanted:
        return []
    site = _site([Kind.FICTIONAL if force.fictional else Kind.REAL for force in wanted])
    return [_load(force, site) for force in wanted]


def _site(kinds: list[Kind]) -> Site:
    site = Site.objects.select_for_update().first()
    if len(set(kinds)) > 1 or (site is not None and site.kind != kinds[0]):
        raise MixedKinds(
            "Fictional and real forces are never shown on one site. Use another database for "
            f"{'the fictional' if kinds[0] == Kind.FICTIONAL else 'the real'} ones "
            "(EVENHAND_DATABASE_URL)."
        )
    return site or Site.objects.create(pk=1, kind=kinds[0])


def _load(found: codes.Force, site: Site) -> Force:
    force, new = Force.objects.get_or_create(
        id=found.force,
        defaults={"name": found.name, "kind": site, "no_resident_base": found.no_resident_base},
    )
    if new:
        Area.objects.bulk_create(_areas(force))
        Population.objects.bulk_create(_populations(force))
    return force


def _areas(force: Force) -> list[Area]:
    known = codes.authorities().values()
    return [
        Area(code=a.lad_code, name=a.lad_name, force=force) for a in known if a.force == force.id
    ]


def _populations(force: Force) -> list[Population]:
    rows = []
    for census in codes.CENSUSES:
        try:
            people = codes.population(force.id, census)
        except codes.NoPopulation:
            continue  # nobody lives there, or that census was not taken of it
        rows += [
            Population(force=force, census=census, census_group=group, people=count)
            for group, count in people.items()
        ]
    return rows
