"""Zero, not shown and no data, published from records and read on the pages."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from evenhand.publications.models import Figure
from evenhand.publications.services import publish
from publications.extracts import FORCE, Extract

pytestmark = pytest.mark.any_database

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
GONE = "2025-07"
LATELY = MONTHS[-1]


@pytest.fixture
def site(db: None, tmp_path: Path) -> str:
    """A force that searched nobody of one group, three people of another, and missed a month."""
    extract = Extract(tmp_path)
    extract.send_public(*(set(MONTHS) - {GONE, LATELY}), Mixed=0, Other=0)
    lake = extract.send_public(LATELY, Mixed=3, Other=0)
    publish(lake, by="Analyst", now=datetime(2026, 11, 12, 9, 30, tzinfo=UTC))
    return f"/forces/{FORCE}/"


def row(page: str, group: str) -> str:
    """What the table says of a group, as a reader hears it."""
    table = page[page.index("<table") : page.index("</table>")]
    found = re.search(rf"<tr[^>]*><th[^>]*>{group}</th>(.*?)</tr>", table, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_group_with_zero_is_not_one_that_is_not_shown(client: Client, site: str) -> None:
    page = client.get(site).content.decode()

    assert row(page, "Other").startswith("0 ")
    assert "Not shown" not in row(page, "Other")
    assert row(page, "Mixed").startswith("Not shown to protect people")
    assert not re.search(r"\b[03]\b", row(page, "Mixed"))
    assert "Not given" not in row(page, "Other") + row(page, "Mixed")


def test_a_month_without_a_file_is_neither(client: Client, site: str) -> None:
    page = client.get(site).content.decode()
    figure = Figure.objects.get(measure="search-rate", force=FORCE)
    month = next(one for one in figure.months if one["month"] == GONE)

    assert (month["status"], month["count"]) == ("missing", None)
    assert "Missing, July 2025" in page
    assert "11 of 12 months observed" in page


def test_zero_has_a_mark_in_the_picture_and_what_is_not_shown_has_none(site: str) -> None:
    drawn = Figure.objects.get(measure="search-rate", force=FORCE).charts["rates"]["340"]

    # Asian is hidden too, or Mixed could be worked out; the mark of zero stands at zero.
    assert drawn.count("Not shown</text>") == 2
    assert len(re.findall(r'translate\(\d+,\d+\)" d="M[\d.]+,0A', drawn)) == 3
    assert re.search(r'translate\(0,\d+\)" d="M[\d.]+,0A', drawn)
