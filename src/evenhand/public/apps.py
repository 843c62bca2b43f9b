"""Public pages as a Django app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages without an account or a script."""

    name = "evenhand.public"
