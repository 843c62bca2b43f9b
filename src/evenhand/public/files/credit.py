"""Who is to be named beside a number, under which licence, and how it is cited."""

from datetime import UTC, datetime

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.addresses import figure_url
from evenhand.publications.models import Figure

LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
PUBLISHER = "Evenhand"


def attribution(*, fictional: bool) -> str:
    """What the licence asks everyone to write beside what they take.

    Parameters
    ----------
    fictional : the records were made up; no police force is to be named for them.
    """
    if fictional:
        return say("Made-up records of a place that does not exist, from Evenhand’s demonstration.")
    return say(
        "Contains information from police forces and from the Office for National Statistics, "
        "under the Open Government Licence v3.0."
    )


def citation(figure: Figure, host: str) -> str:
    """How to cite one figure: who, when, what, whose, over which months, and where it stays."""
    return say(
        "{publisher} ({year}). {title}, {place}, {period}. Figure {reference}. {address}",
        publisher=PUBLISHER,
        year=str(figure.released_at.year),
        title=figure.result["title"],
        place=figure.place_name,
        period=notes.period(figure.first_month, figure.last_month),
        reference=figure.reference,
        address=page_address(figure, host),
    )


def page_address(figure: Figure, host: str) -> str:
    """A figure's permanent address, in full."""
    return host + figure_url(figure)


def moment(when: datetime) -> str:
    """A time as machines read it, in universal time."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
