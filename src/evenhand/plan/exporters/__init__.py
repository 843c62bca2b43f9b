"""A plan as files: everything public as JSON, and tables that can be filled in and read back."""

from evenhand.plan.exporters.documents import as_json
from evenhand.plan.exporters.formats import FORMATS, TEMPLATE, table, template

__all__ = ["FORMATS", "TEMPLATE", "as_json", "table", "template"]
