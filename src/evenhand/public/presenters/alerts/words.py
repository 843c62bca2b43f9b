"""What an alert is about and what moved, in sentences. Everything comes from what may be shown."""

from dataclasses import dataclass
from datetime import date

from evenhand.measures.watch.found import Direction, Found, Looks, Means, Series, Span
from evenhand.measures.words import notes, numbers, standing, watching
from evenhand.measures.words.messages import say
from evenhand.monitoring.words import measure_of, whom


def is_share(series: Series) -> bool:
    """Whether what is compared are shares of records, and not rates of residents."""
    found = measure_of(series)
    return found.kind != "rate" if found else series.looks is Looks.SHARE


def means(found: Found) -> str:
    """Which way is worse, so that a fall is not taken for good news, nor a rise for bad."""
    said = {
        Means.WORSE: say("By this measure, a move this way is for the worse."),
        Means.BETTER: say("By this measure, a move this way is for the better. It is told too."),
        Means.NEITHER: say("By this measure, neither way is better by itself."),
    }
    if found.standing:
        if standing.lower(found.standing):
            return say("By this measure, a lower share is for the worse.")
        if is_share(found.series):
            return say("By this measure, a higher share is for the worse.")
        return say("By this measure, a higher rate is for the worse.")
    if found.quality:
        return say("This is about the records, not about what was done with them.")
    return said[found.means]


def warns(found: Found) -> str:
    """What an alert does not say."""
    if found.standing:
        return say("An alert says that a difference stands. It does not say why.")
    return say("An alert says that something moved. It does not say why.")


@dataclass(frozen=True)
class Benchmarks:
    """The same counts under every benchmark, side by side, and how many of them agree."""

    badge: str
    lines: tuple[str, ...]
    caution: str


def benchmarks(found: Found) -> Benchmarks | None:
    """What a standing disparity is under each benchmark; None where there is only one."""
    if found.standing is None or not found.standing.benchmarks:
        return None
    return Benchmarks(
        standing.badge(found.standing),
        standing.benchmarks(found.standing),
        say(
            "Residents are not those who visit, work or drive through. None of these is the right "
            "benchmark."
        ),
    )


def sentences(found: Found) -> tuple[str, ...]:
    """What is said beside the picture."""
    if found.standing:
        return standing.against_forces(found.standing), standing.shrunk(found.standing)
    if not found.quarters:  # of files that did not come, or came in part or twice over
        return (
            say(
                "There is nothing to draw: the watch uses none of these months, and counts none of "
                "them as zero."
            ),
        )
    return tuple(one for one in (month_since(found), change(found)) if one)


def change(found: Found) -> str:
    """After set against before; empty where nothing of it may be told."""
    move = found.change
    if not _usable(move.low, move.high):
        return ""
    low, high = numbers.times_range(move.low, move.high)
    return say(
        "Set against the time before, that is between {low} and {high} times as much.",
        low=low,
        high=high,
    )


def _usable(*values: float | None) -> bool:
    return all(value is not None and 0 < value < float("inf") for value in values)


def ends(series: Series, low: float, high: float) -> tuple[str, str]:
    """Both ends of a range, as this kind of series is written."""
    if series.looks is Looks.RATIO:
        return numbers.times_range(low, high)
    if series.looks is Looks.COVERAGE:
        return numbers.whole(round(low)), numbers.whole(round(high))
    return numbers.rate_range(low, high, share=False)


def one(series: Series, value: float) -> str:
    """One value, as this kind of series is written."""
    if series.looks is Looks.RATIO:
        return numbers.times(value)
    if series.looks is Looks.COVERAGE:
        return numbers.whole(round(value))
    return numbers.rate(value, share=False)


def heading(series: Series) -> str:
    """The heading of the column with values: what they are."""
    if series.looks is Looks.RATIO:
        return say("Times as much")
    if series.looks is Looks.COVERAGE:
        return say("Records a month")
    if series.looks is Looks.RATE:
        return say("For every 1,000 residents a year")
    return say("Of every 100 records")


def caption(series: Series) -> str:
    """What the marks of the picture stand for."""
    if series.looks is Looks.RATIO:
        reference = whom(series, reference=True)
        return (
            say("Each quarter, how many times the share for {reference}.", reference=reference)
            if is_share(series)
            else say("Each quarter, how many times the rate for {reference}.", reference=reference)
        )
    return say("{heading}, each quarter.", heading=heading(series))


def unknown_range(span: Span) -> str:
    """What a ratio could be had ethnicity been recorded for all; ignorance, apart from chance."""
    if span.unknown_low is None or span.unknown_high is None:
        return ""
    low, high = numbers.times_range(span.unknown_low, span.unknown_high)
    months = notes.period(span.first, span.last)
    if span.unknown_share is None:
        return say(
            "In {months}, had every ethnicity been recorded, the answer could lie anywhere between "
            "{low} and {high} times.",
            **{"months": months, "low": low, "high": high},
        )
    return say(
        "In {months}, ethnicity was not known in {share} of every 100 records. Had it been "
        "recorded, the answer could lie anywhere between {low} and {high} times.",
        **{"months": months, "low": low, "high": high},
        share=numbers.rate(span.unknown_share, share=False),
    )


def unknown_share(span: Span) -> str:
    """How many records had no known ethnicity, where no range follows from it."""
    if span.unknown_share is None or span.unknown_low is not None:
        return ""
    return say(
        "In {months}, ethnicity was not known in {share} of every 100 records.",
        months=notes.period(span.first, span.last),
        share=numbers.rate(span.unknown_share, share=False),
    )


def examined(count: int, false_share: float, *, standing: bool = False) -> str:
    """How many series were looked at, and how many of such alerts chance alone raises."""
    looked = (
        say("{count} ratios were examined in this run.", count=numbers.whole(count))
        if standing
        else say("{count} series were examined in this run.", count=numbers.whole(count))
    )
    expected = (
        say(
            "At most 1 alert in {every} is expected to be false.", every=str(round(1 / false_share))
        )
        if 0 < false_share < 1
        else ""
    )
    return " ".join(
        part
        for part in (
            looked,
            expected,
        )
        if part
    )


def chance(found: Found) -> str:
    """How unlikely chance alone is for this alert, as the share of false ones among its like."""
    share = found.evidence
    if share is None or not 0 <= share < 1:
        return ""
    if share < 0.001:
        return say("Among alerts as strong as this one, fewer than 1 in 1,000 would be false.")
    return say(
        "Among alerts as strong as this one, at most 1 in {every} would be false.",
        every=numbers.whole(max(1, round(1 / share))),
    )


def smallest(found: Found) -> str:
    """The smallest change that could have been seen in the last quarter."""
    if found.smallest is None or not _usable(found.smallest):
        return say("We cannot tell how small a change could have been seen in the last quarter.")
    return watching.smallest(found.smallest, rise=found.direction is Direction.RISE)


def month_since(found: Found) -> str:
    """From when it most likely moved."""
    return say("It most likely moved in {month}.", month=notes.month(found.since))


def day(when: date) -> str:
    """A day in a sentence."""
    return notes.day(when)
