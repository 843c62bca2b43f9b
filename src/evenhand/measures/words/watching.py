"""The sentences of the watch: what moved, what is about the data, and what cannot be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from evenhand.measures.library import measure as measure_called
from evenhand.measures.watch.found import Direction, Finding, Found, Looks, Series
from evenhand.measures.words import notes, numbers, standing
from evenhand.measures.words.messages import language, say
from evenhand.measures.words.people import at_the_start
from evenhand.measures.words.powers import STOPS
from evenhand.measures.words.rows import Status, row_sentence
from evenhand.measures.words.whom import done, named, of_100, place
from evenhand.records import codes


def alert(found: Found) -> str:
    """Say what moved, with its likely range before and after.

    Parameters
    ----------
    found : the alert; its own sentence is not looked at.
    """
    series, before, after = found.series, found.before, found.after
    if found.standing is not None:
        return standing.sentence(found, found.standing)
    places = {
        "force": place(series),
        "months": notes.period(after.first, after.last),
        "earlier": notes.period(before.first, before.last),
    }
    if None in {before.events, after.events} or None in {before.value, after.value}:
        counted = [before.events, after.events]
        if series.looks is Looks.RATIO:
            counted += [before.reference_events, after.reference_events]
        if None in counted or series.looks not in {Looks.RATIO, Looks.RATE}:
            return _direction_only(found, places)
        ends = (found.change.low, found.change.high)
        return _times_only(series, places, ends)
    return _LEVELS[series.looks](found, places)


def _direction_only(found: Found, places: Mapping[str, str]) -> str:
    """Say which way it went, where the counts may not be shown."""
    message = (
        "{force}, {months}, {series}: more than before ({earlier}). The numbers are not shown to "
        "protect people."
        if found.direction is Direction.RISE
        else "{force}, {months}, {series}: less than before ({earlier}). The numbers are not shown "
        "to protect people."
    )
    return say(message, **places, series=title(found.series))


def _ratio(found: Found, places: Mapping[str, str]) -> str:
    series, before, after = found.series, found.before, found.after
    asked = measure_called(series.measure)
    low, high, rate = _known(after.low), _known(after.high), _known(after.rate)
    status = Status.CANNOT_TELL if low <= 1 <= high else Status.COMPARED
    sentence = row_sentence(
        asked,
        status,
        group=series.group,
        reference=series.reference,
        rate=(rate, rate, rate),
        reference_rate=_known(after.reference_rate),
        ratio=(low, high),
    )
    first, last = numbers.times_range(_known(before.low), _known(before.high))
    return say(
        "{force}, {months}: {sentence} Before ({earlier}) it was between {low} and {high} times.",
        **places,
        sentence=sentence,
        low=first,
        high=last,
    )


def _level(found: Found, places: Mapping[str, str]) -> str:
    series, before, after = found.series, found.before, found.after
    low, high = numbers.rate_range(_known(after.low), _known(after.high), share=False)
    was_low, was_high = numbers.rate_range(_known(before.low), _known(before.high), share=False)
    said = {**places, "was_low": was_low, "was_high": was_high}
    if series.looks is Looks.RATE:
        return say(
            "{force}, {months}: {what} between {low} and {high} times a year for every 1,000 "
            "residents. Before ({earlier}) it was between {was_low} and {was_high} times.",
            what=done(series),
            low=low,
            high=high,
            **said,
        )
    return say(
        "{force}, {months}: {what}. Before ({earlier}) it was between {was_low} and {was_high}.",
        what=of_100(series, low, high),
        **said,
    )


def _times_only(series: Series, places: Mapping[str, str], change: tuple[float, float]) -> str:
    """Say by how much it changed where no rate can be given."""
    low, high = numbers.times_range(*change)
    said = {**places, "what": done(series), "low": low, "high": high}
    if series.looks is Looks.RATIO:
        return say(
            "{force}, {months}: {what} between {low} and {high} times as often as before "
            "({earlier}), set against {reference}.",
            **said,
            reference=named(series, reference=True),
        )
    return say(
        "{force}, {months}: {what} between {low} and {high} times as often as before ({earlier}).",
        **said,
    )


def _unknown(found: Found, places: Mapping[str, str]) -> str:
    series, before, after = found.series, found.before, found.after
    message = (
        "{force}, {months}: the driver's ethnicity was not recorded in {share} of every 100 stops. "
        "Before ({earlier}) it was {was} of every 100. Figures by ethnicity may move from that "
        "alone."
        if series.power == STOPS
        else "{force}, {months}: ethnicity was not recorded in {share} of every 100 searches of "
        "people. Before ({earlier}) it was {was} of every 100. Figures by ethnicity may move from "
        "that alone."
    )
    share, was = (numbers.of_every_100(_known(one.value) / 100) for one in (after, before))
    return say(message, **places, share=share, was=was)


def _coverage(found: Found, places: Mapping[str, str]) -> str:
    series, before, after = found.series, found.before, found.after
    message = (
        "{force}, {months}: about {now} vehicle stops recorded a month. Before ({earlier}) it was "
        "about {was}. Either fewer were made or not all were supplied: the records cannot tell."
        if series.power == STOPS
        else "{force}, {months}: about {now} searches of people recorded a month. Before "
        "({earlier}) it was about {was}. Either fewer were made or not all were supplied: the "
        "records cannot tell."
    )
    now, was = (numbers.whole(round(_known(one.value))) for one in (after, before))
    return say(message, **places, now=now, was=was)


def title(series: Series) -> str:
    """Name a series in a line: what is looked at, and of whom."""
    return _title(replace(series, force="", area=""), language())


@lru_cache(maxsize=4096)
def _title(series: Series, _in: Callable[[str], str]) -> str:
    """Thousands of series of many forces share a few hundred titles, each in its language."""
    asked = say(measure_called(series.measure).title)
    if series.looks is Looks.UNKNOWN:
        return say("Records without an ethnicity")
    if series.looks is Looks.COVERAGE:
        return say("Number of records")
    whom = at_the_start(named(series))
    if series.looks is Looks.RATIO:
        return say(
            "{people} against {reference}: {measure}",
            people=whom,
            reference=named(series, reference=True),
            measure=asked,
        )
    return say("{people}: {measure}", people=whom, measure=asked)


def smallest(times: float, *, rise: bool) -> str:
    """Say how small a change the last quarter could have shown."""
    if rise:
        return say(
            "In one quarter a rise to {times} times or more would have been seen, four times in "
            "five.",
            times=numbers.times_at_most(times),
        )
    return say(
        "In one quarter a fall to {times} times or less would have been seen, four times in five.",
        times=numbers.times_at_least(times),
    )


def examined(count: int) -> str:
    """Say among how many series this was found."""
    return (
        say("1 series was looked at.")
        if count == 1
        else say("{count} series were looked at.", count=numbers.whole(count))
    )


_LEVELS: Mapping[Looks, Callable[[Found, Mapping[str, str]], str]] = {
    Looks.RATIO: _ratio,
    Looks.RATE: _level,
    Looks.SHARE: _level,
    Looks.UNKNOWN: _unknown,
    Looks.COVERAGE: _coverage,
}
_FINDINGS: Mapping[str, str] = {
    "duplicate-file": "A file seems to have been published twice over ({months}).",
    "nothing-came": "No whole month of records has come ({months}). That is missing, not zero.",
    "missing-month": "No file was supplied ({months}). That is missing, not zero.",
    "partial-month": "Perhaps only part of the records was supplied ({months}).",
    "blank-column": "A column was left blank ({months}). That is not recorded, not zero.",
    "unknown-ethnicity-jump": "Ethnicity was left out more or less often than before ({months}).",
    "unknown-ethnicity-high": "Ethnicity was often not recorded ({months}).",
    "unknown-hidden-in-other": "Unknown ethnicities may have been recorded as “Other” ({months}).",
    "outside-month": "Many records are dated in another month ({months}).",
    "unknown-vocabulary": "Values were written that are in no list ({months}).",
    "residual-codes-high": "Many ethnicities are an “any other” code ({months}).",
    "coverage-fell": "Fewer records came than before (from {months}).",
    "unknown-moved": "Ethnicity was left out more or less often than before (from {months}).",
    "unknown-many": (
        "Ethnicity was left out so often that there may be no difference at all (from {months})."
    ),
    "answer-left-out": (
        "What is asked here was left unanswered more or less often than before ({months})."
    ),
}


def finding(code: str, months: tuple[str, ...]) -> Finding:
    """Say a problem of the data without a number, so that anyone may read it."""
    message = _FINDINGS.get(code, "The data of these months has a problem ({months}).")
    return Finding(code, months, say(message, months=notes.months_listed(months)))


def of_check(force: str, words: str) -> str:
    """Say what a check found of a force's records."""
    return say("{force}: {finding}", force=codes.force(force).name, finding=words)


@dataclass(frozen=True)
class Why:
    """Why a series cannot be told of."""

    few: int = 0
    short: int = 0
    silent: bool = False
    residents: bool = False


def untold(series: Series, why: Why) -> str:
    """Say why nothing can be told of a series."""
    force = place(series)
    whom = at_the_start(title(series))
    if why.silent:
        return say(
            "{force}, {series}: we cannot tell. No whole month of the last quarter was supplied.",
            force=force,
            series=whom,
        )
    if why.residents:
        return say(
            "{force}, {series}: we cannot tell. Too few of these people live here.",
            force=force,
            series=whom,
        )
    if why.short:
        return say(
            "{force}, {series}: we cannot tell yet. More than {months} months are needed.",
            force=force,
            series=whom,
            months=str(why.short),
        )
    return say(
        "{force}, {series}: we cannot tell. Fewer than {few} were counted.",
        force=force,
        series=whom,
        few=str(why.few),
    )


def untold_in_area(series: Series, count: int, of: int) -> str:
    """Say of how many groups of an area nothing can be told by one measure."""
    return say(
        "{place}: of {count} of {of} series we cannot tell. Too few were counted, too few of "
        "these people live there or nobody knows how many do, or there are too few months in which "
        "nearly all records name an area.",
        place=place(series),
        count=str(count),
        of=str(of),
    )


def no_areas(series: Series) -> str:
    """Say why nothing is told of the areas of a force."""
    if series.power == STOPS:
        return say(
            "{force}, vehicle stops: we cannot tell. Their areas are so small that nobody outside "
            "the force may be shown counts of them.",
            force=place(series),
        )
    return say(
        "{force}, stop and search: we cannot tell. The records do not name two or more local "
        "authorities of this force.",
        force=place(series),
    )


def areas_title() -> str:
    """Name what is said of areas."""
    return say("Areas within the force")


def no_records(force: str, missing: str) -> str:
    """Say why nothing is told of a stream of which there are no records."""
    return say(
        "{force}: we cannot tell. {why}", force=codes.force(force).name, why=say(missing.strip())
    )


def stream_title(stream: str) -> str:
    """Name a stream of which there are no records."""
    return at_the_start(say(stream))


def no_children(series: Series) -> str:
    """Say why children have no rates."""
    return say(
        "{force}: we cannot tell how often children are searched for every 1,000 who live here, "
        "nor whether a difference between groups of children stands. How many children of each "
        "group live here is not known: the Census tables that are held give people of all ages "
        "together. So only whether searches of children became more or fewer is told.",
        force=place(series),
    )


def children_title() -> str:
    """Name what is said of children."""
    return say("Rates of children")


def untold_many(force: str, count: int) -> str:
    """Say of how many series of a force nothing can be told."""
    return say(
        "{force}: of {count} series we cannot tell: too few were counted, too few people live "
        "here, or there are too few months.",
        force=codes.force(force).name,
        count=numbers.whole(count),
    )


def _known(value: float | None) -> float:
    if value is None:
        raise ValueError("a sentence needs this number")
    return value
