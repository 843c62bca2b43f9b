"""Sentences about what stands behind a result: months, forces, what was not recorded."""

from collections.abc import Sequence
from datetime import date

from evenhand.measures.period import runs
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import SEARCHES, said_of
from evenhand.records.clock import MONTHS


def month(text: str) -> str:
    """Write ``2022-03`` as March 2022."""
    year, number = text.split("-")
    return f"{say(MONTHS[int(number) - 1])} {year}"


def day(when: date) -> str:
    """Write a day as 5 November 2026."""
    month = say(MONTHS[when.month - 1])
    return say("{day} {month} {year}", day=str(when.day), month=month, year=str(when.year))


def listed(words: Sequence[str]) -> str:
    """Join names: one; one and another; one, another and a third."""
    if len(words) == 1:
        return words[0]
    return say("{most} and {last}", most=", ".join(words[:-1]), last=words[-1])


def missing_months(force: str, months: Sequence[str]) -> str:
    """Say which months a force did not supply, and that they are not zero."""
    if len(months) == 1:
        return say(
            "{force}: {month} is missing. It is not counted as zero.",
            force=force,
            month=month(months[0]),
        )
    return say(
        "{force}: {count} months are missing ({months}). They are not counted as zero.",
        force=force,
        count=str(len(months)),
        months=months_listed(months),
    )


def months_listed(months: Sequence[str]) -> str:
    """Name months, those that follow each other as a run."""
    return listed([period(first, last) for first, last in runs(months)])


def period(first: str, last: str) -> str:
    """Name the months from one to another, or the only one."""
    if first == last:
        return month(first)
    return say("{first} to {last}", first=month(first), last=month(last))


def found_again(message: str, months: Sequence[str]) -> str:
    """Say a finding once, and in which other months of the same force the same was found."""
    if len(months) == 1:
        return say(
            "{finding} The same was found in {month}.", finding=message, month=month(months[0])
        )
    return say(
        "{finding} The same was found in {count} other months ({months}).",
        finding=message,
        count=str(len(months)),
        months=months_listed(months),
    )


def nothing_from(force: str, first: str, last: str) -> str:
    """Say that a force supplied no month at all and is left out."""
    if first == last:
        return say(
            "{force} did not supply {month} and is left out.", force=force, month=month(first)
        )
    return say(
        "{force} supplied none of the months from {first} to {last} and is left out.",
        force=force,
        first=month(first),
        last=month(last),
    )


def nothing_observed(forces: Sequence[str], first: str, last: str) -> str:
    """Say that there is nothing to measure, and that this is not zero."""
    if first == last:
        return say(
            "{month} was not supplied by {forces}. That is not zero: nothing is known.",
            forces=listed(forces),
            month=month(first),
        )
    return say(
        "No month from {first} to {last} was supplied by {forces}. That is not zero: nothing is "
        "known.",
        forces=listed(forces),
        first=month(first),
        last=month(last),
    )


def no_residents(force: str, *, power: str = SEARCHES) -> str:
    """Say that hardly anybody lives in a force's area, so that only counts are given."""
    return said_of(
        power,
        "{force} has too few residents, or none, to set searches against, so it has counts and no "
        "rates.",
        force=force,
    )


def no_residents_left_out(force: str, *, power: str = SEARCHES) -> str:
    """Say that a force without residents is left out beside forces that have them."""
    return said_of(
        power,
        "{force} has too few residents, or none, to set searches against. Its searches are left "
        "out here.",
        force=force,
    )


def recorded_nothing(force: str, *, residents: bool, power: str = SEARCHES) -> str:
    """Say that one force of several did not record what is asked.

    Parameters
    ----------
    residents : rates are by residents, and this force's are among them all the same.
    """
    if residents:
        return said_of(
            power,
            "{force} did not record this for any of its searches. Its residents are counted all "
            "the same, so these rates are too low.",
            force=force,
        )
    return said_of(
        power,
        "{force} did not record this for any of its searches, so it is in none of these numbers.",
        force=force,
    )


def transport_police(*, included: bool, power: str = SEARCHES) -> str:
    """Say whether the British Transport Police are part of the numbers."""
    if included:
        return said_of(power, "Searches by the British Transport Police are included.")
    return said_of(power, "Searches by the British Transport Police are not included.")


def fictional() -> str:
    """Say that nothing here happened."""
    return say("This force is fictional. The records were generated and no such person exists.")


def unknown_share(share: float, *, seen_by_officers: bool = False, power: str = SEARCHES) -> str:
    """Say how often the group that people are counted in was not recorded."""
    number = numbers.of_every_100(share)
    if seen_by_officers:
        return said_of(
            power,
            "The officer's view of ethnicity was not recorded in {share} of every 100 of these "
            "searches.",
            share=number,
        )
    return said_of(
        power, "Ethnicity was not recorded in {share} of every 100 of these searches.", share=number
    )


def unknown_range(
    share: float,
    low: float,
    high: float,
    *,
    seen_by_officers: bool = False,
    pooled: bool = False,
    power: str = SEARCHES,
) -> str:
    """Say how far the ratio could lie if the unknown were of one group or another.

    Parameters
    ----------
    share : of searches, those whose group is not known.
    low, high : the ends of what the ratio could be.
    seen_by_officers : the group is what officers recorded, not what people said.
    pooled : the ratio is that of several forces taken together, not the one within each.
    """
    ends = dict(zip(("low", "high"), numbers.times_range(low, high), strict=True))
    told = unknown_share(share, seen_by_officers=seen_by_officers, power=power)
    if pooled:
        return say(
            "{told} Had it been, the answer for all forces taken together could lie anywhere "
            "between {low} and {high} times.",
            told=told,
            **ends,
        )
    return say(
        "{told} Had it been, the answer could lie anywhere between {low} and {high} times.",
        told=told,
        **ends,
    )


def unknown_hidden() -> str:
    """Say that a number is kept back, and what cannot be said without it."""
    return say(
        "How often ethnicity was not recorded is not shown to protect people, nor is how far that "
        "could move the answers."
    )


def tipping(share: float, group: str, reference: str, *, power: str = SEARCHES) -> str:
    """Say how many of the unknown would have to be of one group for the two rates to be equal."""
    return said_of(
        power,
        "If {share} of every 100 searches in which ethnicity was not recorded were of {group}, "
        "and the rest of {reference}, the two rates would be equal.",
        share=numbers.of_every_100(share),
        group=group,
        reference=reference,
    )


def smallest_difference(below: float | None, above: float | None, reference: str) -> str | None:
    """Say how far from the reference a figure would have had to be for these numbers to show it.

    Parameters
    ----------
    below, above : the ratios nearest to 1 that would have been seen four times in five; None where
        nothing would have been.
    reference : the reference group, in words for readers.
    """
    low = None if below is None else numbers.times_at_least(below)
    high = None if above is None else numbers.times_at_most(above)
    if low is not None and high is not None:
        return say(
            "A figure below {below} times or above {above} times that of {reference} would have "
            "been seen here four times in five.",
            below=low,
            above=high,
            reference=reference,
        )
    if high is not None:
        return say(
            "A figure above {above} times that of {reference} would have been seen here four "
            "times in five. No lower figure would have been.",
            above=high,
            reference=reference,
        )
    if low is not None:
        return say(
            "A figure below {below} times that of {reference} would have been seen here four "
            "times in five. No higher figure would have been.",
            below=low,
            reference=reference,
        )
    return None


def everyone(rate: float, low: float, high: float, *, searches: str | None) -> str:
    """Give the figure for everyone together, those whose ethnicity is not known among them.

    Parameters
    ----------
    rate, low, high : the figure and its likely range.
    searches : for a share, which searches it is of, in words for readers.
    """
    written = numbers.rate_with_range(rate, low, high, share=searches is not None)
    values = dict(zip(("rate", "low", "high"), written, strict=True))
    if searches is None:
        return say(
            "Everyone together: {rate} for every 1,000 residents a year "
            "(likely range {low} to {high}).",
            **values,
        )
    return say(
        "Everyone together: {rate} of every 100 {searches} (likely range {low} to {high}).",
        **values,
        searches=searches,
    )


def unfinished(force: str, number: int, shown: int) -> str:
    """Say how many records of a force are not finished, and that no figure holds them.

    Parameters
    ----------
    number : how many, at least one. shown : the smallest number that is shown.
    """
    if number < shown:
        return say(
            "{force}: a few records of these months (how many is not shown to protect people) are "
            "not finished and are in none of these numbers.",
            force=force,
        )
    return say(
        "{force}: {count} records of these months are not finished and are in none of these "
        "numbers.",
        force=force,
        count=numbers.whole(number),
    )


def likely_range(*, unknown: bool) -> str:
    """Say once what the ranges in sentences are, and what they are not.

    Parameters
    ----------
    unknown : one of the sentences says how far what was not recorded could move the answer.
    """
    if unknown:
        return say(
            "Each range is a likely range: how far chance alone could move the number. Only “could "
            "lie anywhere” is about what was not recorded."
        )
    return say("Each range is a likely range: how far chance alone could move the number.")


def wide_range() -> str:
    """Say of a range that its ends are far apart."""
    return say("This range is wide: read it with care.")


def explanation() -> str:
    """Say what a difference is evidence of, and what it is not."""
    return say(
        "A difference like this asks for an explanation. It is not by itself proof of "
        "discrimination."
    )


def detailed_groups() -> str:
    """Say what to beware of in the nineteen groups."""
    return say(
        "Detailed groups mislead easily: officers and people fall back on the “any other” codes, "
        "whose rates come out too high and the others' too low."
    )


def agreement(observed: float, share_unknown: float, *, power: str = SEARCHES) -> str:
    """Say how often both views matched, and how often one of them was missing."""
    return said_of(
        power,
        "The officer's view and the person's own matched in {observed} of every 100 searches "
        "where both were recorded. One of them was missing in {unknown} of every 100 searches.",
        observed=numbers.rate(observed, share=True),
        unknown=numbers.of_every_100(share_unknown),
    )
