"""The range in which a force would lie if its ratio were that of all forces."""

from collections.abc import Mapping
from dataclasses import asdict
from math import log
from typing import Any

import numpy as np

from evenhand import stats
from evenhand.measures import Measure, Result
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.stats import Estimate, Overdispersion

FEWEST = 5  # events to be expected in each group; below that a normal range for shares is no good


def spread(result: Result, measure: Measure) -> dict[str, Any]:
    """Measure how much forces differ, for the figure of all of them.

    Returns
    -------
    ``forces``: how many there are; ``dispersion``: how much more they differ than chance alone
    would make them, or None where they are too few to tell, and for shares.
    """
    strata = np.array([one for one in result.strata if min(one) > 0]).reshape(-1, 4)
    centre = result.as_json()["within_force_ratio"]
    found = None
    if measure.kind == "rate" and centre:
        a, n, b, m = strata.T
        try:
            values, errors = stats.log_ratio(a, n, b, m)
            found = stats.overdispersion(values, errors, centre=log(centre))
        except stats.CannotTell:
            found = None
    return {"forces": len(result.forces), "dispersion": asdict(found) if found else None}


def expected(
    result: Mapping[str, Any], *, kind: str, force: str, together: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the range of the force's ratio, and of the rate of the group of the headline.

    Parameters
    ----------
    result : the force's, as plain values, after disclosure control.
    kind : the measure's: ``rate``, ``share`` or ``agreement``.
    force : its name.
    together : of the figure of all forces over the same months: ``result``, ``expected`` (what
        :func:`spread` gave) and ``reference``.

    Returns
    -------
    ``low``, ``high``, ``value`` and ``inside`` (``within``, ``above`` or ``below``) of the ratio;
    ``rate_low``, ``rate_high`` and ``rate``; ``all_forces``, their ratio within forces;
    ``forces``, how many; ``figure``, theirs; ``differences``, whether what forces usually differ
    beyond chance widens the range; a ``sentence``, and ``how`` it was worked out. Nothing (``{}``)
    where the force or all forces have no ratio.
    """
    rows = {row["group"]: row for row in result["rows"]}
    focus, reference = rows.get(result["ratio_group"], {}), rows.get(result["reference"], {})
    everyone = together["result"]
    centre = [everyone[f"within_force_ratio{end}"] for end in ("", "_low", "_high")]
    if focus.get("ratio") is None or not reference.get("events") or None in centre or not centre[1]:
        return {}
    rate, dispersion = kind == "rate", together["expected"].get("dispersion")
    found = (
        _of_rate(focus, reference, centre, dispersion)
        if rate
        else _of_share(focus, reference, centre)
    )
    if found is None:
        return {}
    low, high = float(found.low), float(found.high)
    differences = rate and dispersion is not None and dispersion["tau_squared"] > 0
    if not rate:
        high = min(high, 1 / reference["rate"])  # no share is above 1
    inside = "below" if focus["ratio"] < low else "above" if focus["ratio"] > high else "within"
    return {
        "low": low,
        "high": high,
        "value": focus["ratio"],
        "inside": inside,
        "rate_low": low * reference["rate"],
        "rate_high": high * reference["rate"],
        "rate": focus["rate"],
        "all_forces": centre[0],
        "forces": together["expected"]["forces"],
        "figure": together["reference"],
        "differences": differences,
        "sentence": sentence(
            inside, low, high, focus["ratio"], force=force, differences=differences
        ),
        "how": how(together["expected"]["forces"], dispersion, rate=rate),
    }


def _of_rate(
    focus: Mapping[str, Any],
    reference: Mapping[str, Any],
    centre: list[float],
    dispersion: Mapping[str, Any] | None,
) -> Estimate | None:
    per = 1000.0
    found = stats.expected_range(
        reference["events"],
        reference["exposure"],
        focus["exposure"],
        centre[0],
        ratio_low=centre[1],
        ratio_high=centre[2],
        overdispersion=Overdispersion(**dispersion) if dispersion else None,
        per=per,
    )
    return found.times(reference["exposure"] / reference["events"] / per)


def _of_share(
    focus: Mapping[str, Any],
    reference: Mapping[str, Any],
    centre: list[float],
) -> Estimate | None:
    """Normal on the log scale, with the counts that would be expected and all forces' own doubt."""
    share = centre[0] * reference["rate"]
    usual = focus["exposure"] * share
    if not 0 < share < 1 or min(usual, reference["events"]) < FEWEST:
        return None
    own = (1 - share) / usual + (1 - reference["rate"]) / reference["events"]
    theirs = (log(centre[2] / centre[1]) / (2 * 1.959964)) ** 2
    return stats.funnel_limits((own + theirs) ** 0.5, centre=centre[0])


def sentence(
    inside: str, low: float, high: float, value: float, *, force: str, differences: bool
) -> str:
    """Say where the force lies, and what that does not say.

    Parameters
    ----------
    inside : ``within``, ``above`` or ``below``.
    low, high, value : of the range, and of the force.
    differences : the range has the usual differences between forces in it, besides chance.
    """
    number, first, last = numbers.times_with_range(value, low, high)
    words = {"force": force, "value": number, "low": first, "high": last}
    if inside == "within":
        return say(
            "Expected range: {low} to {high} times. That is where a force with these numbers would "
            "lie if it did as all forces together do. {force} lies within it, at {value} times: it "
            "cannot be told from the others. That does not say that all is well.",
            **words,
        )
    return (_above if inside == "above" else _below)(words, differences=differences)


def _above(words: Mapping[str, str], *, differences: bool) -> str:
    if differences:
        return say(
            "Expected range: {low} to {high} times. That is where a force with these numbers would "
            "lie if it did as all forces together do. {force} lies above it, at {value} times: "
            "neither chance nor the usual differences between forces explain that. It asks for an "
            "explanation, and does not give one.",
            **words,
        )
    return say(
        "Expected range: {low} to {high} times. That is where a force with these numbers would "
        "lie if it did as all forces together do. {force} lies above it, at {value} times: "
        "chance alone does not explain that. It asks for an explanation, and does not give one.",
        **words,
    )


def _below(words: Mapping[str, str], *, differences: bool) -> str:
    if differences:
        return say(
            "Expected range: {low} to {high} times. That is where a force with these numbers would "
            "lie if it did as all forces together do. {force} lies below it, at {value} times: "
            "neither chance nor the usual differences between forces explain that. It does not say "
            "that all is well.",
            **words,
        )
    return say(
        "Expected range: {low} to {high} times. That is where a force with these numbers would "
        "lie if it did as all forces together do. {force} lies below it, at {value} times: "
        "chance alone does not explain that. It does not say that all is well.",
        **words,
    )


def how(forces: int, dispersion: Mapping[str, Any] | None, *, rate: bool) -> str:
    """Say what the range allows for, and what it does not."""
    count = str(forces)
    if not rate:
        return say(
            "The expected range allows for chance in this force's numbers and in the ratio of all "
            "{forces} forces. It does not allow for how much forces usually differ beyond chance: "
            "for shares that is not worked out.",
            forces=count,
        )
    if dispersion is None:
        return say(
            "The expected range allows for chance in this force's numbers and in the ratio of all "
            "{forces} forces. It does not allow for how much forces usually differ beyond chance: "
            "there are too few forces to tell.",
            forces=count,
        )
    if not dispersion["tau_squared"]:
        return say(
            "The expected range allows for chance in this force's numbers and in the ratio of all "
            "{forces} forces, which differ no more than chance would make them.",
            forces=count,
        )
    return say(
        "The expected range allows for chance in this force's numbers and in the ratio of all "
        "{forces} forces, and for how much forces usually differ beyond chance.",
        forces=count,
    )
