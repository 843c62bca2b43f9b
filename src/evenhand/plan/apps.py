"""The plan as a Django app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """What forces promised, and what became of it."""

    name = "evenhand.plan"
