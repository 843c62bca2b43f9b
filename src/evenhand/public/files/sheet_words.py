"""The words of a spreadsheet that are not in its tables: cover, notes, and the columns' meaning."""

from typing import Any

from evenhand.measures.words.messages import say
from evenhand.public.files import credit
from evenhand.public.files.columns import COLUMNS, unit_of
from evenhand.public.files.dataset import Dataset
from evenhand.public.files.standing import CORRECTED
from evenhand.publications.making.wording import day
from evenhand.publications.models import Figure

NOTES = [
    (
        "range",
        "The likely range (95%) is what chance alone allows. Its ends are in the columns whose "
        "names end in _low and _high.",
    ),
    (
        "unknown",
        "unknown_low and unknown_high say what ratio could be if every ethnicity had been "
        "recorded. That is another kind of doubt. Never add the two together.",
    ),
    (
        "shorthand",
        "[c] not shown, to protect people. [x] no data: nobody knows; it is not zero. [z] a number "
        "would mean nothing here. Zero is written 0.",
    ),
]
"""Notes by their reference."""


def cover_words(figure: Figure, dataset: Dataset) -> dict[str, Any]:
    """The cover: what this is, what it says, how far to trust it, and how to use it."""
    return {
        "title": dataset.title,
        "intro": [
            figure.result["sentence"],
            *figure.wording.get("context", ()),
            *([say("Everything here is made up.")] if figure.result["fictional"] else []),
        ],
        "about": [
            say("Released {day}. A released figure never changes.", day=day(figure.released_at)),
            *_succession(dataset),
            f"[{credit.LICENCE}]({credit.LICENCE_ADDRESS})",
            dataset.attribution,
            say("To cite it: {citation}", citation=dataset.citation),
            say("SHA-256 of what the figure says: {digest}", digest=dataset.digest or ""),
        ],
        "contact": [
            say("The figure’s page has every range, source and formula, and takes what is wrong:"),
            f"[{dataset.page}]({dataset.page})",
        ],
    }


def _succession(dataset: Dataset) -> list[str]:
    row = dataset.rows[0]
    said = []
    newer = row["superseded_by"]
    if row["figure_status"] == CORRECTED:
        said.append(say("This figure was corrected. Use {newer}.", newer=newer))
    elif newer:
        said.append(say("A newer version has the same numbers: {newer}.", newer=newer))
    if row["supersedes"]:
        said.append(say("This figure takes the place of {older}.", older=row["supersedes"]))
    return said


def columns_table(dataset: Dataset) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of the sheet that says what each column means."""
    headings = [say("Column"), say("What is in it"), say("What it means"), say("Unit")]
    return headings, [
        [
            column.name,
            column.kind.value,
            column.description,
            unit_of(column, dataset.rate_unit) or "[z]",
        ]
        for column in COLUMNS
    ]
