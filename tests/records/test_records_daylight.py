"""Sunset and civil twilight: against what almanacs print, and against NOAA's own formula."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.records.daylight import daylight, days_from_switch, lighting
from evenhand.records.errors import BadInput

LONDON, MINNEAPOLIS = (51.507, -0.128), (44.977, -93.265)
CHICAGO = "America/Chicago"

# Decorah, Iowa, September: sunset and the end of civil twilight as the US Naval Observatory has
# them (table of Luther College), in hours and minutes after noon.
DECORAH = (43.303, -91.786)
SEPTEMBER = """7:41 8:11  7:40 8:9  7:38 8:7  7:36 8:5  7:34 8:3  7:33 8:2  7:31 8:0  7:29 7:58
7:27 7:56  7:25 7:54  7:24 7:52  7:22 7:51  7:20 7:49  7:18 7:47  7:16 7:45  7:15 7:43  7:13 7:41
7:11 7:40  7:9 7:38  7:7 7:36  7:5 7:34  7:4 7:32  7:2 7:30  7:0 7:28  6:58 7:27  6:56 7:25
6:55 7:23  6:53 7:21  6:51 7:19  6:49 7:18"""


def clock(text: str) -> int:
    hours, minutes = map(int, text.split(":"))
    return 60 * hours + minutes


def test_a_printed_table_of_a_whole_month():
    printed = np.array([clock(each) + 12 * 60 for each in SEPTEMBER.split()]).reshape(30, 2)
    days = np.arange("2024-09-01", "2024-10-01", dtype="datetime64[D]")
    ours = np.column_stack(daylight(days, *DECORAH, zone=CHICAGO))
    # The table is of some other year of the cycle of leap years: up to a minute and a half.
    assert np.abs(ours - printed).max() <= 1.6
    assert np.abs(np.mean(ours - printed, axis=0)).max() <= 0.6


@pytest.mark.parametrize(
    ("day", "place", "zone", "sunset", "dusk"),
    [
        ("2024-06-21", LONDON, "Europe/London", "21:21", "22:09"),
        ("2024-12-21", LONDON, "Europe/London", "15:53", "16:34"),
        ("2024-06-21", MINNEAPOLIS, CHICAGO, "21:03", "21:41"),
        ("2024-12-21", MINNEAPOLIS, CHICAGO, "16:34", "17:08"),
    ],
)
def test_what_almanacs_say_of_the_longest_and_the_shortest_day(day, place, zone, sunset, dusk):
    found = daylight(day, *place, zone=zone)
    assert float(found.sunset) == pytest.approx(clock(sunset), abs=1)
    assert float(found.dusk) == pytest.approx(clock(dusk), abs=1)


def noaa(day: date, latitude: float, longitude: float, below: float) -> float:
    """Minutes after midnight UTC when the sun is so many degrees below the horizon, at evening.

    After the spreadsheet of the US National Oceanic and Atmospheric Administration (Meeus).
    """
    minutes = 720.0 - 4 * longitude
    for _ in range(4):
        century = ((day - date(2000, 1, 1)).days - 0.5 + minutes / 1440) / 36525
        mean = np.radians((280.46646 + century * (36000.76983 + century * 0.0003032)) % 360)
        anomaly = np.radians(357.52911 + century * (35999.05029 - 0.0001537 * century))
        eccentric = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
        centre = np.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        centre += np.sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        centre += np.sin(3 * anomaly) * 0.000289
        node = np.radians(125.04 - 1934.136 * century)
        apparent = mean + np.radians(centre - 0.00569 - 0.00478 * np.sin(node))
        tilt = np.radians(23.4392911 - 0.0130042 * century + 0.00256 * np.cos(node))
        declination = np.arcsin(np.sin(tilt) * np.sin(apparent))
        y = np.tan(tilt / 2) ** 2
        equation = 4 * np.degrees(
            y * np.sin(2 * mean)
            - 2 * eccentric * np.sin(anomaly)
            + 4 * eccentric * y * np.sin(anomaly) * np.cos(2 * mean)
            - 0.5 * y**2 * np.sin(4 * mean)
            - 1.25 * eccentric**2 * np.sin(2 * anomaly)
        )
        north = np.radians(latitude)
        angle = np.arccos(
            np.cos(np.radians(90 + below)) / (np.cos(north) * np.cos(declination))
            - np.tan(north) * np.tan(declination)
        )
        minutes = 720 - 4 * longitude - equation + 4 * np.degrees(angle)
    return float(minutes)


@given(
    st.dates(date(1990, 1, 1), date(2059, 12, 31)),
    st.integers(-300, 558).map(lambda tenths: tenths / 10),
    st.integers(-1200, 1200).map(lambda tenths: tenths / 10),
)
def test_noaas_formula_agrees_within_half_a_minute(day, latitude, longitude):
    found = daylight(day, latitude, longitude, zone="UTC")
    assert float(found.sunset) == pytest.approx(noaa(day, latitude, longitude, 0.833), abs=0.5)
    assert float(found.dusk) == pytest.approx(noaa(day, latitude, longitude, 6), abs=0.5)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(-180, 720))
def test_the_light_at_a_moment_fits_the_times_of_that_day(day, minutes):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    sun = daylight(day, *LONDON, zone="UTC")
    after = 720 + minutes
    expected = "daylight" if after < sun.sunset else "dark"
    if sun.sunset <= after < sun.dusk:
        expected = "civil_twilight"
    if min(abs(after - sun.sunset), abs(after - sun.dusk)) > 1:
        assert lighting(noon + timedelta(minutes=minutes), *LONDON) == expected


def test_it_is_dark_at_night_and_light_before_sunset_in_summer_time():
    zone = ZoneInfo("Europe/London")
    assert lighting(datetime(2025, 6, 21, 21, 0, tzinfo=zone), *LONDON) == "daylight"
    assert lighting(datetime(2025, 6, 21, 21, 40, tzinfo=zone), *LONDON) == "civil_twilight"
    assert lighting(datetime(2025, 6, 22, 2, 0, tzinfo=zone), *LONDON) == "dark"
    with pytest.raises(ValueError, match="offset"):
        lighting(datetime(2025, 6, 21, 21, 0), *LONDON)  # noqa: DTZ001  (that is the point)


def test_the_clocks_of_the_place_are_what_counts():
    before, after = daylight(["2025-03-29", "2025-03-30"], *LONDON).sunset
    assert after - before == pytest.approx(61.7, abs=0.3)
    assert daylight("2025-03-30", *LONDON, zone="UTC").sunset == pytest.approx(after - 60)


def test_many_stops_share_the_work_and_keep_their_shape():
    days = np.array(["2025-01-01", "2025-07-01", "NaT"], dtype="datetime64[D]")
    found = daylight(days, [[51.5], [53.4]], [[-0.1], [np.nan]])
    assert found.dusk.shape == (2, 3)
    assert np.isnan(found.dusk).tolist() == [[False, False, True], [True, True, True]]
    assert found.sunset[0, 1] == daylight("2025-07-01", 51.52, -0.08).sunset


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.floats(49.9, 55.8),
    st.floats(-5.7, 1.7),
)
def test_rounding_a_place_moves_no_time_in_england_and_wales_by_a_minute(day, north, east):
    found = daylight(day, north, east, zone="UTC")
    assert float(found.sunset) == pytest.approx(noaa(day, north, east, 0.833), abs=1)
    assert float(found.dusk) == pytest.approx(noaa(day, north, east, 6), abs=1.3)  # their own 0.5


def test_where_the_sun_or_twilight_does_not_end_there_is_no_time():
    lerwick = (60.15, -1.15)
    midsummer = daylight("2025-06-21", 61, -1.15)
    assert np.isnan(midsummer.dusk)
    assert midsummer.sunset > 22 * 60
    assert float(daylight("2025-06-21", *lerwick).dusk) > 24 * 60
    assert np.isnan(daylight("2025-06-21", 75, 20).sunset)


@pytest.mark.parametrize("place", [(91, 0), (51, 181), (-90.2, 0)])
def test_a_place_outside_the_world_is_refused(place):
    with pytest.raises(BadInput, match="outside the world"):
        daylight("2025-06-21", *place)
    with pytest.raises(BadInput, match="outside the world"):
        lighting(datetime(2025, 6, 21, tzinfo=UTC), *place)


def test_days_from_the_change_of_the_clocks():
    days = ["2025-03-29", "2025-03-30", "2025-04-27", "2025-10-26", "2025-12-31", "NaT"]
    found = days_from_switch(days)
    np.testing.assert_array_equal(found, [-1, 0, 28, 0, 66, np.nan])
    assert days_from_switch("2017-03-12", zone=CHICAGO) == 0
    assert np.isnan(days_from_switch("2025-06-01", zone="Asia/Tokyo"))
