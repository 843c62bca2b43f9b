"""The sentence of one group's row: what happened, against whom, and how sure that is."""

from enum import StrEnum

from evenhand.measures.schema import PLACE, Measure
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import at_the_start, people
from evenhand.measures.words.powers import said_of


class Status(StrEnum):
    """What can be said of a group. No two of these ever look alike."""

    COMPARED = "compared"
    CANNOT_TELL = "cannot tell"
    REFERENCE = "reference"
    ALONE = "alone"
    TOO_FEW = "too few to compare"
    NOT_WITHIN = "no force has both"
    FEW_RESIDENTS = "too few residents"
    NO_RESIDENTS = "no resident base"
    NOTHING_RECORDED = "nothing recorded"
    HIDDEN = "not shown"
    CANNOT_BE_RECORDED = "cannot be recorded"


_OF_THE_MEASURE = {
    Status.COMPARED: "apart",
    Status.CANNOT_TELL: "cannot_tell",
    Status.REFERENCE: "reference",
    Status.ALONE: "alone",
    Status.TOO_FEW: "too_few",
    Status.NO_RESIDENTS: "counted",
    Status.NOTHING_RECORDED: "nothing_recorded",
}

_NOTHING_RECORDED = (
    "What is asked here was not recorded for any search, of {group} or of anybody. That is not "
    "zero: nothing is known."
)

_WITHIN = {Status.COMPARED: "apart_within", Status.CANNOT_TELL: "cannot_tell_within"}

_OF_EVERY_MEASURE = {
    Status.NOT_WITHIN: (
        "We cannot tell how {group} compare with {reference}: no force here has enough of both to "
        "compare people within the same force."
    ),
    Status.HIDDEN: (
        "Not shown to protect people: the number for {group} is below {shown}, or would let such "
        "a number be worked out."
    ),
    Status.CANNOT_BE_RECORDED: (
        "Police records of these months have no code for {group}. That is not zero: their number "
        "is not known."
    ),
    Status.FEW_RESIDENTS: (
        "No rate is given for {group}: fewer than {population} of them lived here at the Census."
    ),
}


def row_sentence(
    measure: Measure,
    status: Status,
    *,
    group: str,
    reference: str,
    events: int | None = None,
    rate: tuple[float, float, float] | None = None,
    reference_rate: float | None = None,
    ratio: tuple[float, float] | None = None,
    pooled: tuple[float, float] | None = None,
    left_out: bool = False,
) -> str:
    """Say what is known of one group, as one whole sentence or two.

    Parameters
    ----------
    measure : whose sentences are used.
    status : which of them is true of this group.
    group, reference : the groups' names.
    events : how many were counted.
    rate : the rate and both ends of its likely range.
    reference_rate : the reference group's rate.
    ratio : both ends of the ratio's likely range; from 0 where it never happened to the group.
    pooled : the same for all forces taken together, where ``ratio`` compares within each force.
    left_out : some records do not say what is asked, so that the share is not of all searches.
    """
    seen = measure.group_by == "officer-defined"
    them, others = people(group, seen_by_officers=seen), people(reference, seen_by_officers=seen)
    values = {
        "group": them,
        "Group": at_the_start(them),
        "reference": others,
        "minimum": str(measure.minimum.events),
        "shown": str(measure.minimum.shown),
        "population": numbers.whole(measure.minimum.population),
        PLACE[measure.power]: searches(measure, left_out=left_out),
        f"{PLACE[measure.power]}_of": searches(measure, left_out=left_out, of=them),
    }
    if events is not None:
        values["events"] = numbers.whole(events)
    if rate is not None:
        beside = reference_rate if status in _WITHIN else None
        values |= _rates(rate, beside, share=measure.kind != "rate")
    for name, ends in (("", ratio), ("pooled_", pooled)):
        if ends is not None:
            values[f"{name}low"], values[f"{name}high"] = numbers.times_range(*ends)
    never = ratio is not None and ratio[1] < 1 and ratio[0] == 0
    message = _message(measure, status, within=pooled is not None, never=never)
    if message == _NOTHING_RECORDED:
        return said_of(measure.power, message, **values)
    return say(message, **values)


def searches(measure: Measure, *, left_out: bool, of: str | None = None) -> str:
    """Name the searches (or vehicle stops) that a share is of, as a sentence does in its middle.

    Parameters
    ----------
    measure : whose share it is.
    left_out : some of them do not say what is asked and are left out.
    of : whose they are, in words for readers; None for everybody's.
    """
    power = measure.power
    if not left_out:
        if of:
            return said_of(power, "searches of {people}", people=of)
        return said_of(power, "searches")
    if measure.kind == "agreement":
        return said_of(power, "searches for which both were recorded")
    if of:
        return said_of(power, "searches of {people} for which it was recorded", people=of)
    return said_of(power, "searches for which it was recorded")


def _rates(
    rate: tuple[float, float, float], beside: float | None, *, share: bool
) -> dict[str, str]:
    """Write a rate with its range, or beside the rate of the group it is compared with."""
    if beside is not None:
        one, other = numbers.rate_range(rate[0], beside, share=share)
        return {"rate": one, "reference_rate": other}
    value, low, high = numbers.rate_with_range(*rate, share=share)
    return {"rate": value, "rate_low": low, "rate_high": high}


def _message(measure: Measure, status: Status, *, within: bool, never: bool) -> str:
    if status in _OF_EVERY_MEASURE:
        return _OF_EVERY_MEASURE[status]
    name = _OF_THE_MEASURE[status]
    if within:
        name = _WITHIN.get(status, name)
    elif never and status is Status.COMPARED:
        name = "at_most"
    message: str | None = getattr(measure.sentences, name)
    if message is None and status is Status.NOTHING_RECORDED:
        return _NOTHING_RECORDED
    if message is None:
        raise ValueError(f"{measure.id} has no sentence for {status.value!r}")
    return message
