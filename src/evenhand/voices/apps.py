"""Voices as a Django app."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """What readers tell us."""

    name = "evenhand.voices"
