"""What pages call each power, and where a force's page of it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.measures.library import POWERS
from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import SEARCHES, STOPS, said_of
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import EVERYTHING

LEADING: Mapping[str, str] = EVERYTHING
"""By power, the measure that a force's page of it opens with."""


@dataclass(frozen=True)
class PowerWords:
    """What a page of figures says of its power.

    Attributes
    ----------
    tab : which tab of a force's pages its leading figure stands under.
    files : the page of the files and checks behind it.
    """

    name: str
    tab: str
    of_100: str
    one_each: str
    months: str
    files: str
    by_year: str
    of_these: str


def power_words(power: str) -> PowerWords:
    """Every phrase of a figure's page that names what was done."""
    return PowerWords(
        name=power_name(power),
        tab="stops" if power == STOPS else "force",
        of_100=said_of(power, "Of every 100 searches. The scale starts at zero."),
        one_each=said_of(
            power,
            "Each mark is one resident. A filled mark is one search in a year; one person may be "
            "searched more than once.",
        ),
        months=said_of(power, "Searches of people recorded each month."),
        files="stops-files" if power == STOPS else "files",
        by_year=said_of(
            power, "By year: searches without ethnicity, and how far the answer could lie"
        ),
        of_these=said_of(power, "Not recorded, of these searches"),
    )


def power_name(power: str) -> str:
    """What readers call a power."""
    return {SEARCHES: say("Stop and search"), STOPS: say("Vehicle stops")}[power]


def by_power(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Put figures of one power together, in the order of the powers; none is empty."""
    held = list(figures)
    found = {power: [one for one in held if one.power == power] for power in POWERS}
    return {power: of for power, of in found.items() if of}
