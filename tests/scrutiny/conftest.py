"""What tests of scrutiny share."""

from made_recommendations import advised as advised  # noqa: PLC0414  (pytest finds it by name)

from scrutiny.panels import made as made  # noqa: PLC0414  (the same)
from scrutiny.panels import panel_once as panel_once  # noqa: PLC0414  (the same)
