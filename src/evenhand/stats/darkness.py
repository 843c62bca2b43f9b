"""The veil of darkness: is a group a larger share of stops by daylight, at the same clock time?"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from evenhand.stats import clock_times, given
from evenhand.stats.errors import CannotTell, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, Range, array, estimate
from evenhand.stats.odds import odds_ratio
from evenhand.stats.regression import logistic, natural_spline

FEWEST = 30
"""Stops in each of the four counts (group and reference, light and dark), and clusters."""
NARROWEST = 60
"""Minutes between the earliest and the latest end of twilight; less is one part of a season."""
FEWEST_PER_COLUMN = 10
"""Stops of the rarer group for each thing held equal (Peduzzi and others, 1996)."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Darkness:
    """A group among stops by daylight and in darkness, at the same time on the clock.

    An odds ratio above 1 is an association between light and who is stopped. It is not proof that
    officers acted on what they saw, and 1 is not proof that they did not: street lighting, and who
    drives where in which season, are in it too.

    Attributes
    ----------
    odds_ratio : of the group, daylight against darkness, clock time, weekday and area held equal.
    crude : the same without holding anything equal (exact); a large gap asks for a reason.
    if_unknown : how far the odds ratio could lie, whoever the people without a recorded group were.
    window : the earliest and the latest end of civil twilight, in minutes after midnight.
    light, dark, reference_light, reference_dark : the stops that are compared.
    unknown : stops within the window, by light or in darkness, without a recorded group.
    twilight : stops within the window between sunset and the end of twilight, left out.
    outside : stops at other times of the day (or of the year, near a change of the clocks), left
        out.
    untimed : stops without a time, or on a day without sunset or end of twilight, left out.
    one_group_areas : stops in areas where only one of the two groups was stopped; they say nothing.
    clusters : how many clusters the interval rests on.
    """

    odds_ratio: Estimate
    crude: Estimate
    if_unknown: Range
    window: tuple[float, float]
    light: int
    dark: int
    reference_light: int
    reference_dark: int
    unknown: int
    twilight: int
    outside: int
    untimed: int
    one_group_areas: int
    clusters: int


@dataclass(frozen=True, eq=False)
class _Stops:
    """The stops of the window, by light (1) or in darkness (0)."""

    group: FloatArray
    light: FloatArray
    minute: FloatArray
    day: NDArray[Any]
    area: NDArray[Any] | None
    cluster: NDArray[Any]
    season: NDArray[Any] | None

    def where(self, kept: Flags) -> "_Stops":
        parts = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(self, **{k: part[kept] for k, part in parts.items() if part is not None})


def veil_of_darkness(
    group: ArrayLike,
    minute: ArrayLike,
    sunset: ArrayLike,
    dusk: ArrayLike,
    day: ArrayLike,
    *,
    area: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    days_from_switch: ArrayLike | None = None,
    within: int = 28,
    degrees: int = 6,
    confidence: float = 0.95,
) -> Darkness:
    """Compare a group's odds among stops by daylight and in darkness, at the same clock time.

    Six in the evening is light in June and dark in December. If being seen as of the group makes a
    stop likelier, the group is a larger share of the stops by daylight, and the odds ratio is above
    1. It needs no population. It is evidence about visibility, not proof of why.

    Parameters
    ----------
    group : (stops,) 1 for the group, 0 for the reference group, NaN where it was not recorded;
        stops of other groups are left out beforehand.
    minute : the clock time, in minutes after local midnight; NaN where there is none.
    sunset, dusk : when the sun set and civil twilight ended that day, there, on the same clock
        (``evenhand.records.daylight`` works them out); NaN where they did not.
    day : dates. The weekday is held equal.
    area : labels of places to hold equal.
    cluster : labels; stops of one cluster may depend on each other. Days, if left out.
    days_from_switch : days since the nearest change of the clocks, negative before it. If given,
        only stops ``within`` so many days of it are used, spring and autumn apart: the season is
        nearly the same on both sides, and the light jumps by an hour.
    degrees : how far the curve over clock time may bend (degrees of freedom).
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    Darkness

    Raises
    ------
    CannotTell
        If clock times are not real (at least 5% on midnight, 10% on the hour or half hour, 20%
        missing); if twilight ends within the same hour on all days; with fewer than 30 stops in one
        of the four counts, 30 clusters, or 10 stops of the rarer group for each thing held equal;
        or if no odds ratio fits best.
    InvalidCounts
        If arrays do not fit together, a group is neither 1, 0 nor NaN, a time is no minute of the
        day, or a stop has no date.
    StatsError
        If ``degrees`` is under 1 or ``confidence`` is not between 0 and 1.

    Notes
    -----
    Grogger and Ridgeway (2006), Journal of the American Statistical Association 101. Stops between
    the earliest and the latest dusk, those in twilight left out. Logistic regression on daylight, a
    natural cubic spline of clock time, weekday and area; intervals from Student's t with one degree
    less than there are clusters, over the CR1 covariance. Around the change of clocks: Ridgeway
    (2009). For ``if_unknown`` the model is fitted again with the unknown given to the groups: at
    the ends, all by daylight to one and all in darkness to the other.
    """
    if degrees < 1:
        raise StatsError(f"degrees is {degrees}: a curve needs at least 1")
    own = clock_times.group(group)
    shape = own.shape
    at = clock_times.minutes("minute", minute, shape)
    sets = clock_times.minutes("sunset", sunset, shape)
    ends = clock_times.minutes("dusk", dusk, shape)
    days = clock_times.dates(day, shape)
    areas = None if area is None else clock_times.labels("area", area, shape)
    clusters = days if cluster is None else clock_times.labels("cluster", cluster, shape)
    near, season = np.ones(shape, dtype=bool), None
    if days_from_switch is not None:
        away = clock_times.column("days_from_switch", days_from_switch, shape)
        near, season = np.abs(away) <= within, days.astype("datetime64[M]").astype(int) % 12 // 6
    clock_times.refuse_unreal(at)
    told = np.isfinite(at) & np.isfinite(sets) & np.isfinite(ends)
    window = _window(ends[told & near])
    inside = told & near & (at >= window[0]) & (at <= window[1])
    light, dark = at < sets, at >= ends
    every = _Stops(own, light.astype(float), at, days, areas, clusters, season)
    every = every.where(inside & (light | dark))
    known = every.where(~np.isnan(every.group))
    kept = known.where(_both_groups(known, known))
    four, found = _four(kept), _odds_ratio(kept, degrees, confidence)
    return Darkness(
        odds_ratio=found,
        crude=odds_ratio(*four, confidence=confidence),
        if_unknown=_if_unknown(every.where(_both_groups(every, known)), degrees, found.value),
        window=window,
        light=four[0],
        dark=four[1],
        reference_light=four[2],
        reference_dark=four[3],
        unknown=len(every.group) - len(known.group),
        twilight=int((inside & ~(light | dark)).sum()),
        outside=int((told & ~inside).sum()),
        untimed=int((~told).sum()),
        one_group_areas=len(known.group) - len(kept.group),
        clusters=len(np.unique(kept.cluster)),
    )


def _window(dusk: FloatArray) -> tuple[float, float]:
    if not len(dusk):
        raise CannotTell("there is no stop with a time of the day and an end of twilight")
    first, last = float(dusk.min()), float(min(dusk.max(), clock_times.DAY))
    if last - first < NARROWEST:
        raise CannotTell(
            f"twilight ends within {last - first:.0f} minutes on all these days: the same clock "
            f"time is hardly ever both light and dark (at least {NARROWEST} minutes are needed)"
        )
    return first, last


def _odds_ratio(stops: _Stops, degrees: int, confidence: float) -> Estimate:
    """Fit the model; everything that is held equal is a column beside daylight's."""
    _refuse_few(stops)
    held = [
        _dummies(each)
        for each in (_weekday(stops.day), stops.area, stops.season)
        if each is not None
    ]
    design = np.column_stack(
        [np.ones(len(stops.group)), stops.light, natural_spline(stops.minute, degrees), *held]
    )
    rarer, columns = int(min(stops.group.sum(), (1 - stops.group).sum())), design.shape[1]
    if rarer < FEWEST_PER_COLUMN * columns:
        raise CannotTell(
            f"{rarer} stops of the rarer group are too few to hold {columns} things equal: use "
            f"larger areas, or none (at least {FEWEST_PER_COLUMN} for each)"
        )
    fit = logistic(design, stops.group, stops.cluster)
    if fit.clusters < FEWEST:
        raise CannotTell(
            f"{fit.clusters} clusters are too few: with fewer than {FEWEST} nothing says how far "
            "they differ by chance"
        )
    at, error = fit.coefficients[1], np.sqrt(fit.covariance[1, 1])
    reach = error * float(special.stdtrit(fit.clusters - 1, 1 - given.tail(confidence)))
    return estimate(np.exp(at), np.exp(at - reach), np.exp(at + reach))


def _if_unknown(stops: _Stops, degrees: int, known: FloatArray) -> Range:
    """Fit the model again, with the unknown given to the groups in four ways."""
    unknown, light = np.isnan(stops.group), stops.light

    def given_to(guess: FloatArray | float) -> FloatArray:
        return _odds_ratio(
            replace(stops, group=np.where(unknown, guess, stops.group)), degrees, 0.95
        ).value

    if not unknown.any():
        return Range(known, known, known, known)
    return Range(
        low=given_to(1 - light),
        high=given_to(light),
        if_all_reference=given_to(0.0),
        if_all_group=given_to(1.0),
    )


def _both_groups(stops: _Stops, known: _Stops) -> Flags:
    """Say which stops are in areas where both groups are known to have been stopped."""
    if stops.area is None or known.area is None:
        return np.ones(len(stops.group), dtype=bool)
    both = np.intersect1d(known.area[known.group == 1], known.area[known.group == 0])
    return np.isin(stops.area, both)


def _four(stops: _Stops) -> tuple[int, int, int, int]:
    own, light = stops.group == 1, stops.light == 1
    cells = (own & light, own & ~light, ~own & light, ~own & ~light)
    light_own, dark_own, light_other, dark_other = (int(cell.sum()) for cell in cells)
    return light_own, dark_own, light_other, dark_other


def _refuse_few(stops: _Stops) -> None:
    names = (
        "the group by daylight",
        "the group in darkness",
        "the reference group by daylight",
        "the reference group in darkness",
    )
    for name, count in zip(names, _four(stops), strict=True):
        if count < FEWEST:
            raise CannotTell(
                f"{count} stops of {name} are too few: with fewer than {FEWEST} the answer would "
                "be mostly chance"
            )


def _weekday(days: NDArray[Any]) -> NDArray[Any]:
    return np.asarray((days.astype(int) + 3) % 7)  # 1 January 1970 was a Thursday


def _dummies(labels: NDArray[Any]) -> FloatArray:
    """One column of 0 and 1 for each label but the first."""
    return array(labels[:, None] == np.unique(labels)[None, 1:])
