"""Writes: each is one transaction with its entry in the public ledger."""

from evenhand.accounts.services.writing import Who
from evenhand.maturity.services.assessing import assess, assessed_by
from evenhand.maturity.services.loading import load_framework, take_up

__all__ = ["Who", "assess", "assessed_by", "load_framework", "take_up"]
