"""Publications as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Figures."""

    name = "evenhand.publications"
