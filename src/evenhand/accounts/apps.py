"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, roles, and signing in."""

    name = "evenhand.accounts"
