"""What moved: the picture, what its marks mean, and the table that says the same in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from evenhand.measures.watch.found import Found, Looks, Span
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.monitoring.words import whom
from evenhand.public.presenters.alerts import words
from evenhand.public.presenters.keys import Key, Keys
from evenhand.public.presenters.page import Picture
from evenhand.publications.charts.alert import WIDTHS, draw, usual_range


@dataclass(frozen=True)
class Quarter:
    """A row of the table.

    Attributes
    ----------
    value, span : the number and its likely range; empty where there is none.
    why : words in the place of both.
    note : what else is to be known of the quarter.
    counted : the records behind it, of the group and of those it is compared with.
    """

    name: str
    value: str
    span: str
    why: str
    note: str
    counted: str
    raised: bool


@dataclass(frozen=True)
class Moved:
    """The part of a page that shows what moved."""

    picture: Picture
    keys: Keys
    caption: str
    heading: str
    counted: str
    quarters: tuple[Quarter, ...]


def moved(found: Found, charts: Mapping[str, str]) -> Moved:
    """Lay out the quarters of an alert.

    Parameters
    ----------
    found : as it may be shown.
    charts : drawn from it when it was raised; drawn now where they are not there.
    """
    narrow, wide = (str(width) for width in WIDTHS)
    drawn = charts if {narrow, wide} <= charts.keys() else draw(found)
    last = len(found.quarters) - 1
    return Moved(
        picture=Picture(Markup(drawn[narrow]), Markup(drawn[wide])),  # noqa: S704 (drawn by us)
        keys=_keys(found),
        caption=words.caption(found.series),
        heading=words.heading(found.series),
        counted=_counted_heading(found),
        quarters=tuple(
            _quarter(found, span, raised=place == last and not found.standing)
            for place, span in enumerate(found.quarters)
        ),
    )


def _keys(found: Found) -> Keys:
    spans = found.quarters
    hidden = [one for one in spans if one.value is None and one.status != "missing"]
    usual = None not in usual_range(found)
    stands = found.standing is not None
    known = (
        (
            "usual",
            say("What to expect of a force with so many records")
            if stands
            else say("Its own usual range, before it moved"),
            usual,
        ),
        ("interval", say("A quarter, and its likely range"), True),
        (
            "raised",
            say("The quarter that raised the alert"),
            bool(spans and spans[-1].value is not None and not stands),
        ),
        ("partly", say("Partly supplied"), any(one.status == "partial" for one in spans)),
        ("hollow", say("Too few records: we cannot tell"), bool(hidden)),
        ("gap", say("Missing, and not zero"), any(one.status == "missing" for one in spans)),
        ("moved", say("From here it most likely moved"), not stands),
    )
    return tuple(Key(mark, said) for mark, said, there in known if there)


def _counted_heading(found: Found) -> str:
    if found.series.looks is Looks.RATIO:
        return say(
            "Records of {group} and of {reference}",
            group=whom(found.series),
            reference=whom(found.series, reference=True),
        )
    return say("Records counted")


def _quarter(found: Found, span: Span, *, raised: bool) -> Quarter:
    shown = None not in (span.value, span.low, span.high)
    low, high = words.ends(found.series, span.low or 0, span.high or 0) if shown else ("", "")
    return Quarter(
        name=notes.period(span.first, span.last),
        value=words.one(found.series, span.value or 0) if shown else "",
        span=say("{low} to {high}", low=low, high=high) if shown else "",
        why="" if shown else _why(span),
        note=say("Partly supplied") if shown and span.status == "partial" else "",
        counted=_counted(found, span),
        raised=raised,
    )


def _why(span: Span) -> str:
    if span.status == "missing":
        return say("Missing. It is not counted as zero.")
    return say("We cannot tell: fewer than 10 records, or too few to compare.")


def _counted(found: Found, span: Span) -> str:
    """Counts as they are told, rounded; words where they are not."""
    if span.status == "missing":
        return ""
    parts = [span.events]
    if found.series.looks is Looks.RATIO:
        parts.append(span.reference_events)
    said = [
        say("fewer than 10") if one is None else say("about {count}", count=numbers.whole(one))
        for one in parts
    ]
    return notes.listed(said)
