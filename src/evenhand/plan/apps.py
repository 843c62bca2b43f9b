"""The plan as a Django app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """What forces promised, and what became of it."""

    name = "evenhand.plan"

    def ready(self) -> None:
        """Say what goes when a person is erased."""
        from evenhand.plan.services import forgetting  # noqa: F401  (importing it says so)
