"""Lists of recommendations that somebody has sent and not yet taken in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Organisation, Person


class AdviceDraft(models.Model):
    """A list on its way in: read, shown to who sent it, and waiting for their yes.

    It changes nothing by itself; it goes when it is taken in, given up, or a day old.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """For whom it was sent."""
    name = models.CharField(max_length=200)
    """Of the file, for the person who sent it."""
    table = models.JSONField()
    """The cells as texts, row by row."""
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""), name="a_list_on_its_way_has_the_name_of_its_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.sent_at:%Y-%m-%d %H:%M}"
