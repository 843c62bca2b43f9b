"""Maturity as a Django app."""

from django.apps import AppConfig


class MaturityConfig(AppConfig):
    """How mature a force's work is: what it says, what others say."""

    name = "evenhand.maturity"
