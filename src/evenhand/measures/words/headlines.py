"""The first line of an alert: the likely range, whom it is about, and which way it went."""

from collections.abc import Callable, Mapping

from evenhand.measures.library import measure as measure_called
from evenhand.measures.watch.found import Direction, Found, Looks, Span
from evenhand.measures.words import notes, numbers, stopped
from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import STOPS
from evenhand.measures.words.whom import done, named, of_100


def headline(found: Found) -> str:
    """Say what an alert is about: the range first, then who, then which way it went.

    Raises
    ------
    KeyError, UnknownMeasure
        If this version has no words for its measure or group any more.
    """
    looks, after = found.series.looks, found.after
    if found.standing is not None:
        return _standing(found, found.standing.whole)
    if looks is Looks.COVERAGE and not found.quarters and found.findings:
        if found.findings[0].code == "nothing-came":
            return stopped.headline(found)
        return found.findings[0].words  # of a check: a file twice over, a month partly loaded
    if None in (after.value, after.low, after.high):
        return _without_level(found)
    return _LEVELS.get(looks, _of_records)(found)


def _since(found: Found) -> dict[str, str]:
    return {"month": notes.month(found.since)}


def _rises(found: Found) -> bool:
    return found.direction is Direction.RISE


def _ends(span: Span) -> dict[str, str]:
    low, high = numbers.times_range(span.low or 0.0, span.high or 0.0)
    return {"low": low, "high": high}


def _standing(found: Found, whole: Span) -> str:
    series = found.series
    said = {"what": done(series), "reference": named(series, reference=True)}
    months = notes.period(whole.first, whole.last)
    if None in (whole.low, whole.high):
        message = (
            "More often than {reference}: {what}. It stood so throughout {months}."
            if _rises(found)
            else "Less often than {reference}: {what}. It stood so throughout {months}."
        )
        return say(message, **said, months=months)
    return say(
        "{low} to {high} times as often as {reference}: {what}. It stood so throughout {months}.",
        **said,
        **_ends(whole),
        months=months,
    )


def _ratio(found: Found) -> str:
    series, after = found.series, found.after
    said = {
        **_ends(after),
        **_since(found),
        "what": done(series),
        "reference": named(series, reference=True),
    }
    if (after.low or 0.0) <= 1 <= (after.high or 0.0):
        return (
            say(
                "{low} to {high} times as often as {reference}, perhaps the same: {what}. Up since "
                "{month}.",
                **said,
            )
            if _rises(found)
            else say(
                "{low} to {high} times as often as {reference}, perhaps the same: {what}. Down "
                "since {month}.",
                **said,
            )
        )
    return (
        say("{low} to {high} times as often as {reference}: {what}. Up since {month}.", **said)
        if _rises(found)
        else say(
            "{low} to {high} times as often as {reference}: {what}. Down since {month}.", **said
        )
    )


def _rate(found: Found) -> str:
    after = found.after
    low, high = numbers.rate_range(after.low or 0.0, after.high or 0.0, share=False)
    said = {"low": low, "high": high, "what": done(found.series), **_since(found)}
    return (
        say(
            "{low} to {high} times a year for every 1,000 residents: {what}. Up since {month}.",
            **said,
        )
        if _rises(found)
        else say(
            "{low} to {high} times a year for every 1,000 residents: {what}. Down since {month}.",
            **said,
        )
    )


def _share(found: Found) -> str:
    after = found.after
    low, high = numbers.rate_range(after.low or 0.0, after.high or 0.0, share=False)
    what = of_100(found.series, low, high)
    return (
        say("{what}. Up since {month}.", what=what, **_since(found))
        if _rises(found)
        else say("{what}. Down since {month}.", what=what, **_since(found))
    )


def _without_level(found: Found) -> str:
    """Where no level can be given: the change, or only its direction."""
    series = found.series
    if series.looks not in {Looks.RATIO, Looks.RATE} or _hidden(found):
        return _direction_only(found)
    low, high = numbers.times_range(found.change.low, found.change.high)
    said = {"low": low, "high": high, "what": done(series), **_since(found)}
    if series.looks is Looks.RATIO:
        return say(
            "{low} to {high} times as often as before {month}, compared with {reference}: {what}.",
            reference=named(series, reference=True),
            **said,
        )
    return say("{low} to {high} times as often as before {month}: {what}.", **said)


def _hidden(found: Found) -> bool:
    counts = [found.before.events, found.after.events]
    if found.series.looks is Looks.RATIO:
        counts += [found.before.reference_events, found.after.reference_events]
    return None in counts


def _direction_only(found: Found) -> str:
    series = found.series
    said = {"title": say(measure_called(series.measure).title), "people": named(series)}
    return (
        say(
            "More than before since {month}, in numbers too small to show: {title}, of {people}.",
            **said,
            **_since(found),
        )
        if _rises(found)
        else say(
            "Less than before since {month}, in numbers too small to show: {title}, of {people}.",
            **said,
            **_since(found),
        )
    )


def _of_records(found: Found) -> str:
    """About the data: how much is not known, or how many records came."""
    stops, value = found.series.power == STOPS, found.after.value or 0.0
    if found.series.looks is Looks.UNKNOWN:
        said = {"share": numbers.of_every_100(value / 100)}
        message = (
            "In {share} of every 100 vehicle stops the driver's ethnicity was not recorded."
            if stops
            else "In {share} of every 100 searches of people ethnicity was not recorded."
        )
    else:
        said = {"share": numbers.whole(round(value))}
        message = (
            "About {share} vehicle stops were recorded a month."
            if stops
            else "About {share} searches of people were recorded a month."
        )
    what = say(message, **said)
    return (
        say("{what} Up since {month}.", what=what, **_since(found))
        if _rises(found)
        else say("{what} Down since {month}.", what=what, **_since(found))
    )


_LEVELS: Mapping[Looks, Callable[[Found], str]] = {
    Looks.RATIO: _ratio,
    Looks.RATE: _rate,
    Looks.SHARE: _share,
}
