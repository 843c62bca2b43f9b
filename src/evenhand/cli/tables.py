"""Plain columns for a terminal: read aloud, copied and searched without loss."""

from collections.abc import Mapping, Sequence
from typing import Any

GAP = "  "


def columns(
    names: Sequence[tuple[str, str]],
    rows: Sequence[Mapping[str, Any]],
    *,
    right: Sequence[str] = (),
) -> str:
    """Return rows as aligned columns under a header.

    Parameters
    ----------
    names : each column's key and its heading.
    rows : what stands in the columns.
    right : the keys of columns of numbers, which are aligned on the right.
    """
    cells = [[heading for _, heading in names]]
    cells += [[str(row[key]) for key, _ in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        GAP.join(
            cell.rjust(width) if key in right else cell.ljust(width)
            for (key, _), cell, width in zip(names, line, widths, strict=True)
        ).rstrip()
        for line in cells
    )
