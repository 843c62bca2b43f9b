"""The work of scrutiny panels as a Django app."""

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """Draws, cases, scores, findings and recommendations."""

    name = "evenhand.scrutiny"
