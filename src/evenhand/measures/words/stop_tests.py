"""Sentences of the three tests that only vehicle stops allow."""

from collections.abc import Mapping
from typing import Literal

from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people

Test = Literal["visibility", "darkness", "discretion"]

APART: Mapping[Test, str] = {
    "visibility": (
        "Where officers could see the driver's ethnicity before the stop, stops of {group} were "
        "between {low} and {high} times as frequent, set against stops of {reference}, as where "
        "they could not."
    ),
    "darkness": (
        "At the same time of the evening, stops of {group} were between {low} and {high} times as "
        "frequent by daylight, set against stops of {reference}, as in darkness."
    ),
    "discretion": (
        "In the same area and at the same time of day, stops at the officer's own choice, set "
        "against those that followed a camera hit, were between {low} and {high} times as frequent "
        "for {group} as for {reference}."
    ),
}
CANNOT_TELL: Mapping[Test, str] = {
    "visibility": (
        "We cannot tell whether stops of {group}, set against stops of {reference}, were more or "
        "less frequent where officers could see the driver's ethnicity before the stop: the likely "
        "range runs from {low} to {high} times."
    ),
    "darkness": (
        "We cannot tell whether stops of {group}, set against stops of {reference}, were more or "
        "less frequent by daylight than in darkness at the same time of the evening: the likely "
        "range runs from {low} to {high} times."
    ),
    "discretion": (
        "We cannot tell whether stops at the officer's own choice, set against those that followed "
        "a camera hit, were more or less frequent for {group} than for {reference} in the same "
        "area and at the same time of day: the likely range runs from {low} to {high} times."
    ),
}
REFUSED: Mapping[Test, str] = {
    "visibility": (
        "We cannot tell for {group}: at least {minimum} stops of them and as many of {reference} "
        "are needed in which the officer could see the driver's ethnicity before the stop, and as "
        "many of each in which not."
    ),
    "darkness": (
        "We cannot tell for {group}: too few stops of them or of {reference} were made both by "
        "daylight and in darkness at the same time of the evening, or their times are not real."
    ),
    "discretion": (
        "We cannot tell for {group}: at least {minimum} stops of them and as many of {reference} "
        "are needed that were at the officer's own choice, and as many of each that followed a "
        "camera hit, in areas and hours where both happened."
    ),
}


def apart(test: Test, group: str, reference: str, low: float, high: float) -> str:
    """Say between how many times as frequent a group's stops were; or that we cannot tell."""
    ends = dict(zip(("low", "high"), numbers.times_range(low, high), strict=True))
    message = (CANNOT_TELL if low <= 1 <= high else APART)[test]
    return say(message, group=people(group), reference=people(reference), **ends)


def refused(test: Test, group: str, reference: str, minimum: int) -> str:
    """Say that there is too little to tell anything about a group."""
    return say(
        REFUSED[test],
        group=people(group),
        reference=people(reference),
        minimum=str(minimum),
    )


def not_recorded(low: float, high: float) -> str:
    """Say how far the answer could lie if the drivers of unknown ethnicity were of one group."""
    ends = dict(zip(("low", "high"), numbers.times_range(low, high), strict=True))
    return say(
        "The ethnicity of some of these drivers was not recorded. Had it been, the answer could "
        "lie anywhere between {low} and {high} times.",
        **ends,
    )


def not_sure(low: float, high: float) -> str:
    """Say how far the answer moves if officers who were not sure had seen, or had not."""
    first, second = (f"{end:.1f}" for end in (low, high))
    if first == second:
        return say(
            "Some officers were not sure what they could see. Had all of them seen, or none, the "
            "answer would be about {times} times either way.",
            times=first,
        )
    return say(
        "Some officers were not sure what they could see. Had all of them seen, or none, the "
        "answer would be {low} or {high} times.",
        low=first,
        high=second,
    )
