"""When it was light: sunset and the end of civil twilight at a place on a day, and at a moment.

Twilight is civil: the centre of the sun is less than 6 degrees below the horizon. The sun has set
when its upper edge is 34 minutes of arc below it, as almanacs have it. PyEphem computes both, with
nothing to download. Hills, clouds and street lamps are not in it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

import ephem
import numpy as np
import numpy.typing as npt

from evenhand.records.clock import LONDON, Numbers
from evenhand.records.errors import BadInput
from evenhand.records.messages import say

Light = Literal["daylight", "civil_twilight", "dark"]

REFRACTION, TWILIGHT = "-0:34", "-6"
STEP = 0.1
"""Degrees to which a place is rounded: in England and Wales no time moves by a whole minute."""


class Daylight(NamedTuple):
    """Minutes after local midnight, on the clocks of the place; NaN where the sun does not set.

    In the far north twilight can last past midnight: then ``dusk`` is over 1,440.
    """

    sunset: Numbers
    dusk: Numbers


def daylight(
    days: npt.ArrayLike,
    latitude: npt.ArrayLike,
    longitude: npt.ArrayLike,
    *,
    zone: str = LONDON,
) -> Daylight:
    """Work out sunset and the end of civil twilight for days and places, which broadcast.

    A day or place that is not known (NaT, NaN) has neither.
    """
    when, north, east = np.broadcast_arrays(
        np.asarray(days, dtype="datetime64[D]"),
        np.round(np.asarray(latitude, dtype=np.float64) / STEP),
        np.round(np.asarray(longitude, dtype=np.float64) / STEP),
    )
    _refuse_nowhere(north * STEP, east * STEP)
    known = ~(np.isnat(when) | np.isnan(north) | np.isnan(east))
    keys = np.stack([when[known].astype(int), north[known].astype(int), east[known].astype(int)])
    distinct, where = np.unique(keys, axis=1, return_inverse=True)
    clocks = ZoneInfo(zone)
    times = [
        _evening(date(1970, 1, 1) + timedelta(days=day), y * STEP, x * STEP, clocks)
        for day, y, x in distinct.T.tolist()
    ]
    both = np.full((2, *when.shape), np.nan)
    both[:, known] = np.array(times).reshape(-1, 2)[where.ravel()].T
    return Daylight(both[0], both[1])


def lighting(at: datetime, latitude: float, longitude: float) -> Light:
    """Say whether it was light at a moment (with its offset from UTC) in a place."""
    if at.utcoffset() is None:
        raise ValueError("a moment without an offset from UTC could be any hour")
    _refuse_nowhere(np.array(latitude), np.array(longitude))
    observer = _observer(latitude, longitude)
    observer.date = at.astimezone(UTC).replace(tzinfo=None)
    sun = ephem.Sun(observer)
    if sun.alt + sun.radius > ephem.degrees(REFRACTION):
        return "daylight"
    return "civil_twilight" if sun.alt > ephem.degrees(TWILIGHT) else "dark"


def days_from_switch(days: npt.ArrayLike, *, zone: str = LONDON) -> Numbers:
    """Count days since the nearest change of the clocks, below zero before it.

    The day of the change is 0. NaN where the clocks of the place never change in those years.
    """
    when = np.asarray(days, dtype="datetime64[D]")
    known = when[~np.isnat(when)]
    answer = np.full(when.shape, np.nan)
    if known.size:
        first, last = (int(str(end)[:4]) for end in (known.min(), known.max()))
        switches = _switches(first - 1, last + 1, ZoneInfo(zone))
        if switches.size:
            away = (when[..., None] - switches).astype("timedelta64[D]").astype(float)
            nearest = np.abs(np.where(np.isnat(when)[..., None], np.inf, away)).argmin(axis=-1)
            answer = np.take_along_axis(away, nearest[..., None], axis=-1)[..., 0]
            answer[np.isnat(when)] = np.nan
    return answer


def _switches(first: int, last: int, zone: ZoneInfo) -> Numbers:
    start = datetime(first, 1, 1, 12, tzinfo=UTC)
    noons = [start + timedelta(days=n) for n in range((last - first + 1) * 366)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    pairs = zip(noons[1:], offsets[1:], offsets, strict=False)
    return np.array([noon.date() for noon, now, before in pairs if now != before], "datetime64[D]")


def _evening(day: date, latitude: float, longitude: float, zone: ZoneInfo) -> tuple[float, float]:
    noon = datetime.combine(day, time(12)) - timedelta(hours=longitude / 15)
    midnight = datetime.combine(day, time())

    def setting(horizon: str, *, centre: bool) -> float:
        observer = _observer(latitude, longitude)
        observer.horizon, observer.date = horizon, noon
        try:
            moment = observer.next_setting(ephem.Sun(), use_center=centre).datetime()
        except ephem.CircumpolarError:
            return np.nan
        local = moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        return float((local - midnight) / timedelta(minutes=1))

    return setting(REFRACTION, centre=False), setting(TWILIGHT, centre=True)


def _observer(latitude: float, longitude: float) -> Any:
    observer = ephem.Observer()
    observer.lat, observer.lon = str(latitude), str(longitude)
    observer.pressure = 0  # refraction is in the horizon
    return observer


def _refuse_nowhere(latitude: Numbers, longitude: Numbers) -> None:
    if np.any(np.abs(latitude) > 90) or np.any(np.abs(longitude) > 180):
        raise BadInput(
            say(
                "A place lies outside the world: latitude is from -90 to 90 degrees and longitude "
                "from -180 to 180."
            )
        )
