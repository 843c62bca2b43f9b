"""The public log as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What was promised, drawn, answered and published."""

    name = "evenhand.ledger"
    log = "evenhand.ledger.log.tables.LEDGER"
