"""Reads: the forces of this site."""

from evenhand.forces.models import Force, Kind, Site


def force(force_id: str) -> Force:
    """Give one force.

    Raises
    ------
    Force.DoesNotExist
        If this site holds no force of that id.
    """
    return Force.objects.get(pk=force_id)


def is_fictional() -> bool:
    """Say whether this site shows made-up forces; a site that holds none yet does not."""
    return Site.objects.filter(kind=Kind.FICTIONAL).exists()
