"""Sentences about what stands behind a result: months, forces, what was not recorded."""

from collections.abc import Sequence

from evenhand.measures.period import runs
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.records.clock import MONTHS


def month(text: str) -> str:
    """Write ``2022-03`` as March 2022."""
    year, number = text.split("-")
    return f"{say(MONTHS[int(number) - 1])} {year}"


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
    return listed([_run(first, last) for first, last in runs(months)])


def _run(first: str, last: str) -> str:
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
    return say(
        "{force} supplied none of the months from {first} to {last} and is left out.",
        force=force,
        first=month(first),
        last=month(last),
    )


def nothing_observed(forces: Sequence[str], first: str, last: str) -> str:
    """Say that there is nothing to measure, and that this is not zero."""
    return say(
        "No month from {first} to {last} was supplied by {forces}. That is not zero: nothing is "
        "known.",
        forces=listed(forces),
        first=month(first),
        last=month(last),
    )


def no_residents(force: str) -> str:
    """Say that a force has nobody living in its area, so that only counts are given."""
    return say(
        "{force} has no residents, or hardly any, so it has counts and no rates.",
        force=force,
    )


def no_residents_left_out(force: str) -> str:
    """Say that a force without residents is left out beside forces that have them."""
    return say(
        "{force} has no residents, or hardly any. Its searches are left out here.",
        force=force,
    )


def transport_police(*, included: bool) -> str:
    """Say whether the British Transport Police are part of the numbers."""
    if included:
        return say("Searches by the British Transport Police are included.")
    return say("Searches by the British Transport Police are not included.")


def fictional() -> str:
    """Say that nothing here happened."""
    return say("This force is fictional. The records were generated and no such person exists.")


def unknown_share(share: float, *, seen_by_officers: bool = False) -> str:
    """Say how often the group that people are counted in was not recorded."""
    number = numbers.of_every_100(share)
    if seen_by_officers:
        return say(
            "The officer's view of ethnicity was not recorded in {share} of every 100 searches.",
            share=number,
        )
    return say("Ethnicity was not recorded in {share} of every 100 searches.", share=number)


def unknown_range(share: float, low: float, high: float, *, seen_by_officers: bool = False) -> str:
    """Say how far the ratio could lie if the unknown were of one group or another."""
    number, ends = numbers.of_every_100(share), numbers.times_range(low, high)
    if seen_by_officers:
        return say(
            "The officer's view of ethnicity was not recorded in {share} of every 100 searches. "
            "Had it been, the answer could lie anywhere between {low} and {high} times.",
            share=number,
            low=ends[0],
            high=ends[1],
        )
    return say(
        "Ethnicity was not recorded in {share} of every 100 searches. Had it been, the answer "
        "could lie anywhere between {low} and {high} times.",
        share=number,
        low=ends[0],
        high=ends[1],
    )


def unknown_hidden() -> str:
    """Say that a number is kept back, and what cannot be said without it."""
    return say(
        "How often ethnicity was not recorded is not shown to protect people, nor is how far that "
        "could move the answers."
    )


def tipping(share: float, group: str, reference: str) -> str:
    """Say how many of the unknown would have to be of one group for the two rates to be equal."""
    return say(
        "If {share} of every 100 people whose ethnicity was not recorded were {group}, and the "
        "rest {reference}, the two rates would be equal.",
        share=numbers.of_every_100(share),
        group=group,
        reference=reference,
    )


def smallest_difference(below: float | None, above: float | None, reference: str) -> str | None:
    """Say how far from the reference a figure would have had to be for these numbers to show it."""
    if below is not None and above is not None:
        return say(
            "Only a figure below {below} times or above {above} times that of {reference} could "
            "have been seen here.",
            below=numbers.times(below),
            above=numbers.times(above),
            reference=reference,
        )
    if above is not None:
        return say(
            "Only a figure above {above} times that of {reference} could have been seen here, and "
            "no lower one.",
            above=numbers.times(above),
            reference=reference,
        )
    if below is not None:
        return say(
            "Only a figure below {below} times that of {reference} could have been seen here, and "
            "no higher one.",
            below=numbers.times(below),
            reference=reference,
        )
    return None


def everyone(rate: float, low: float, high: float, *, share: bool) -> str:
    """Give the figure for everyone together, those whose ethnicity is not known among them."""
    ends = numbers.rate_range(low, high, share=share)
    number = numbers.rate(rate, share=share)
    if share:
        return say(
            "Everyone together: {rate} of every 100 searches (likely range {low} to {high}).",
            rate=number,
            low=ends[0],
            high=ends[1],
        )
    return say(
        "Everyone together: {rate} for every 1,000 residents a year "
        "(likely range {low} to {high}).",
        rate=number,
        low=ends[0],
        high=ends[1],
    )


def detailed_groups() -> str:
    """Say what to beware of in the nineteen groups."""
    return say(
        "Detailed groups mislead easily: officers and people fall back on the “any other” codes, "
        "whose rates come out too high and the others' too low."
    )


def pooled_and_within(pooled: float, within: float) -> str:
    """Say what the forces show together, and what neighbours compared with neighbours show."""
    return say(
        "All forces taken together, the ratio is {pooled}. Comparing people within the same "
        "force, it is {within}.",
        pooled=numbers.times(pooled),
        within=numbers.times(within),
    )


def agreement(observed: float, share_unknown: float) -> str:
    """Say how often both views matched, and how often one of them was missing."""
    return say(
        "The officer's view and the person's own matched in {observed} of every 100 searches "
        "where both were recorded. One of them was missing in {unknown} of every 100 searches.",
        observed=numbers.rate(observed, share=True),
        unknown=numbers.of_every_100(share_unknown),
    )
