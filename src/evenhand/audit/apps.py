"""The private log as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did or saw what."""

    name = "evenhand.audit"
    log = "evenhand.audit.log.AUDIT"
