"""One address says which database; both kinds run the service."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from evenhand.config.database import database


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///evenhand.sqlite3", "evenhand.sqlite3"),
        ("sqlite:////var/lib/evenhand.sqlite3", "/var/lib/evenhand.sqlite3"),
        ("sqlite:///with%20space.sqlite3", "with space.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_sqlite_is_a_file_or_memory(url: str, name: str) -> None:
    found = database(url)

    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == name


def test_postgresql_takes_user_password_host_port_and_name() -> None:
    found = database("postgresql://eve:p%40ss@db.example:6543/site?connect_timeout=5")

    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("eve", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6543", "site")
    assert found["OPTIONS"]["connect_timeout"] == "5"


def test_postgresql_may_be_reached_by_its_socket(tmp_path: Path) -> None:
    found = database(f"postgres://postgres:@/site?host={tmp_path}")

    assert (found["HOST"], found["OPTIONS"]) == (str(tmp_path), {})


def test_another_kind_is_refused_without_showing_the_password() -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql:") as refused:
        database("mysql://eve:secret@db/site")

    assert "secret" not in str(refused.value)
