"""A list of recommendations from elsewhere: read, previewed, and taken in whole or not at all."""

from evenhand.scrutiny.recommending.importing.columns import Column, columns, template
from evenhand.scrutiny.recommending.importing.previewing import Preview, apply, preview
from evenhand.scrutiny.recommending.importing.rows import Problem, Row
from evenhand.sheets.errors import CannotRead
from evenhand.sheets.reading import read

__all__ = [
    "CannotRead",
    "Column",
    "Preview",
    "Problem",
    "Row",
    "apply",
    "columns",
    "preview",
    "read",
    "template",
]
