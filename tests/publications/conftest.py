"""A figure to start from, and a small lake of real months where one is needed."""

import pytest
from made_reports import desk as desk  # noqa: PLC0414

from demo.demonstration import demo_site as demo_site  # noqa: PLC0414
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.publications.models import Figure


@pytest.fixture
def demoshire(db: None) -> Force:
    return forces.load(["demoshire"])[0]


@pytest.fixture
def figure(demoshire: Force) -> Figure:
    """An unsaved figure; what it says does not matter to the rules that it must keep."""
    from datetime import UTC, datetime

    return Figure(
        force=demoshire,
        power="stop-and-search",
        measure="search-rate",
        measure_version=1,
        grouping="five-groups",
        first_month="2025-10",
        last_month="2026-09",
        result={"rows": []},
        about={},
        wording={},
        months=[],
        quality=[],
        inputs=[],
        charts={},
        methods={},
        evenhand_version="0.1.0",
        digest="0" * 64,
        released_at=datetime(2026, 11, 12, 9, 30, tzinfo=UTC),
        released_by="Analyst",
    )
