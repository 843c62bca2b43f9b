"""`evenhand stops returns`: what a force's analyst sends on, from what officers recorded once."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from encounters.odd_stops import ODD
from encounters.phones import Phone, officer, states

SEARCH = ODD["drugs were looked for and a knife was found"]


@pytest.mark.django_db
def test_the_command_writes_three_files_that_only_their_owner_can_read(
    evenhand: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    phone = Phone(officer("ada")).registered()
    search = {name: SEARCH[name] for name in ("searches", "outcomes", "arrest_reason")}
    assert states(phone.send(phone.sealed(phone.stop(**search)))) == ["kept"]
    began = (phone.now - timedelta(minutes=10)).astimezone(ZoneInfo("Europe/London"))
    month, out = f"{began:%Y-%m}", tmp_path / "out"
    asked = ("stops", "returns", "--force", phone.force, "--month", month, "--out", out)
    said = evenhand(*asked)
    assert said.status == 0
    assert sorted(path.name for path in out.iterdir()) == [
        f"{month}-bedfordshire-{kind}.csv"
        for kind in ("search-records", "stop-and-search", "use-of-force")
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert "stop-and-search.csv: 1 rows." in said.err
    again = evenhand(*asked)
    assert again.status == 2
    assert "is not an empty folder" in again.err


def test_a_month_that_is_none_and_a_force_that_is_none_are_refused(
    evenhand: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    out = tmp_path / "out"
    asked = ("stops", "returns", "--out", out)
    assert evenhand(*asked, "--force", "bedfordshire", "--month", "2026-13").status == 2
    assert evenhand(*asked, "--force", "atlantis", "--month", "2026-11").status == 2
    assert not out.exists()
