"""Writing a command's answer to stdout, and nothing else."""

import csv
import errno
import io
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evenhand.cli.harmless import harmless_json

RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(text: str) -> None:
    """Write text, ending in one new line.

    Raises
    ------
    OSError
        If whoever called has closed stdout: an answer that nobody gets is no answer.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, "is closed, so the answer could not be written", "stdout")
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


def width() -> int | None:
    """Return where to break lines for a terminal; None for a file or another program."""
    return min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None


def write_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write a value as JSON; a number that is none is refused rather than written as NaN."""
    write(harmless_json(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as CSV with a header: one observation a row, nothing for no value.

    Text that a spreadsheet would run as a formula is made harmless; numbers stay numbers.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    write(text.getvalue())


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(RISKY_STARTS):
        return f"'{value}"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
