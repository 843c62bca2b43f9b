"""Packs that hold words which were taken out of scrutiny: they are emptied with them."""

from collections.abc import Collection
from datetime import datetime

from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import SYSTEM
from evenhand.publications.models import Pack
from evenhand.publications.packs import services
from evenhand.publications.reporting.taking_down import holds
from evenhand.scrutiny.redacting.service import also


@also
def take_down(force: str, texts: Collection[str], now: datetime) -> None:
    """Empty every pack about a force in which one of the texts stands, in the same transaction.

    A pack is frozen with a digest of all that it says, from which a short text could be guessed; so
    it goes as a whole, and the next version is made without the words.
    """
    for pack in Pack.objects.filter(meeting__force=force, redacted="").order_by("pk"):
        if holds(pack.content, texts):
            services.take_down(
                pack=pack,
                why=say("Words that it repeated were taken out, as the law asks."),
                by=SYSTEM,
                organisation=SYSTEM,
                now=now,
            )
