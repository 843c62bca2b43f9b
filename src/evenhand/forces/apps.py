"""Forces as a Django app."""

from django.apps import AppConfig


class ForcesConfig(AppConfig):
    """Forces, areas and populations."""

    name = "evenhand.forces"
