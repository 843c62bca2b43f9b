"""The sentences of other charts of the same months: what each shows, and that it proves no more."""

from collections.abc import Mapping

from evenhand.measures.watch.beside import OtherCharts
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say

RULES: Mapping[str, str] = {
    "beyond": "a month more than three standard errors away from the past",
    "near_limit": "two of three months more than two standard errors away on one side",
    "shift": "seven months in a row on one side of the past",
    "trend": "seven months in a row that each went further",
}
"""Run rules by their names, as parts of a sentence."""


def lines(found: OtherCharts) -> tuple[str, ...]:
    """Say what each chart shows."""
    return _stretches(found), _smoothed(found), _rules(found)


def caution() -> str:
    """Say what all of them do not add."""
    return say(
        "These charts are of the same months, so that they make nothing surer. They describe: they "
        "raise no alert, and none of them says why."
    )


def _stretches(found: OtherCharts) -> str:
    if found.stretches is None:
        return say("Stretches of one level: we cannot tell. There are too few months.")
    if not found.stretches:
        return say(
            "Stretches of one level: all months are described best as a single stretch. That alone "
            "would not show the move."
        )
    return say(
        "Stretches of one level: the months are described best with a new stretch from {months} "
        "on. Later months can change that.",
        months=notes.listed([notes.month(one) for one in found.stretches]),
    )


def _smoothed(found: OtherCharts) -> str:
    if found.smoothed is None:
        return say("Smoothed chart (EWMA): we cannot tell. There are too few months of history.")
    if not found.smoothed:
        return say("Smoothed chart (EWMA): it has stayed within its limits since the move.")
    return say(
        "Smoothed chart (EWMA): it went beyond its limits too, first in {month}. They are set so "
        "that chance alone passes them about once in 20 years in one series.",
        month=notes.month(found.smoothed[0]),
    )


def _rules(found: OtherCharts) -> str:
    if found.rules is None:
        return say("Run rules: we cannot tell. There are too few months after the history.")
    if not found.rules:
        return say("Run rules: none of the four speaks since the move.")
    return say(
        "Run rules: {rules}. All four together speak by chance about once in six years.",
        rules=notes.listed([say(RULES[one]) for one in found.rules]),
    )
