"""What an assessment says: one set of rules for forms, the demonstration and what is published."""

import re
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from evenhand.ledger.texts import A_FIGURE, A_LINK, MaybeLong, Plain, Short, Strict
from evenhand.measures.words.messages import say

Kind = Literal["link", "figure", "note"]
EVIDENCE: tuple[Kind, ...] = get_args(Kind)
MOST_EVIDENCE = 3
LONGEST_REASONS = 2000


class Proof(Strict):
    """One thing that an assessment rests on.

    ``address`` is an ``https`` address for a link, a reference for a figure, empty for a note.
    """

    kind: Kind
    title: Short
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Plain] = ""
    words: MaybeLong = ""

    @model_validator(mode="after")
    def is_where_its_kind_says(self) -> Self:
        """Refuse an address that does not fit."""
        allowed = {"link": A_LINK, "figure": A_FIGURE, "note": "^$"}
        if not re.fullmatch(allowed[self.kind], self.address):
            raise ValueError(
                say(
                    "Evidence is a link that begins with https://, the reference of a figure, or a "
                    "note without an address; and it has a title."
                )
            )
        return self


class Judgement(Strict):
    """A level, why, and what it rests on. All of it is public, for good."""

    level: int = Field(ge=0)
    """0 where the assessor cannot tell."""
    rationale: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_REASONS),
        Plain,
    ]
    evidence: tuple[Proof, ...] = Field(default=(), max_length=MOST_EVIDENCE)
