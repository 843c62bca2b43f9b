"""Roadside pages as a Django app."""

from django.apps import AppConfig


class RoadsideConfig(AppConfig):
    """The recorder, the address that takes its records, receipts and answers."""

    name = "evenhand.roadside"
