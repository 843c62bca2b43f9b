"""The forms a figure can be taken in, and what builds each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evenhand.public.files import dataset as datasets
from evenhand.public.files.answer import figure_json, table_json
from evenhand.public.files.bundle import as_zip, table_zip
from evenhand.public.files.columns import COLUMNS
from evenhand.public.files.comma_separated import as_csv
from evenhand.public.files.dataset import Dataset
from evenhand.public.files.metadata import PARQUET, as_metadata
from evenhand.public.files.parquet import as_parquet
from evenhand.public.files.pictures import as_png, as_svg
from evenhand.public.files.workbook import as_xlsx
from evenhand.publications.models import Figure

VERSION = 3
"""Of the files' form: one more whenever the same figure would give other bytes."""
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
METADATA = "-metadata.json"


@dataclass(frozen=True)
class Format:
    """A form of a file.

    Attributes
    ----------
    saved : a browser saves it; it opens the others.
    most : a single figure's file is smaller than this many kilobytes.
    """

    ending: str
    media_type: str
    saved: bool
    most: int


FORMATS: Mapping[str, Format] = {
    each.ending: each
    for each in (
        Format(".csv", "text/csv; charset=utf-8; header=present", saved=True, most=30),
        Format(".xlsx", SPREADSHEET, saved=True, most=30),
        Format(".json", "application/json", saved=False, most=60),
        Format(".parquet", PARQUET, saved=True, most=40),
        Format(".svg", "image/svg+xml", saved=False, most=40),
        Format(".png", "image/png", saved=False, most=250),
        Format(METADATA, "application/csvm+json", saved=False, most=30),
        Format(".zip", "application/zip", saved=True, most=60),
    )
}
"""Every form of a figure by its ending."""

WHOLE = (".csv", ".zip", ".json", ".parquet", METADATA)
"""Endings of the one file of every standing figure. The ZIP holds the CSV, in far fewer bytes:
a file that was packed on its way could not be asked for in parts, nor continued."""


def build_figure(figure: Figure, ending: str, host: str) -> bytes:
    """Make one file of a figure.

    Parameters
    ----------
    ending : one of :data:`FORMATS`.
    host : where the site is; addresses in the file begin so.
    """
    about = datasets.of_figure(figure, host)
    makers: Mapping[str, Callable[[], bytes]] = {
        ".xlsx": lambda: as_xlsx(figure, about),
        ".json": lambda: figure_json(figure, host),
        ".svg": lambda: as_svg(figure, about),
        ".png": lambda: as_png(figure, about),
        ".zip": lambda: as_zip(figure, about, host),
    }
    make = makers.get(ending)
    return make() if make else build_table(about, ending)


def build_table(about: Dataset, ending: str) -> bytes:
    """Make one file of a table of figures: its CSV, JSON, Parquet, ZIP or description."""
    makers: Mapping[str, Callable[[], bytes]] = {
        ".csv": lambda: as_csv(COLUMNS, about.rows),
        ".json": lambda: table_json(about),
        ".zip": lambda: table_zip(about),
        ".parquet": lambda: as_parquet(about),
        METADATA: lambda: as_metadata(about, f"{about.address}.csv"),
    }
    return makers[ending]()
