"""Spreadsheets: the cells that are seen, read out of the file and written into a new one."""

from evenhand.cleaning.workbooks.open_document import ods
from evenhand.cleaning.workbooks.workbook import xlsx

__all__ = ["ods", "xlsx"]
