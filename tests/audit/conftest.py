"""Pages of the private log are tested with the cast of the accounts."""

from accounts.conftest import cast as cast  # noqa: PLC0414  (pytest finds it by name)
