"""What a plan lets go of when a person is erased: what they sent and had to do. Roles stay."""

from datetime import datetime

from evenhand.accounts.models import Person
from evenhand.accounts.services.erasing import also
from evenhand.plan import models


@also
def forget(person: Person, now: datetime) -> None:
    """Delete the tables that they sent and never took in; end what was assigned to them."""
    models.ImportDraft.objects.filter(person=person).delete()
    held = models.Assignment.objects.filter(membership__person=person, ended_at__isnull=True)
    held.update(ended_at=now)
