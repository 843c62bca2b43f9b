"""The whole site as files that any web server can serve: how it survives a day of attention."""

from evenhand.public.static_site.errors import CannotExport
from evenhand.public.static_site.exporting import Exported, export
from evenhand.public.static_site.folder import check

__all__ = ["CannotExport", "Exported", "check", "export"]
