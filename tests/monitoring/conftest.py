"""Reviews are tested on one alert of the made-up force."""

from made_alerts import reviewed as reviewed  # noqa: PLC0414  (pytest finds it by name)
