"""The workspace as a Django app."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Pages of those who have signed in."""

    name = "evenhand.workspace"
