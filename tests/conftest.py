"""What every test may use, and what none may do: reach the network."""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts

# A busy machine is slow, and that is no fault of the code under test.
settings.register_profile("evenhand", deadline=None)
settings.load_profile("evenhand")

# Playwright keeps an event loop of its own in the process, which Django takes for ours and then
# refuses to use the database in whatever test comes next in that process.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent


def pytest_runtest_setup() -> None:
    """Loopback only: servers that tests start themselves; nothing beyond this machine."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data beside the repository; never part of it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real public data (../shared/data) is not here")
    return folder
