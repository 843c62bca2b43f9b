"""The same sentence for each power: what is said of searches, and what of vehicle stops."""

from collections.abc import Mapping

from evenhand.measures.words.messages import say

SEARCHES = "stop-and-search"
STOPS = "vehicle-stop"

# Whole messages, for a language may not let one word take another's place.
OF_STOPS: Mapping[str, str] = {
    "searches": "stops",
    "searches of {people}": "stops of {people}",
    "searches for which both were recorded": "stops for which both were recorded",
    "searches of {people} for which it was recorded": (
        "stops of {people} for which it was recorded"
    ),
    "searches for which it was recorded": "stops for which it was recorded",
    "What is asked here was not recorded for any search, of {group} or of anybody. That is not "
    "zero: nothing is known.": (
        "What is asked here was not recorded for any stop, of {group} or of anybody. That is not "
        "zero: nothing is known."
    ),
    "{force} has too few residents, or none, to set searches against, so it has counts and no "
    "rates.": (
        "{force} has too few residents, or none, to set stops against, so it has counts and no "
        "rates."
    ),
    "{force} has too few residents, or none, to set searches against. Its searches are left out "
    "here.": (
        "{force} has too few residents, or none, to set stops against. Its stops are left out here."
    ),
    "{force} did not record this for any of its searches. Its residents are counted all the same, "
    "so these rates are too low.": (
        "{force} did not record this for any of its stops. Its residents are counted all the same, "
        "so these rates are too low."
    ),
    "{force} did not record this for any of its searches, so it is in none of these numbers.": (
        "{force} did not record this for any of its stops, so it is in none of these numbers."
    ),
    "Searches by the British Transport Police are included.": (
        "Stops by the British Transport Police are included."
    ),
    "Searches by the British Transport Police are not included.": (
        "Stops by the British Transport Police are not included."
    ),
    "The officer's view of ethnicity was not recorded in {share} of every 100 of these searches.": (
        "The officer's view of ethnicity was not recorded in {share} of every 100 of these stops."
    ),
    "Ethnicity was not recorded in {share} of every 100 of these searches.": (
        "The driver's ethnicity was not recorded in {share} of every 100 of these stops."
    ),
    "If {share} of every 100 searches in which ethnicity was not recorded were of {group}, and the "
    "rest of {reference}, the two rates would be equal.": (
        "If {share} of every 100 stops in which ethnicity was not recorded were of {group}, and "
        "the rest of {reference}, the two rates would be equal."
    ),
    "The officer's view and the person's own matched in {observed} of every 100 searches where "
    "both were recorded. One of them was missing in {unknown} of every 100 searches.": (
        "The officer's view and the person's own matched in {observed} of every 100 stops where "
        "both were recorded. One of them was missing in {unknown} of every 100 stops."
    ),
}


def said_of(power: str, message: str, /, **values: str) -> str:
    """Say a message about searches, or what stands for it where vehicle stops are meant.

    Raises
    ------
    KeyError
        If nobody has written what it says of stops.
    """
    return say(OF_STOPS[message] if power == STOPS else message, **values)
