"""The columns of a list of recommendations."""

from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.scrutiny.recommending.terms import Source
from evenhand.sheets.writing import as_csv

NOT_THE_PANELS = tuple(one.value for one in Source if one is not Source.PANEL)
"""Sources of lists; a panel that acts here says it itself."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, what belongs in it, and whether a row must have it."""

    name: str
    about: str
    needed: bool = False


def columns() -> tuple[Column, ...]:
    """The columns of a list, in the order of the template."""
    return (
        Column("force", say("The force it is made to, such as bedfordshire"), True),
        Column("from", say("Who made it, as the public knows them: an inspectorate, say"), True),
        Column("source", say("One of: {names}", names=", ".join(NOT_THE_PANELS)), True),
        Column("said", say("The day it was said or published: 2026-04-01 or 01/04/2026"), True),
        Column("what", say("What is recommended, at most 1,000 letters"), True),
        Column("why", say("What was seen or found that asks for it"), True),
        Column("to", say("The role it is addressed to. Never a person’s name"), True),
        Column("by", say("The day by which it should be done; empty where none is named")),
        Column("report", say("The title of the report it stands in")),
        Column("reference", say("Its number there")),
        Column("link", say("Where the report is: an address that begins with https://")),
    )


def template() -> bytes:
    """An empty list to fill in, as CSV."""
    return as_csv([[one.name for one in columns()]])
