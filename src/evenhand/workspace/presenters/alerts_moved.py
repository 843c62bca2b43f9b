"""What moved, as those who answer see it: the picture, its table, and what could explain it."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from evenhand.measures.watch.found import Found, Looks, Span
from evenhand.measures.words import notes, numbers, other_charts, places, standing
from evenhand.measures.words.messages import say
from evenhand.monitoring.forms.series import series_words, unit_words
from evenhand.publications.charts.alert import WIDTHS


@dataclass(frozen=True)
class Picture:
    """One picture in both widths; the style sheet shows the one that fits."""

    narrow: Markup
    wide: Markup


@dataclass(frozen=True)
class Quarter:
    """A row of the table; ``value`` says why where there is no number."""

    name: str
    value: str
    span: str
    counted: str


@dataclass(frozen=True)
class Moved:
    """What moved.

    Attributes
    ----------
    stands : whether it is a disparity that stands, and did not move.
    facts : what else is to be known of it, in sentences.
    findings : problems of the data that could explain it.
    related : other series told under the same alert.
    """

    picture: Picture | None
    stands: bool
    caption: str
    unit: str
    quarters: tuple[Quarter, ...]
    facts: tuple[str, ...]
    findings: tuple[str, ...]
    related: tuple[str, ...]


def moved(found: Found, charts: Mapping[str, str]) -> Moved:
    """Lay out what moved.

    Parameters
    ----------
    found : as the reader may see it.
    charts : drawn when it was raised, of what the public may see.
    """
    return Moved(
        picture=_picture(charts) if found.quarters else None,
        stands=found.standing is not None,
        caption=say(
            "Quarter by quarter, counted back from {month}", month=notes.month(found.as_of)
        ),
        unit=unit_words(found.series.looks),
        quarters=tuple(_quarter(found, one) for one in found.quarters),
        facts=tuple(one for one in _facts(found) if one),
        findings=tuple(one.words for one in found.findings),
        related=tuple(series_words(one) for one in found.related),
    )


def _picture(charts: Mapping[str, str]) -> Picture | None:
    """The picture that was drawn when the alert was raised; none is drawn while somebody waits."""
    narrow, wide = (charts.get(str(width)) for width in WIDTHS)
    if not narrow or not wide:
        return None
    return Picture(Markup(narrow), Markup(wide))  # noqa: S704 (drawn by us)


def _quarter(found: Found, one: Span) -> Quarter:
    looks = found.series.looks
    known = one.value is not None and one.low is not None and one.high is not None
    return Quarter(
        name=notes.period(one.first, one.last),
        value=_number(looks, one.value) if known else _why(one),
        span=say("{low} to {high}", low=_number(looks, one.low), high=_number(looks, one.high))
        if known
        else "",
        counted=_counted(found, one),
    )


def _why(one: Span) -> str:
    if one.status == "missing":
        return say("Missing. It is not counted as zero.")
    return say("We cannot tell: too few.")


def _counted(found: Found, one: Span) -> str:
    if one.status == "missing":
        return ""
    counts = [one.events]
    if found.series.looks is Looks.RATIO:
        counts.append(one.reference_events)
    return notes.listed(
        [
            say("not shown, to protect people") if each is None else numbers.whole(each)
            for each in counts
        ]
    )


def _number(looks: Looks, value: float | None) -> str:
    if value is None:
        return say("not known")
    if looks is Looks.RATIO:
        return numbers.times(value)
    if looks is Looks.COVERAGE:
        return numbers.whole(round(value))
    return numbers.rate(value, share=False)


def _facts(found: Found) -> tuple[str, ...]:
    if found.standing:
        return (
            standing.against_forces(found.standing),
            standing.shrunk(found.standing),
            standing.badge(found.standing),
            *standing.benchmarks(found.standing),
            _unknown(found.standing.whole),
            say(
                "{count} ratios were examined in this run.",
                count=numbers.whole(found.examined),
            ),
        )
    examined = say("{count} series were examined in this run.", count=numbers.whole(found.examined))
    if not found.quarters:  # of files that did not come, or came in part or twice over
        return (examined,)
    return (
        say("It most likely moved in {month}.", month=notes.month(found.since)),
        _change(found),
        *(places.sentences(found.places) if found.places else ()),
        _unknown(found.before),
        _unknown(found.after),
        _smallest(found),
        *((*other_charts.lines(found.others), other_charts.caution()) if found.others else ()),
        examined,
    )


def _change(found: Found) -> str:
    low, high = found.change.low, found.change.high
    if low is None or high is None or not 0 < low <= high < float("inf"):
        return ""
    first, last = numbers.times_range(low, high)
    return say(
        "Since then it is between {low} and {high} times what it was before.", low=first, high=last
    )


def _unknown(one: Span) -> str:
    if one.unknown_low is None or one.unknown_high is None:
        return ""
    low, high = numbers.times_range(one.unknown_low, one.unknown_high)
    return say(
        "In {months}, had every ethnicity been recorded, it could lie anywhere between {low} and "
        "{high} times.",
        months=notes.period(one.first, one.last),
        low=low,
        high=high,
    )


def _smallest(found: Found) -> str:
    if found.smallest is None or not 0 < found.smallest < float("inf"):
        return ""
    times = (
        numbers.times_at_most(found.smallest)
        if found.smallest >= 1
        else numbers.times_at_least(found.smallest)
    )
    return say(
        "The smallest change that could have been seen in the last quarter is to {times} times "
        "the usual level.",
        times=times,
    )
