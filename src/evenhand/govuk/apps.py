"""The design system as a Django app, so that its templates and static files are found."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    """Holds layouts and what ``frontend/`` builds."""

    name = "evenhand.govuk"
