"""The sentences of a disparity that stands: how large it is, since when, and against what."""

from collections.abc import Mapping
from math import floor

from evenhand.measures.library import measure as measure_called
from evenhand.measures.watch.found import Direction, Found, Span, Standing
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.rows import Status, row_sentence
from evenhand.measures.words.whom import CAME_OF, done, named, place

RESIDENTS = {
    2021: "Residents at the Census of 2021",
    2011: "Residents at the Census of 2011",
}


def sentence(found: Found, standing: Standing) -> str:
    """Say what stands, with its likely range, and the ranges in both halves of the time."""
    series, whole = found.series, standing.whole
    places = {
        "force": place(series),
        "months": notes.period(whole.first, whole.last),
    }
    if None in (whole.low, whole.high, whole.rate, whole.reference_rate):
        if series.measure in CAME_OF:
            return _hidden_share(found, places)
        return say(
            "{force}, {months}: {people} had more than {reference} for as many residents. The "
            "numbers are not shown to protect people.",
            **places,
            people=named(series),
            reference=named(series, reference=True),
        )
    low, high = _known(whole.low), _known(whole.high)
    asked = measure_called(series.measure)
    # A measure's own sentence writes a share as so many of every 100 by itself.
    of = 100 if asked.kind == "share" else 1
    rate, reference_rate = (_known(one) / of for one in (whole.rate, whole.reference_rate))
    said = row_sentence(
        asked,
        Status.CANNOT_TELL if low <= 1 <= high else Status.COMPARED,
        group=series.group,
        reference=series.reference,
        rate=(rate, rate, rate),
        reference_rate=reference_rate,
        ratio=(low, high),
    )
    if not _shown(found.before) or not _shown(found.after):
        return say("{force}, {months}: {sentence}", **places, sentence=said)
    first, second = _range(found.before), _range(found.after)
    return say(
        "{force}, {months}: {sentence} In the first half of that time it was between {low} and "
        "{high} times, in the second between {then_low} and {then_high}.",
        **places,
        sentence=said,
        low=first[0],
        high=first[1],
        then_low=second[0],
        then_high=second[1],
    )


def _hidden_share(found: Found, places: Mapping[str, str]) -> str:
    """Say which way a share stands where the counts may not be shown."""
    message = (
        "{force}, {months}: {what} more often than those of {reference}. The numbers are not shown "
        "to protect people."
        if found.direction is Direction.RISE
        else "{force}, {months}: {what} less often than those of {reference}. The numbers are not "
        "shown to protect people."
    )
    series = found.series
    return say(message, **places, what=done(series), reference=named(series, reference=True))


def stated(standing: Standing) -> str:
    """Write the ratio that was asked about, as it was set: 1.25 is not 1.2."""
    return f"{standing.stated:g}"


def lower(standing: Standing) -> bool:
    """Whether it is a share of which less is worse, so that what stands is below another's."""
    return standing.stated < 1


def against_forces(standing: Standing) -> str:
    """Say where a force of this size would lie, were it like others; or that nobody can tell."""
    if standing.expected_low is None or standing.expected_high is None:
        return say(
            "We cannot tell what is usual for forces: fewer than 10 are compared here ({count}).",
            count=str(standing.forces),
        )
    low, high = numbers.times_range(standing.expected_low, standing.expected_high)
    said = {"count": str(standing.forces), "low": low, "high": high}
    if lower(standing):
        return say(
            "Between {low} and {high} times is what to expect of a force with so many records, as "
            "{count} forces differ among each other. This is less."
            if standing.beyond
            else "Between {low} and {high} times is what to expect of a force with so many "
            "records, as {count} forces differ among each other. This is not less; that it is "
            "usual does not make it fair.",
            **said,
        )
    if standing.beyond:
        return say(
            "Between {low} and {high} times is what to expect of a force with so many records, as "
            "{count} forces differ among each other. This is more.",
            **said,
        )
    return say(
        "Between {low} and {high} times is what to expect of a force with so many records, as "
        "{count} forces differ among each other. This is not more; that it is usual does not make "
        "it fair.",
        **said,
    )


def shrunk(standing: Standing) -> str:
    """Say how large it is once drawn towards what is usual, and how surely above the limit."""
    if None in (standing.shrunk_low, standing.shrunk_high, standing.probability):
        return say("We cannot tell how large it truly is: too few records may be shown.")
    low, high = numbers.times_range(_known(standing.shrunk_low), _known(standing.shrunk_high))
    said = {
        "low": low,
        "high": high,
        "stated": stated(standing),
        "sure": _of_100(_known(standing.probability)),
    }
    if lower(standing):
        return say(
            "Between {low} and {high} times once drawn towards no difference, as must be done "
            "where fewer than 5 forces are compared. That it is below {stated} times is {sure} in "
            "100 sure."
            if standing.alone
            else "Between {low} and {high} times once drawn towards what is usual for forces. That "
            "it is below {stated} times is {sure} in 100 sure.",
            **said,
        )
    if standing.alone:
        return say(
            "Between {low} and {high} times once drawn towards no difference, as must be done "
            "where fewer than 5 forces are compared. That it is above {stated} times is {sure} in "
            "100 sure.",
            **said,
        )
    return say(
        "Between {low} and {high} times once drawn towards what is usual for forces. That it is "
        "above {stated} times is {sure} in 100 sure.",
        **said,
    )


def badge(standing: Standing) -> str:
    """Say under how many benchmarks the group's rate is higher; empty where there is but one."""
    if not standing.benchmarks:
        return ""
    higher = sum(one.direction == "higher" for one in standing.benchmarks)
    return say(
        "Higher under {higher} of {count} benchmarks",
        higher=str(higher),
        count=str(len(standing.benchmarks)),
    )


def benchmarks(standing: Standing) -> tuple[str, ...]:
    """Say the range under each benchmark; none of them is called the right one."""
    return tuple(
        say("{low} to {high} times: {name}", low=low, high=high, name=say(RESIDENTS[one.census]))
        for one in standing.benchmarks
        for low, high in (numbers.times_range(one.low, one.high),)
    )


def _of_100(probability: float) -> str:
    """Rounded down, and never all of it."""
    percent = floor(probability * 100)
    return say("more than 99") if percent >= 99 else str(percent)


def _shown(span: Span) -> bool:
    return span.low is not None and span.high is not None


def _range(span: Span) -> tuple[str, str]:
    return numbers.times_range(_known(span.low), _known(span.high))


def _known(value: float | None) -> float:
    if value is None:
        raise ValueError("a sentence needs this number")
    return value
