"""What goes when a person is erased: what they follow, and every mail to them."""

from datetime import datetime

from evenhand.accounts.models import Person
from evenhand.accounts.services.erasing import also
from evenhand.following.models import Asking, Follower, Letter, Told
from evenhand.following.services.asking import erase


@also
def forget(person: Person, now: datetime) -> None:
    """Erase letters, reminders and what their address follows."""
    Told.objects.filter(person=person).delete()
    Letter.objects.filter(person=person).delete()
    Asking.objects.filter(email__iexact=person.email).delete()
    for one in Follower.objects.filter(email=person.email):
        erase(one, now=now, why="the person was erased")
