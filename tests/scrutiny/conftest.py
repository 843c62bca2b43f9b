"""What tests of scrutiny share."""

import sys
from pathlib import Path

from made_recommendations import advised as advised  # noqa: PLC0414  (pytest finds it by name)

from scrutiny.panels import made as made  # noqa: PLC0414  (the same)
from scrutiny.panels import panel_once as panel_once  # noqa: PLC0414  (the same)

# How pages are taken apart is the public pages' own; here it is read.
sys.path.append(str(Path(__file__).parent.parent / "public"))
