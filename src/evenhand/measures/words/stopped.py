"""The sentences of records that stopped coming: since when, and that this is not zero."""

from evenhand.measures.watch.found import Found, Series
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import STOPS
from evenhand.measures.words.whom import place


def sentence(series: Series, last: str, first_missing: str, as_of: str) -> str:
    """Say of a force since when nothing has come.

    Parameters
    ----------
    last : the last month that came whole.
    first_missing, as_of : the months that did not.
    """
    message = (
        "{force}: no whole month of vehicle stops has come since {month}. Missing, and not zero: "
        "{months}. What was done in that time cannot be watched."
        if series.power == STOPS
        else "{force}: no whole month of searches has come since {month}. Missing, and not zero: "
        "{months}. What was done in that time cannot be watched."
    )
    return say(
        message,
        force=place(series),
        month=notes.month(last),
        months=notes.period(first_missing, as_of),
    )


def headline(found: Found) -> str:
    """Say it in a line."""
    message = (
        "No whole month of vehicle stops has come since {month}."
        if found.series.power == STOPS
        else "No whole month of searches has come since {month}."
    )
    return say(message, month=notes.month(found.before.last))
