"""Publications as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Figures."""

    name = "evenhand.publications"

    def ready(self) -> None:
        """Say what is taken down when words are taken out of a plan, or of scrutiny."""
        from evenhand.publications.packs import taking_down as packs  # noqa: F401  (importing does)
        from evenhand.publications.reporting import taking_down  # noqa: F401  (importing it does)
