"""Tests of accounts share one cast."""

import pytest
from django.conf import LazySettings

from accounts.cast import Cast, assemble


@pytest.fixture
def cast(db: None, settings: LazySettings) -> Cast:
    """The owner, a team mate, a stranger; their passwords are hashed in no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return assemble()
