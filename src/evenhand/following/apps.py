"""Following as a Django app."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """Who is told what by mail."""

    name = "evenhand.following"

    def ready(self) -> None:
        """Say what goes when a person is erased."""
        from evenhand.following.services import forgetting  # noqa: F401  (importing it says so)
