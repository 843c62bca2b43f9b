"""Plans are tested on a small one of the made-up force."""

from made_plans import plan as plan  # noqa: PLC0414  (pytest finds it by name)
from made_plans import stops as stops  # noqa: PLC0414
