"""Which figures of a measure are asked for: read from the address, and offered in a form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.publications.charts import ORDER
from evenhand.publications.lists import Chosen, Period

LATEST = "latest"
MONTHS = re.compile(r"\d{4}-\d{2}--\d{4}-\d{2}")


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nothing in it is only half understood.

    Attributes
    ----------
    group : whose numbers are shown.
    months : the first and the last; None for each force's latest.
    places : ids of forces; none of them for all.
    """

    group: str
    months: Period | None
    places: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True)
class Choices:
    """The form's choices."""

    groups: tuple[Option, ...]
    months: tuple[Option, ...]
    places: tuple[Option, ...]


@dataclass(frozen=True)
class File:
    """Something to take or to read, and where."""

    words: str
    url: str


def files(asked: Asked, measure: str) -> tuple[File, ...]:
    """Where the figures that are shown can be taken, with every group."""
    words = {
        ".csv": say("These figures as CSV, with every ethnic group"),
        ".json": say("These figures as JSON, with what each column means"),
        ".parquet": say("These figures as Parquet"),
    }
    chosen = urlencode([("force", one) for one in asked.places])
    after = f"?{chosen}" if chosen else ""
    return tuple(File(text, _file(asked, measure, end) + after) for end, text in words.items())


def _file(asked: Asked, measure: str, ending: str) -> str:
    if asked.months is None:
        return reverse("measure-file", args=[measure, ending])
    return reverse("measure-months-file", args=[measure, "--".join(asked.months), ending])


def other_months(found: Chosen, asked: Asked) -> tuple[File, ...]:
    """Pages of every other period that there are figures of, and of the latest."""
    pages = [File(say("Each force’s latest"), reverse("measure-across", args=[found.measure]))]
    for period in found.periods:
        address = reverse("measure-months", args=[found.measure, "--".join(period)])
        pages.append(File(notes.period(*period), address))
    known = (None, *found.periods)
    return tuple(page for page, of in zip(pages, known, strict=True) if of != asked.months)


def read(query: QueryDict, *, focus: str, reference: str, months: str = "") -> Asked:
    """Read what is asked for.

    Parameters
    ----------
    query : what stands behind the question mark.
    focus, reference : the measure's groups.
    months : as they stand in the address itself; else the query may name them.

    Raises
    ------
    Http404
        If the address asks for a group or months that cannot be.
    """
    group = query.get("group") or focus
    if group not in ORDER or group == reference:
        raise Http404("no such group")
    chosen = months or query.get("months") or LATEST
    period = None if chosen == LATEST and not months else _period(chosen)
    return Asked(group, period, tuple(query.getlist("force")))


def _period(months: str) -> Period:
    if not MONTHS.fullmatch(months):
        raise Http404("no such months")
    first, last = months.split("--")
    return first, last


def choices(found: Chosen, asked: Asked, reference: str) -> Choices:
    """Offer every group, every period and every force that there is a figure of."""
    chosen = LATEST if asked.months is None else "--".join(asked.months)
    periods = [("--".join(period), notes.period(*period)) for period in found.periods]
    return Choices(
        groups=_options([(one, named(one)) for one in ORDER if one != reference], [asked.group]),
        months=_options([(LATEST, say("Each force’s latest")), *periods], [chosen]),
        places=_options(found.places, asked.places),
    )


def _options(known: Sequence[tuple[str, str]], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(value, text, value in chosen) for value, text in known)
