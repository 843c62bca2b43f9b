"""What holds for every test: nothing beyond this machine is reached, and no warning passes."""

import os
import socket
import subprocess
import sys
import warnings

import pytest
from django.conf import settings
from django.db import connection
from pytest_socket import SocketConnectBlockedError


def test_no_test_reaches_beyond_this_machine():
    # An address that documentation may use and nobody has (RFC 5737).
    with warnings.catch_warnings(), pytest.raises(SocketConnectBlockedError):
        warnings.simplefilter("ignore")  # it warns before it refuses
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_server_on_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning, match="beware"):
        warnings.warn("beware", stacklevel=1)


@pytest.mark.django_db
def test_the_database_is_of_the_kind_that_the_run_is_for():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.settings_dict["NAME"] != settings.ENVIRONMENT.database_url
    asked = settings.ENVIRONMENT.database_url.partition(":")[0]
    assert connection.vendor == asked


def test_on_postgresql_those_tests_run_that_use_the_database(root, run):
    address = {"EVENHAND_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    parts = ["tests/stats/test_stats_public.py", "tests/forces", "tests/plan/test_plan_together.py"]
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *parts],
        cwd=root,
        env={**os.environ, **address},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = {line.partition("::")[0] for line in said.splitlines() if "::" in line}
    assert found == {"tests/forces/test_forces_models.py", "tests/forces/test_forces_services.py"}


@pytest.mark.django_db
def test_no_test_shares_connections_that_outlive_it():
    # Importing `evenhand.config.wsgi` does, in every test of the process: import
    # `django.core.wsgi.get_wsgi_application` instead.
    assert "evenhand.config.wsgi" not in sys.modules
    assert "pool" not in connection.settings_dict["OPTIONS"]
