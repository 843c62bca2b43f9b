"""A figure as a spreadsheet that a screen reader can read: one named table a sheet, no blank cell.

Made by gptables, which follows the Government Analysis Function's guidance: a cover, a table of
contents, notes, then the tables. It writes only what it is told: no formula and no hidden sheet.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import said_of
from evenhand.public.files import rows
from evenhand.public.files.columns import COLUMNS, MONTHS, Column, Kind
from evenhand.public.files.credit import PUBLISHER
from evenhand.public.files.dataset import Dataset
from evenhand.public.files.rows import Row
from evenhand.public.files.sheet_words import NOTES, columns_table, cover_words
from evenhand.publications.models import Figure
from evenhand.sheets.writing import WORKBOOK

if TYPE_CHECKING:
    from gptables import GPTable

BY_GROUP = tuple(column for column in COLUMNS if column.part == "row")
OF_FIGURE = tuple(column for column in COLUMNS if column.part == "figure")
BY_MONTH = tuple(column for column in MONTHS if column.part == "row")
NOT_APPLICABLE = "[z]"  # the official shorthand where a number would mean nothing
LONG = 60  # letters; a wider column would push the rest off the screen
ONE_AT_A_TIME = Lock()
WRAPPED = {"text_wrap": True, "valign": "top"}


def as_xlsx(figure: Figure, dataset: Dataset) -> bytes:
    """A workbook: cover, contents, notes, the groups, the figure, its months and the columns."""
    import pandas as pd  # gptables asks for its tables

    out = BytesIO()
    with quiet_gptables() as gptables:
        sheets = _sheets(figure, dataset)
        book = gptables.produce_workbook(
            out,
            sheets={name: sheet for name, (sheet, _) in sheets.items()},
            cover=gptables.Cover(**cover_words(figure, dataset)),
            notes_table=pd.DataFrame(NOTES, columns=["Note reference", "Note text"]),
            workbook_options=WORKBOOK,
        )
        for name, (_, wide) in sheets.items():
            for column in wide:
                book.get_worksheet_by_name(name).set_column(column, column, LONG)
        about = {"title": dataset.title, "author": PUBLISHER, "created": figure.released_at}
        book.set_properties(about)
        book.close()
    return out.getvalue()


@contextmanager
def quiet_gptables() -> Iterator[ModuleType]:
    """Lend gptables, to one caller at a time, without the warnings that are about it alone.

    It leaves the file of its theme for Python to close, and asks pandas in ways that pandas will
    stop answering (both seen in 2.0). In our tests each would be an error.
    """
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed file.*gptheme", ResourceWarning)
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"gptables\.")
        import gptables

        yield gptables


def _sheets(figure: Figure, dataset: Dataset) -> dict[str, tuple["GPTable", list[int]]]:
    about = dataset.rows[0]
    whole = [
        (column.name, _value(column, about[column.name]), column.description)
        for column in OF_FIGURE
    ]
    sheets = {
        "Groups": _sheet(
            "groups",
            dataset.title,
            [column.name for column in BY_GROUP],
            [_cells(BY_GROUP, row) for row in dataset.rows],
            subtitles=[say("One row for each group. $$range$$"), "$$unknown$$", "$$shorthand$$"],
        ),
        "Figure": _sheet(
            "figure",
            say("What is the same for every row"),
            [say("Column"), say("Value"), say("What it means")],
            whole,
        ),
    }
    months = [_cells(BY_MONTH, row) for row in rows.months(figure)]
    if months:
        title = said_of(figure.power, "Searches of people recorded each month")
        sheets["Months"] = _sheet("months", title, [column.name for column in BY_MONTH], months)
    sheets["Columns"] = _sheet("columns", say("What each column means"), *columns_table(dataset))
    return sheets


def _sheet(
    name: str,
    title: str,
    headings: list[str],
    cells: Iterable[Sequence[object]],
    subtitles: list[str] | None = None,
) -> tuple["GPTable", list[int]]:
    """One sheet, and which of its columns are too wide for their words."""
    import pandas as pd
    from gptables import GPTable

    table = pd.DataFrame(list(cells), columns=headings).astype(object)
    wide = [place for place, heading in enumerate(headings) if _longest(table[heading]) > LONG]
    wrapped: list[dict[str, Any]] = [{"column": {"columns": wide, "format": WRAPPED}}]
    sheet = GPTable(
        table=table,
        table_name=f"evenhand_{name}",
        title=title,
        subtitles=subtitles,
        instructions=say("This sheet holds one table. The shorthand is on the sheet of notes."),
        index_columns={},
        additional_formatting=wrapped if wide else [],
    )
    return sheet, wide


def _longest(column: Iterable[object]) -> int:
    return max((len(str(value)) for value in column), default=0)


def _cells(columns: Sequence[Column], row: Row) -> list[object]:
    absent = row["shorthand"] or NOT_APPLICABLE
    return [
        _value(column, row[column.name], absent if column.name != "shorthand" else NOT_APPLICABLE)
        for column in columns
    ]


def _value(column: Column, value: object, absent: str = NOT_APPLICABLE) -> object:
    """A cell, never blank: a number as a number, anything else as plain words."""
    if value is None:
        return absent
    if column.kind in {Kind.WHOLE, Kind.NUMBER}:
        return value
    if column.kind is Kind.TRUTH:
        return "true" if value else "false"
    return plain(str(value))


def plain(text: str) -> str:
    """A text that gptables takes for words: neither one of its notes nor a link."""
    return text.replace("$$", "$ $").replace("](", "] (")
