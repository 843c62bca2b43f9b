"""The monitoring of powers as a Django app."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """What the watch found, and how forces answered."""

    name = "evenhand.monitoring"
