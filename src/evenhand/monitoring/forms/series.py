"""A series in words, as a choice or a heading of the workspace says it."""

from evenhand.measures.errors import UnknownMeasure
from evenhand.measures.library import measure, measures
from evenhand.measures.watch.found import Found, Looks, Series
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import PEOPLE
from evenhand.measures.words.whom import area, named

CAN_BE_TESTED = (Looks.RATIO, Looks.RATE, Looks.SHARE)
"""What a prediction can be about; how good records are is not what a force is judged by."""


def to_choose(found: Found) -> tuple[Series, ...]:
    """The series that a prediction or a reform can be about.

    The alert's own and those that moved with it. Where an alert is about how good the records are,
    the headline of every measure of that power: what is done can be promised, and tested.
    """
    known = tuple(one for one in (found.series, *found.related) if one.looks in CAN_BE_TESTED)
    return known or tuple(
        Series(
            found.series.force,
            found.series.power,
            one.id,
            Looks.RATIO if one.kind == "rate" else Looks.SHARE,
            one.focus,
            one.reference if one.kind == "rate" else "",
        )
        for one in measures(found.series.power).values()
        if one.kind != "agreement" and "five-groups" in one.groupings
    )


def quantity_of(series: Series) -> str:
    """What of a series a prediction is about: its ratio, its rate or its share."""
    return str(series.looks)


def whom(series: Series, *, reference: bool = False) -> str:
    """The people of a series inside a sentence: children, where it is of children alone."""
    group = series.reference if reference else series.group
    known = not group or group in PEOPLE
    return named(series, reference=reference) if known else group


def measure_words(series: Series) -> str:
    """What is looked at."""
    if series.looks is Looks.UNKNOWN:
        return say("Records without a known ethnicity")
    if series.looks is Looks.COVERAGE:
        return say("Number of records")
    try:
        return say(measure(series.measure).title)
    except UnknownMeasure:  # a later version of this site may not have it any more
        return series.measure.replace("-", " ")


def series_words(series: Series) -> str:
    """A series in one line: what is looked at, of whom, and where."""
    said = {"measure": measure_words(series), "group": whom(series)}
    if series.looks is Looks.RATIO:
        line = say(
            "{measure}: {group} compared with {reference}",
            reference=whom(series, reference=True),
            **said,
        )
    else:
        line = say("{measure}: {group}", **said)
    return say("{line}, in area {area}", line=line, area=area(series.area)) if series.area else line


def unit_words(looks: Looks) -> str:
    """What the numbers of a series are."""
    return {
        Looks.RATIO: say("Times as much"),
        Looks.RATE: say("For every 1,000 residents a year"),
        Looks.SHARE: say("Of every 100 records"),
        Looks.UNKNOWN: say("Of every 100 records"),
        Looks.COVERAGE: say("Records a month"),
    }[looks]
