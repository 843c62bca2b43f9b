"""Encounters as a Django app."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    """Vehicle stops, as officers recorded them."""

    name = "evenhand.encounters"
    log = "evenhand.encounters.stop_log.STOPS"
