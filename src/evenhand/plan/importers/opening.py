"""Opens a plan's table that somebody filled in."""

from evenhand.plan.errors import CannotRead
from evenhand.sheets import reading
from evenhand.sheets.errors import CannotRead as NoTable
from evenhand.sheets.reading import LARGEST, Table

__all__ = ["LARGEST", "Table", "read"]
SHEET = "Actions"


def read(content: bytes, *, name: str) -> Table:
    """The cells of a plan's table as texts, the headings first.

    Parameters
    ----------
    name : the file's name; its ending says what it is.

    Raises
    ------
    CannotRead
        If it is no such file, or larger than any plan. Nothing of it was taken.
    """
    try:
        return reading.read(content, name=name, sheet=SHEET)
    except NoTable as error:
        raise CannotRead(str(error)) from error
