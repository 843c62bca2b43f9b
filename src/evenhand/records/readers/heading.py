"""How the heading of a table is understood."""

from __future__ import annotations

from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.readers import columns


class Heading:
    """The headings that police.uk uses, or others have for them; a mapping has its own."""

    def places(self, name: str, headings: list[str]) -> dict[str, int]:
        """Our name of each column -> its place.

        Raises
        ------
        NotRecords
            If a column is missing without which nothing can be counted.
        BadInput
            If two columns have the heading of one.
        """
        found = columns.known_columns(headings)
        missing = columns.missing_columns(found)
        if missing:
            raise NotRecords(
                f"{name} has no column {' or '.join(repr(m) for m in missing)} in its first row "
                f"(found: {', '.join(repr(h[:60]) for h in headings[:6])}). It is not a file of "
                "searches as police.uk publishes them. Describe your own file with a mapping: "
                "`evenhand import extract MAPPING.yaml`."
            )
        refuse_repeated(name, columns.repeated(headings))
        return found


def refuse_repeated(name: str, repeated: list[str]) -> None:
    """Refuse to choose between two columns of one heading.

    Raises
    ------
    BadInput
        If there are such headings.
    """
    if repeated:
        raise BadInput(
            f"{name} has more than one column {' and '.join(repr(r) for r in repeated)}, and "
            "nobody can tell which one counts. Rename or remove the others. Nothing was loaded."
        )
