"""Whom a series of the watch is about and what was done to them, inside a sentence."""

from collections.abc import Mapping

from evenhand.measures.watch.found import Series
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people
from evenhand.records import codes

CHILDREN: Mapping[str, str] = {
    "White": "White children",
    "Mixed": "children of Mixed ethnicity",
    "Asian": "Asian children",
    "Black": "Black children",
    "Other": "children of Other ethnicity",
}


DONE: Mapping[str, str] = {
    "search-rate": "{people} were searched",
    "drugs-search-rate": "{people} were searched for drugs",
    "weapons-search-rate": "{people} were searched for weapons",
    "other-search-rate": "{people} were searched for other things than drugs or weapons",
    "grounds-search-rate": "{people} were searched under powers that need reasonable grounds",
    "suspicionless-search-rate": "{people} were searched under powers that need no suspicion",
    "stop-rate": "{people} were stopped while driving",
}
"""What a rate counts, as something that was done to people."""
CAME_OF: Mapping[str, str] = {
    "find-rate": "searches of {people} led to some action",
    "no-further-action-rate": "searches of {people} ended in no further action",
    "linked-outcome-rate": (
        "searches of {people} had an outcome linked to what officers were looking for"
    ),
    "clothing-removal-rate": "searches of {people} went beyond outer clothing",
    "stop-search-rate": "stops of {people} led to a search",
    "stop-force-rate": "stops of {people} involved the use of force",
    "stop-long-rate": "stops of {people} took 15 minutes or more",
    "stop-no-action-rate": "stops of {people} ended with no action",
    "stop-high-discretion-rate": "stops of {people} were made at the officer's own choice",
    "stop-linked-outcome-rate": (
        "stops of {people} had an outcome linked to the reason for the stop"
    ),
    "stop-told-otherwise-rate": (
        "stops of {people} ended without the driver being told the reason recorded"
    ),
}
"""What a share counts, of those in which more or less of it is worse."""
OF_100: Mapping[str, str] = {
    "find-rate": "{low} to {high} of every 100 searches of {people} led to some action",
    "arrest-rate": "{low} to {high} of every 100 searches of {people} led to an arrest",
    "no-further-action-rate": (
        "{low} to {high} of every 100 searches of {people} ended in no further action"
    ),
    "linked-outcome-rate": (
        "{low} to {high} of every 100 searches of {people} had an outcome linked to what officers "
        "were looking for"
    ),
    "clothing-removal-rate": (
        "{low} to {high} of every 100 searches of {people} went beyond outer clothing"
    ),
    "stop-arrest-rate": "{low} to {high} of every 100 stops of {people} led to an arrest",
    "stop-search-rate": "{low} to {high} of every 100 stops of {people} led to a search",
    "stop-force-rate": "{low} to {high} of every 100 stops of {people} involved the use of force",
    "stop-long-rate": "{low} to {high} of every 100 stops of {people} took 15 minutes or more",
    "stop-no-action-rate": "{low} to {high} of every 100 stops of {people} ended with no action",
    "stop-camera-rate": "{low} to {high} of every 100 stops of {people} followed a camera hit",
    "stop-crime-rate": (
        "{low} to {high} of every 100 stops of {people} were for a crime, intelligence or an "
        "operation"
    ),
    "stop-driving-rate": (
        "{low} to {high} of every 100 stops of {people} were for the driving or the vehicle"
    ),
    "stop-high-discretion-rate": (
        "{low} to {high} of every 100 stops of {people} were made at the officer's own choice"
    ),
    "stop-linked-outcome-rate": (
        "{low} to {high} of every 100 stops of {people} had an outcome linked to the reason for "
        "the stop"
    ),
    "stop-seen-before-rate": (
        "{low} to {high} of every 100 stops of {people} were made after the officer could see the "
        "driver's ethnicity"
    ),
    "stop-told-otherwise-rate": (
        "{low} to {high} of every 100 stops of {people} ended without the driver being told the "
        "reason recorded"
    ),
}
"""A share, as so many of every 100."""


def place(series: Series) -> str:
    """Name where a series is of: the force, or an area and its force."""
    force = codes.force(series.force).name
    if not series.area:
        return force
    return say("{area}, {force}", area=area(series.area), force=force)


def area(code: str) -> str:
    """Name a local authority; its code where this version of the site knows no name of it."""
    known = codes.authority(code)
    return known.lad_name if known else code


def named(series: Series, *, reference: bool = False) -> str:
    """Name the people of a series as a sentence does, in its middle."""
    group = series.reference if reference else series.group
    if series.stream == "children":
        known = CHILDREN.get(group)
        return say(known) if known else say("children ({people})", people=people(group))
    return people(group) if group else say("everybody")


def done(series: Series) -> str:
    """Say what was done to the people of a ratio, or of a rate, as a clause.

    Raises
    ------
    KeyError
        If this version of the site has no such measure.
    """
    said = DONE.get(series.measure) or CAME_OF[series.measure]
    return say(said, people=named(series))


def of_100(series: Series, low: str, high: str) -> str:
    """Say a share as so many of every 100.

    Raises
    ------
    KeyError
        If this version of the site has no such share.
    """
    return say(OF_100[series.measure], people=named(series), low=low, high=high)
