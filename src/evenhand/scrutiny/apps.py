"""The work of scrutiny panels as a Django app."""

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """Draws, cases, scores, findings and recommendations."""

    name = "evenhand.scrutiny"

    def ready(self) -> None:
        """Say what goes when a person is erased."""
        from evenhand.scrutiny.recommending.services import (
            forgetting,  # noqa: F401  (importing it says so)
        )
