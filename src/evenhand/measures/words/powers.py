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
    "All searches.": "All recorded vehicle stops, each once, by its driver.",
    "Set against searches of the same group, not against residents.": (
        "Set against stops of drivers of the same group, not against residents."
    ),
    "These files do not say in which district a search took place, so neighbours cannot be "
    "compared with neighbours. We cannot tell how much of the difference is about where searches "
    "happen.": (
        "This figure does not say in which district a stop took place, so neighbours are not "
        "compared with neighbours. We cannot tell how much of the difference is about where stops "
        "happen."
    ),
    "{month} partly loaded: {count} searches, where about {usual} are usual.": (
        "{month} partly loaded: {count} stops, where about {usual} are usual."
    ),
    "{month}: {count} searches.": "{month}: {count} stops.",
    "Searches of people recorded each month": "Vehicle stops recorded each month",
    "about {count} searches for every 1,000": "about {count} stops for every 1,000",
    "Of every 100 searches. The scale starts at zero.": (
        "Of every 100 stops. The scale starts at zero."
    ),
    "Each mark is one resident. A filled mark is one search in a year; one person may be searched "
    "more than once.": (
        "Each mark is one resident. A filled mark is one stop in a year; one person may be stopped "
        "more than once."
    ),
    "Searches of people recorded each month.": "Vehicle stops recorded each month.",
    "By year: searches without ethnicity, and how far the answer could lie": (
        "By year: stops without ethnicity, and how far the answer could lie"
    ),
    "Not recorded, of these searches": "Not recorded, of these stops",
    "Searches": "Stops",
    "Searches counted": "Stops counted",
    "Searches recorded": "Stops recorded",
    "Of every 100 searches": "Of every 100 stops",
    "Of every 100 searches; the scale starts at zero": (
        "Of every 100 stops; the scale starts at zero"
    ),
    "{group}: of every 100 searches": "{group}: of every 100 stops",
    "{group}: last, of every 100 searches": "{group}: last, of every 100 stops",
    "{count} searches. No rate: nobody knows how many residents these are. Never counted as "
    "“Other”.": (
        "{count} stops. No rate: nobody knows how many residents these are. Never counted as "
        "“Other”."
    ),
    "{group}: {events} of {all} searches × 100 = {rate} (likely range {low} to {high})": (
        "{group}: {events} of {all} stops × 100 = {rate} (likely range {low} to {high})"
    ),
    "{group}: {events} searches ÷ ({people} residents × {months} ÷ 12 years) × 1,000 = {rate} "
    "(likely range {low} to {high})": (
        "{group}: {events} stops ÷ ({people} residents × {months} ÷ 12 years) × 1,000 = {rate} "
        "(likely range {low} to {high})"
    ),
    "{group}: {events} searches ÷ {exposure} residents × years (each force's residents for the "
    "months that it supplied) × 1,000 = {rate} (likely range {low} to {high})": (
        "{group}: {events} stops ÷ {exposure} residents × years (each force's residents for the "
        "months that it supplied) × 1,000 = {rate} (likely range {low} to {high})"
    ),
    "Had all {unknown} searches of unknown ethnicity been of {reference} people: {low} times. Had "
    "all been of {group} people: {high} times.": (
        "Had all {unknown} stops of unknown ethnicity been of {reference} people: {low} times. Had "
        "all been of {group} people: {high} times."
    ),
    "Each share is searches ÷ all searches of the group × 100.": (
        "Each share is stops ÷ all stops of the group × 100."
    ),
    "Each rate is searches ÷ (residents × years) × 1,000.": (
        "Each rate is stops ÷ (residents × years) × 1,000."
    ),
    "Counts are events of exposure: residents times years for a rate, searches for a share.": (
        "Counts are events of exposure: residents times years for a rate, stops for a share."
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
