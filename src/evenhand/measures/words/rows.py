"""The sentence of one group's row: what happened, against whom, and how sure that is."""

from enum import StrEnum

from evenhand.measures.schema import Measure
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import at_the_start, people


class Status(StrEnum):
    """What can be said of a group. No two of these ever look alike."""

    COMPARED = "compared"
    CANNOT_TELL = "cannot tell"
    REFERENCE = "reference"
    ALONE = "alone"
    TOO_FEW = "too few to compare"
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

_OF_EVERY_MEASURE = {
    Status.HIDDEN: (
        "Not shown to protect people: the number for {group} is below {shown}, or would let such "
        "a number be worked out."
    ),
    Status.CANNOT_BE_RECORDED: (
        "Police records have no code for {group}. That is not zero: their number is not known."
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
    ratio : both ends of the ratio's likely range.
    """
    share = measure.kind != "rate"
    seen = measure.group_by == "officer-defined"
    them, others = people(group, seen_by_officers=seen), people(reference, seen_by_officers=seen)
    values = {
        "group": them,
        "Group": at_the_start(them),
        "reference": others,
        "minimum": str(measure.minimum.events),
        "shown": str(measure.minimum.shown),
        "population": numbers.whole(measure.minimum.population),
    }
    if events is not None:
        values["events"] = numbers.whole(events)
    if rate is not None:
        values["rate"] = numbers.rate(rate[0], share=share)
        values["rate_low"], values["rate_high"] = numbers.rate_range(*rate[1:], share=share)
    if rate is not None and reference_rate is not None:
        values["rate"], values["reference_rate"] = numbers.rate_range(
            rate[0], reference_rate, share=share
        )
    if ratio is not None:
        values["low"], values["high"] = numbers.times_range(*ratio)
    return say(_message(measure, status), **values)


def _message(measure: Measure, status: Status) -> str:
    if status in _OF_EVERY_MEASURE:
        return _OF_EVERY_MEASURE[status]
    message: str | None = getattr(measure.sentences, _OF_THE_MEASURE[status])
    if message is None:
        raise ValueError(f"{measure.id} has no sentence for {status.value!r}")
    return message
