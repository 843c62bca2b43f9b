"""Maturity is tested on the shipped example, taken up by the made-up force."""

import sys
from pathlib import Path

from made_maturity import basis as basis  # noqa: PLC0414  (pytest finds it by name)
from made_maturity import people as people  # noqa: PLC0414

# Pages of the workspace are read as the crawler of the public pages reads its own.
sys.path.append(str(Path(__file__).parent.parent / "public"))
