"""The demonstration as a Django app: only where EVENHAND_DEMO is set, never in service."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Nothing but services."""

    name = "evenhand.demo"
