"""What scrutiny lets go of when a person is erased: lists that they sent and never took in."""

from datetime import datetime

from evenhand.accounts.models import Person
from evenhand.accounts.services.erasing import also
from evenhand.scrutiny.models.drafts import AdviceDraft


@also
def forget(person: Person, now: datetime) -> None:
    """Delete the lists that they sent and never took in."""
    del now
    AdviceDraft.objects.filter(person=person).delete()
