"""Sentences about what moved, taken apart: never without saying that it is association."""

from collections.abc import Mapping
from typing import Any

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.stats.within.caution import ASSOCIATION

MOST = 0.5
"""A part with more than this share of the whole move is named in the sentence."""


def caution() -> str:
    """What belongs beside every number that was taken apart."""
    return say(ASSOCIATION)


def way(by: str, power: str) -> str:
    """By what it was taken apart, as a choice or a heading says it."""
    stops = power == "vehicle-stop"
    said: Mapping[str, str] = {
        "object": say("Reason for the stop") if stops else say("What was looked for"),
        "law": say("Power in law"),
        "area": say("Area"),
        "time": say("Time of day"),
        "age": say("Age"),
        "sex": say("Sex"),
        "operation": say("Whether part of a policing operation"),
    }
    return said.get(by, by)


def part(name: str, by: str) -> str:
    """One part as readers read it."""
    if name == "(rest)":
        return say("Everything else, and not recorded")
    if by == "operation":
        known = {"true": say("Part of an operation"), "false": say("Not part of an operation")}
        return known.get(name, say("Not recorded"))
    if name in {"(blank)", "blank", "Unknown"}:
        return say("Not recorded")
    if by == "time" and "-" in name:
        first, last = name.split("-")
        return say("{first}:00 to {last}:00", first=first, last=last)
    return name if by == "area" else say(name)


def sentence(found: Mapping[str, Any]) -> str:
    """What taking it apart shows."""
    if found["unit"] in {"per-1000", "per-month"}:
        return _amount(found)
    change, within, mix = (found[name]["value"] for name in ("change", "within", "mix"))
    values = {
        "way": way(found["by"], found["power"]).lower(),
        "before": _value(found["total"]["before"], found["unit"]),
        "after": _value(found["total"]["after"], found["unit"]),
        "change": _signed(change),
        "within": _signed(within),
        "low": _signed(found["within"]["low"]),
        "high": _signed(found["within"]["high"]),
        "mix": _signed(mix),
    }
    if found["unit"] == "times":
        return say(
            "Taken apart by {way}: the ratio was {before} before and {after} after. Of the change "
            "of {change}, {within} (likely range {low} to {high}) came within the same parts, and "
            "{mix} because the parts are now mixed differently.",
            **values,
        )
    return say(
        "Taken apart by {way}: it was {before} of every 100 before and {after} after. Of the "
        "change of {change}, {within} (likely range {low} to {high}) came within the same parts, "
        "and {mix} because the parts are now mixed differently.",
        **values,
    )


def _amount(found: Mapping[str, Any]) -> str:
    change = found["change"]
    times, low, high = numbers.times_with_range(change["value"], change["low"], change["high"])
    moved = {row["part"]: row["after"]["adds"] or 0.0 for row in found["rows"]}
    whole = sum(moved.values())
    name, most = max(moved.items(), key=lambda one: one[1] * (1 if whole >= 0 else -1))
    values = {
        "way": way(found["by"], found["power"]).lower(),
        "times": times,
        "low": low,
        "high": high,
    }
    if whole and most / whole > MOST:
        return say(
            "Taken apart by {way}: after it is {times} times what it was before (likely range "
            "{low} to {high}). More than half of the change is in one part: {part}.",
            part=part(name, found["by"]),
            **values,
        )
    return say(
        "Taken apart by {way}: after it is {times} times what it was before (likely range {low} to "
        "{high}). No part makes up more than half of the change.",
        **values,
    )


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return say("not known")
    return say("{times} times", times=numbers.times(value)) if unit == "times" else f"{value:.1f}"


def _signed(value: float | None) -> str:
    """“+1.2” or “−0.3”, with a real minus."""
    if value is None:
        return say("not known")
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".") or "0"
    if text == "0":
        return "0"
    return f"+{text}" if value > 0 else f"−{text}"


def small() -> str:
    """How small counts are kept from being told."""
    return say(
        "Counts are rounded to the nearest 5, parts with fewer than 10 are put together, and "
        "everything is worked out from those, to protect people."
    )


def months(found: Mapping[str, Any], when: str) -> str:
    """The months of one side, and how many of them were supplied."""
    span = found[when]
    return say(
        "{months} ({observed} months supplied)",
        months=notes.period(span["first"], span["last"]),
        observed=str(span["observed"]),
    )


def no_such_way() -> str:
    """It is not divided so."""
    return say("What moved cannot be taken apart in this way.")


def no_such_measure() -> str:
    """The measure of the alert is not there any more."""
    return say("This site no longer has the measure that the alert is about.")


def one_area() -> str:
    """It is of one area already."""
    return say("The alert is about one area already.")


def no_months() -> str:
    """One of the two spans has no month."""
    return say("The records of the months before or after are not in the lake.")


def no_residents() -> str:
    """Nobody lives there, or it is not known how many do."""
    return say("Nobody knows how many residents stand behind this rate, so it is not taken apart.")


def not_recorded() -> str:
    """No record says it."""
    return say("These records do not say this, so what moved cannot be taken apart by it.")


def too_few() -> str:
    """All parts but one are too small."""
    return say(
        "We cannot tell: in all parts but one there are fewer than 10 before or after, so there "
        "is nothing that can be set side by side."
    )
