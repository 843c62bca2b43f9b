"""Everything about a figure in one file that unpacks anywhere and is the same byte for byte."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from evenhand.measures.words.messages import say
from evenhand.public.files import credit, rows
from evenhand.public.files.answer import figure_json
from evenhand.public.files.columns import COLUMNS, MONTHS
from evenhand.public.files.comma_separated import as_csv
from evenhand.public.files.dataset import Dataset
from evenhand.public.files.metadata import as_metadata
from evenhand.public.files.package import data_package
from evenhand.public.files.pictures import as_svg
from evenhand.publications.models import Figure

READABLE = 0o644 << 16  # what a file may be used for, where unpacking asks


def as_zip(figure: Figure, dataset: Dataset, host: str) -> bytes:
    """The tables with both descriptions, the JSON, the picture, and a page of plain words."""
    return _packed(contents(figure, dataset, host), figure.released_at)


def table_zip(dataset: Dataset) -> bytes:
    """A table of figures in far fewer bytes: CSV, both descriptions and plain words."""
    table = f"{dataset.stem}.csv"
    tables = {table: as_csv(COLUMNS, dataset.rows)}
    package = data_package(dataset, tables)
    files = {
        "README.txt": _written([dataset.title, dataset.description], dataset, tuple(tables)),
        **tables,
        f"{table}-metadata.json": as_metadata(dataset, table),
        "datapackage.json": json.dumps(package, ensure_ascii=False, indent=1).encode(),
    }
    released = dataset.released_at
    return _packed(files, datetime.fromisoformat(released) if released else None)


def _packed(files: Mapping[str, bytes], when: datetime | None) -> bytes:
    """The files in one archive, the same byte for byte each time."""
    moment = when.utctimetuple() if when else None
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, date_time=moment[:6]) if moment else ZipInfo(name)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
            archive.writestr(entry, content)
    return out.getvalue()


def contents(figure: Figure, dataset: Dataset, host: str) -> dict[str, bytes]:
    """Every file of the bundle by its name."""
    table = f"{dataset.stem}.csv"
    tables = {table: as_csv(COLUMNS, dataset.rows)}
    if figure.months:
        tables["months.csv"] = as_csv(MONTHS, rows.months(figure))
    package = data_package(dataset, tables)
    return {
        "README.txt": read_me(figure, dataset, tuple(tables)),
        **tables,
        f"{table}-metadata.json": as_metadata(dataset, table),
        "datapackage.json": json.dumps(package, ensure_ascii=False, indent=1).encode(),
        f"{dataset.stem}.json": figure_json(figure, host),
        f"{dataset.stem}.svg": as_svg(figure, dataset),
    }


def read_me(figure: Figure, dataset: Dataset, tables: tuple[str, ...]) -> bytes:
    """What a person reads first."""
    first = [
        dataset.title,
        figure.result["sentence"],
        " ".join(figure.wording.get("context", ())),
    ]
    digest = say("SHA-256 of what the figure says: {digest}", digest=figure.digest)
    return _written(first, dataset, tables, digest)


def _written(
    first: Sequence[str], dataset: Dataset, tables: tuple[str, ...], last: str = ""
) -> bytes:
    """What is in the archive, how to read it, and how to name it."""
    parts = [
        *first,
        say(
            "Tables: {names}. Every column is explained in datapackage.json.",
            names=", ".join(tables),
        ),
        say(
            "An empty cell is never zero. The column “status” says whether a number is not shown, "
            "to protect people, or whether there is no data."
        ),
        say('Python’s csv module needs encoding="utf-8-sig"; other programs need nothing.'),
        f"{credit.LICENCE}: {credit.LICENCE_ADDRESS}",
        dataset.attribution,
        say("To cite it: {citation}", citation=dataset.citation),
        last,
    ]
    return ("\r\n\r\n".join(part for part in parts if part) + "\r\n").encode()
