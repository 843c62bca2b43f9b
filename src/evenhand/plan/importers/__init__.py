"""A plan as a spreadsheet: read, compared with what stands, and then taken in whole or not."""

from evenhand.plan.importers.applying import apply
from evenhand.plan.importers.comparing import Changed, New, Preview, preview
from evenhand.plan.importers.opening import read
from evenhand.plan.importers.rows import Problem

__all__ = ["Changed", "New", "Preview", "Problem", "apply", "preview", "read"]
