"""A site in service, and the cast of the accounts."""

from typing import Any

import pytest
from django.test import Client

from accounts.conftest import cast as cast  # noqa: PLC0414  (pytest finds it by name)

PUBLIC = "https://figures.example"


@pytest.fixture
def in_service(settings: Any) -> None:
    """What a site that the world can reach has set (evenhand.config.settings)."""
    settings.PUBLIC_ADDRESS = PUBLIC
    settings.ALLOWED_HOSTS = ["figures.example", "testserver"]
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.fixture
def reader(in_service: None, db: None) -> Client:
    """Somebody at their browser, far away; a fault is answered as it would be in service."""
    return Client(headers={"host": "figures.example"}, raise_request_exception=False)
