"""Telling people is tested on the small plan of the made-up force."""

from collections.abc import Iterator

import pytest

from evenhand.following.services import asking
from plan.made_plans import plan as plan  # noqa: PLC0414  (pytest finds it by name)
from plan.made_plans import stops as stops  # noqa: PLC0414


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> Iterator[None]:
    """Who asked how often is counted in memory, which tests share."""
    asking.RECENT.clear()
    yield
    asking.RECENT.clear()
