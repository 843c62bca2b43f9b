"""A month's returns come from the stops that were accepted, and nobody types them again."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from encounters.odd_stops import ODD
from encounters.phones import Phone, officer, states
from evenhand.audit.models import Act, Entry
from evenhand.encounters.exporters import code_a, force, searches
from evenhand.encounters.exporters.returns import Returns, returns
from evenhand.encounters.models import Restricted
from evenhand.records.importing import import_police_uk

pytestmark = pytest.mark.django_db

SEARCH = ODD["drugs were looked for and a knife was found"]
FORCE = ODD["handcuffed, let go, and no action"]


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def send(phone: Phone, of: dict[str, Any]) -> dict[str, Any]:
    kept = ("searches", "force_used", "outcomes", "arrest_reason")
    record = phone.stop(**{name: of[name] for name in kept if name in of})
    assert states(phone.send(phone.sealed(record))) == ["kept"]
    return record


def month_of(phone: Phone, **changed: Any) -> Returns:
    asked = {"police": phone.force, "month": f"{began(phone):%Y-%m}", "by": "person/1"}
    return returns(**(asked | {"now": timezone.now()} | changed))


def began(phone: Phone) -> datetime:
    return (phone.now - timedelta(minutes=10)).astimezone(ZoneInfo("Europe/London"))


def rows(made: Returns, kind: str) -> list[dict[str, str]]:
    (text,) = (text for name, text in made.files.items() if name.endswith(f"-{kind}.csv"))
    return list(csv.DictReader(io.StringIO(text)))


def test_a_stop_with_a_search_and_one_with_force_make_one_row_each(phone: Phone) -> None:
    search, used = send(phone, SEARCH), send(phone, FORCE)
    send(phone, {})
    made = month_of(phone)
    assert (made.stops, made.erased) == (2, 0)
    (national,) = rows(made, "stop-and-search")
    assert national["Outcome"] == "Arrest"
    assert (national["Latitude"], national["Longitude"]) == ("52.1356", "-0.4668")
    (kept,) = rows(made, "search-records")
    assert (kept["Stop"], kept["Officer"]) == (search["stop_id"], search["officer"])
    assert kept["Place"] == "Quay Road"
    (report,) = rows(made, "use-of-force")
    assert report["Stop"] == used["stop_id"]


def test_another_force_and_another_month_are_not_in_it(phone: Phone) -> None:
    send(phone, SEARCH)
    send(Phone(officer("eve", "cheshire")).registered(), SEARCH)
    assert month_of(phone).stops == 1
    assert month_of(phone, police="dorset").stops == 0
    before = began(phone) - timedelta(days=32)
    assert month_of(phone, month=f"{before:%Y-%m}").stops == 0


def test_the_first_file_is_read_as_any_forces(phone: Phone, tmp_path: Path) -> None:
    send(phone, SEARCH)
    name, text = next(iter(month_of(phone).files.items()))
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert import_police_uk([tmp_path / name], tmp_path / "lake").rows_loaded == 1


def test_a_month_without_any_has_files_with_headings_and_nothing_else(phone: Phone) -> None:
    made = month_of(phone)
    columns = [searches.COLUMNS, code_a.COLUMNS, force.COLUMNS]
    first = [next(csv.reader(io.StringIO(text))) for text in made.files.values()]
    assert first == [list(one) for one in columns]
    assert [text.count("\n") for text in made.files.values()] == [1, 1, 1]


def test_what_was_erased_is_said_and_in_no_file(phone: Phone) -> None:
    send(phone, SEARCH)
    send(phone, SEARCH)
    gone = Restricted.objects.first()
    gone.registration, gone.place, gone.officer = "", None, ""
    gone.erased_at = timezone.now()
    gone.save()
    made = month_of(phone)
    assert (made.stops, made.erased) == (2, 1)
    assert len(rows(made, "stop-and-search")) == 1


def test_the_private_log_keeps_who_made_it(phone: Phone) -> None:
    send(phone, SEARCH)
    month_of(phone, by="person/7")
    entry = Entry.objects.filter(kind=Act.DISCLOSURE).get()
    assert entry.subject == f"returns/{phone.force}/{began(phone):%Y-%m}"
    assert entry.by == "person/7"
