"""The page's own sentences about a figure. Each is one whole message, frozen with the figure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people
from evenhand.measures.words.powers import SEARCHES, said_of


def explanation() -> str:
    """Say what a difference is evidence of, and what it is not."""
    return notes.explanation()


def worse(about: Mapping[str, Any]) -> str:
    """Say which direction is worse."""
    return {
        "higher": say("A higher number is worse."),
        "lower": say("A lower number is worse."),
        "neither": say("Neither a higher nor a lower number is worse in itself."),
    }[about["worse"]]


def observed(first: str, last: str, *, whole: int, months: int, partly: int) -> str:
    """Say which months were asked for and how many of them were supplied."""
    period = {"first": notes.month(first), "last": notes.month(last)}
    if whole == months and not partly:
        return say("{first} to {last}, all {months} months observed.", **period, months=str(months))
    counts = {"whole": str(whole), "months": str(months)}
    if partly == 1:
        return say(
            "{first} to {last}, {whole} of {months} months observed, one of them in part.",
            **period,
            **counts,
        )
    if partly:
        return say(
            "{first} to {last}, {whole} of {months} months observed, {partly} of them in part.",
            **period,
            **counts,
            partly=str(partly),
        )
    return say("{first} to {last}, {whole} of {months} months observed.", **period, **counts)


def partly_loaded() -> str:
    """Say what a month that came only in part does to a rate."""
    return say(
        "A month loaded in part counts as a whole one, so rates for residents are a little too "
        "low; comparisons between groups hold if what is missing is like the rest."
    )


def together(names: Sequence[str]) -> str:
    """Say which forces a figure of all of them is of."""
    return say(
        "{count} forces together: {names}.",
        count=numbers.whole(len(names)),
        names=notes.listed(names),
    )


def not_in_it(*, own: Sequence[str], late: Sequence[str], nobody: Sequence[str]) -> Iterator[str]:
    """Say which forces of this site are not in a figure of all of them, and why.

    Parameters
    ----------
    own : some of their rows are not public.
    late : they supplied none of the months.
    nobody : hardly anybody lives in their area.
    """
    if own:
        yield say(
            "Not in it, because not everybody has all their rows: {names}.",
            names=notes.listed(own),
        )
    if late:
        yield say(
            "Not in it, because none of these months was supplied: {names}.",
            names=notes.listed(late),
        )
    if nobody:
        yield say(
            "Not in it, because hardly anybody lives there: {names}.", names=notes.listed(nobody)
        )


def not_here(missing: int, every: int) -> Iterator[str]:
    """Say of how many forces of England and Wales this site holds nothing."""
    if missing:
        yield say(
            "Of {missing} of the {every} forces of England and Wales with an area of their own, "
            "nothing is held here.",
            missing=str(missing),
            every=str(every),
        )


def within_forces() -> str:
    """Say why two ratios stand beside each other, and which to read."""
    return say(
        "The ratio of all forces taken together also says where people live. The one within forces "
        "compares people with others in the same force's area; read that one first."
    )


def repeating_within() -> str:
    """Say what it takes to repeat a comparison within forces."""
    return say(
        "The lines of Python and R repeat the numbers of all forces taken together. To repeat the "
        "comparison within forces, take each force's counts from its own figure over the same "
        "months and give them to mantel_haenszel_rate_ratio (for shares, "
        "mantel_haenszel_risk_ratio) of evenhand.stats."
    )


def months_together(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say how complete the months of several forces are."""
    lacking = [row["month"] for row in rows if row["status"] != "whole"]
    if not lacking:
        return say("Every force supplied every month.")
    return say(
        "Not every force supplied {months}. What was not supplied is not counted as zero.",
        months=notes.months_listed(lacking),
    )


def what_is_counted(about: Mapping[str, Any]) -> str:
    """Say which records are counted."""
    if about["person_searches_only"]:
        return say("Searches of people; searches of vehicles alone are left out.")
    return said_of(about["power"], "All searches.")


def compared_with(about: Mapping[str, Any], *, census: int | None) -> str:
    """Say what the numbers are set against; a force may have no residents to set them against."""
    if about["against"] == "population" and census is None:
        return say("Hardly anybody lives in this force's area, so there are counts and no rates.")
    if about["against"] == "population":
        return say("Set against residents of the area at the {year} Census.", year=str(census))
    return said_of(about["power"], "Set against searches of the same group, not against residents.")


def reference(about: Mapping[str, Any]) -> str:
    """Say which group the others are compared with."""
    return say(
        "Other groups are compared with {group}.",
        group=people(about["reference"], seen_by_officers=about["group_by"] == "officer-defined"),
    )


def published(at: datetime) -> str:
    """Say when the figure was released."""
    return say("Published {day}.", day=day(at))


def day(at: datetime) -> str:
    """Write a date in full, as 9 October 2025."""
    return f"{at.day} {notes.month(f'{at.year:04d}-{at.month:02d}')}"


def within(power: str = SEARCHES) -> str:
    """Say that neighbours cannot be compared with neighbours from these files."""
    return said_of(
        power,
        "These files do not say in which district a search took place, so neighbours cannot be "
        "compared with neighbours. We cannot tell how much of the difference is about where "
        "searches happen.",
    )


def rate_with_range(row: Mapping[str, Any], *, share: bool) -> tuple[str, str]:
    """Write a rate and its likely range; or why there is none."""
    if row["rate"] is None:
        if row["suppressed"]:
            return say("Not shown"), say("to protect people")
        return say("No rate"), say("see the table")
    ends = (row["rate"], row["rate_low"], row["rate_high"])
    rate, low, high = numbers.rate_with_range(*ends, share=share)
    return rate, say("{low} to {high}", low=low, high=high)


def recording_changed() -> str:
    """Name the rule in a picture over time where recording changed."""
    return say("recording changed")


def over_time_seen(series: Mapping[str, Any], focus: str, *, share: bool) -> str:
    """Describe the picture over time for someone who does not see it."""
    points = series["points"]
    given = [one for one in points if (one["groups"].get(focus) or {}).get("rate") is not None]
    missing = sum(one["status"] == "missing" for one in points)
    period = notes.period(points[0]["from"], points[-1]["to"])
    if not given:
        return say(
            "{period}. No number for {group} can be shown.", period=period, group=people(focus)
        )
    words = {
        "period": period,
        "group": people(focus),
        "count": str(len(given)),
        "missing": str(missing),
        "first": numbers.rate(given[0]["groups"][focus]["rate"], share=share),
        "last": numbers.rate(given[-1]["groups"][focus]["rate"], share=share),
    }
    if missing:
        return say(
            "{period}, {group}: {first} at first, {last} at last. Points drawn: {count}. Missing, "
            "and not zero: {missing}.",
            **words,
        )
    return say(
        "{period}, {group}: {first} at first, {last} at last. Points drawn: {count}.", **words
    )


def no_series() -> str:
    """Say why a force's own extract is not shown over time."""
    return say(
        "This is not shown over time, to protect people: these records are the force's own, and "
        "each further number would make it easier to work out a small one."
    )


def range_added() -> str:
    """Say that only the expected range is new."""
    return say(
        "No number of the figure before this one has changed. When it was published not enough "
        "other forces had supplied these months; now there is an expected range beside it."
    )


def hides_more(groups: Sequence[str]) -> str:
    """Say that a correction shows less than the figure it corrects."""
    if not groups:
        return say(
            "This corrects an earlier figure. Some numbers that were shown there are not shown to "
            "protect people: they are small, or the two figures together would let a small number "
            "be worked out."
        )
    return say(
        "This corrects an earlier figure. The numbers for {groups} were shown there and are not "
        "shown to protect people: they are small, or the two figures together would let a small "
        "number be worked out.",
        groups=", ".join(people(group) for group in groups),
    )


def month_status(
    month: str, status: str, count: int | None, usual: int, *, power: str = SEARCHES
) -> str:
    """Say what is wrong with one month's file."""
    if status == "missing":
        return say("{month} missing. Not counted as zero.", month=notes.month(month))
    if status == "hidden":
        return say("{month}: not shown to protect people.", month=notes.month(month))
    if status == "partial" and count is not None:
        return said_of(
            power,
            "{month} partly loaded: {count} searches, where about {usual} are usual.",
            month=notes.month(month),
            count=numbers.whole(count),
            usual=numbers.whole(usual),
        )
    return said_of(power, "{month}: {count} searches.", month=notes.month(month), count=str(count))


def months_seen(rows: Sequence[Mapping[str, Any]], usual: int, *, power: str = SEARCHES) -> str:
    """Describe the picture of months for someone who does not see it."""
    odd = [
        month_status(row["month"], row["status"], row["count"], usual, power=power)
        for row in rows
        if row["status"] == "partial"
    ]
    missing = [row["month"] for row in rows if row["status"] == "missing"]
    if missing:
        months = notes.months_listed(missing)
        odd.insert(0, say("Missing, and not counted as zero: {months}.", months=months))
    hidden = [row["month"] for row in rows if row["status"] == "hidden"]
    if hidden:
        odd.append(
            say("Not shown to protect people: {months}.", months=notes.months_listed(hidden))
        )
    ending = say("Every other month was supplied.") if odd else say("Every month was supplied.")
    return " ".join([*odd, ending])
