"""Systems of a force that send stops."""

from evenhand.encounters.models import System


def systems_of(force: str) -> list[System]:
    """Every key that a force gave, also those that work no more, the latest first."""
    found = System.objects.filter(force=force).select_related("made_by", "revoked_by")
    return list(found.order_by("-made_at", "-pk"))
