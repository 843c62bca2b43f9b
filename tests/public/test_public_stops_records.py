"""What anybody may read of a force's records of stops: counts to the nearest ten, once a day."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from crawling import Page, parsed
from django.test import Client

from encounters.phones import Phone, kept, officer, waiting
from evenhand.accounts.roles import Role
from evenhand.encounters.models import Device, Stop
from evenhand.encounters.selectors import quality
from evenhand.encounters.services import mending
from evenhand.records.stops import take
from made_stops import month, stop, stops

FORCE = "bedfordshire"
ALL = f"/forces/{FORCE}/stops/records/"
LATER = datetime(2026, 9, 20, 9, tzinfo=UTC)


def read(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200, address
    return parsed(response.content.decode(), address)


def cells(page: Page, name: str) -> str:
    rows = [row for one in page.main.all("table") for row in one.all("tr") if row.all("td")]
    return next(row.all("td")[0].text for row in rows if row.all("th")[0].text == name)


@pytest.fixture
def phone(db: None, settings: Any, tmp_path: Path) -> Phone:
    """An officer with a phone, and a lake of one month of stops."""
    settings.KEYS, settings.LAKE = tmp_path / "keys", tmp_path / "lake"
    rows = [*stops(34, seconds=20), *stops(6, late=True, seconds=28)]
    take(settings.LAKE, [month(rows, name="2026-07", force=FORCE)], now=LATER)
    return Phone(officer("ada", FORCE)).registered()


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the page be read on the day after."""
    real = quality.midnight

    def move() -> None:
        monkeypatch.setattr(quality, "midnight", lambda now: real(now + timedelta(days=1)))

    return move


def test_stops_late_ones_and_seconds_come_from_the_snapshot(phone: Phone, client: Client) -> None:
    page = read(client, ALL)

    assert cells(page, "Stops kept") == "about 40"
    assert cells(page, "Recorded late") == "about 10"
    assert "records of stops that began in July 2026" in page.main.text
    assert "in 20 seconds or less" in page.main.text


def test_the_same_stands_in_the_files(phone: Phone, client: Client) -> None:
    held = client.get(f"{ALL}2026-Q3.json").json()
    body = client.get(f"{ALL}2026-Q3.csv").content.decode("utf-8-sig")
    rows = {row["what"]: row for row in csv.DictReader(io.StringIO(body))}

    assert held["records"]["kept"] == {"about": 40, "low": 35, "high": 44}
    assert held["months"] == ["2026-07"]
    assert held["seconds_to_record"]["median"] == 20
    assert (rows["late"]["about"], rows["late"]["low"], rows["late"]["high"]) == ("10", "5", "14")
    assert rows["median_seconds_to_record"]["about"] == "20"
    assert set(held["records"]) | set(held["people"]) | set(held["phones"]) == set(rows) - {
        "median_seconds_to_record"
    }


def test_none_and_a_few_look_alike_and_nothing_else_gives_them_away(
    phone: Phone, client: Client, tomorrow: Callable[[], None]
) -> None:
    before = client.get(f"{ALL}2026-Q3.json").json()
    waiting(phone, outcomes=[])
    kept(phone)
    tomorrow()
    after = client.get(f"{ALL}2026-Q3.json").json()

    assert before.pop("as_of") != after.pop("as_of")
    assert before == after
    assert before["records"]["to_mend"] == {"about": 0, "low": 0, "high": 4}


def test_nobody_sees_one_record_come_on_the_same_day(phone: Phone, client: Client) -> None:
    """Counted once a day: who reads each minute sees what who reads in the evening sees."""
    first = client.get(f"{ALL}2026-Q3.json")
    for _ in range(6):
        waiting(phone, outcomes=[])
        Device.objects.create(
            id=Phone(phone.by).id,
            force_id=FORCE,
            registered_by=phone.by.person,
            registered_at=phone.now,
            last_seen=phone.now,
            last_seen_with=phone.by.person,
        )
    again = client.get(f"{ALL}2026-Q3.json")

    assert first.content == again.content and first["ETag"] == again["ETag"]
    assert "Last-Modified" not in again


def test_counts_of_quality_are_exact_for_those_who_look_after_records(phone: Phone) -> None:
    """Set aside and in conflict: counted nowhere else."""
    quarter = f"{phone.now.year}-Q{(phone.now.month + 2) // 3}"
    supervisor = officer("grace", FORCE, Role.SUPERVISOR)
    aside = waiting(phone, outcomes=[])
    waiting(phone, outcomes=[])
    mending.set_aside(number=aside.pk, reason="Never happened.", by=supervisor, now=phone.now)
    record = phone.stop()
    phone.send(phone.sealed(record))
    phone.send(phone.sealed({**record, "duration_minutes": 44}))
    phone.stop()  # a number of which nothing comes
    kept(phone)
    silent = Phone(supervisor).registered()
    Device.objects.filter(pk=silent.id).update(
        unsent=2, last_seen=phone.now - timedelta(days=3), registered_at=phone.now - timedelta(9)
    )
    until = phone.now + timedelta(hours=1)

    found = quality.mended(FORCE, quarter, until=until)
    phones = quality.phones(FORCE, until=until)

    assert (found.to_mend, found.set_aside, found.conflicts) == (1, 1, 1)
    assert (phones.devices, phones.silent, phones.missing) == (2, 1, 1)
    assert quality.mended(FORCE, quarter, until=phone.now - timedelta(days=1)).to_mend == 0
    Stop.objects.update(versions=2, mended=True)
    assert quality.mended(FORCE, quarter, until=until).corrected == 2
    assert quality.mended("fablesea", quarter, until=until) == quality.Mended(*[0] * 8)


def test_a_force_without_a_snapshot_says_so_kindly(phone: Phone, client: Client) -> None:
    officer("bo", "cumbria")

    assert "No month of vehicle stops" in read(client, "/forces/cumbria/stops/records/").main.text


def test_a_month_that_has_not_ended_has_no_page(
    phone: Phone, settings: Any, client: Client
) -> None:
    rows = [stop(at=datetime(2026, 10, 3, 9, tzinfo=UTC))]
    take(
        settings.LAKE,
        [month(rows, name="2026-10", force=FORCE, ended=False)],
        now=LATER + timedelta(days=20),
    )

    assert client.get(f"{ALL}2026-Q4/").status_code == 404
    assert client.get(f"{ALL}2026-Q4.csv").status_code == 404
    assert read(client, ALL).main.text.count("July 2026") >= 1
    for address in (f"{ALL}2026-Q3.xml", f"{ALL}x/", "/forces/nowhere/stops/records/"):
        assert client.get(address).status_code == 404, address
