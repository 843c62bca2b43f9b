"""When and where an appointment of a panel is, and what came of it."""

from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from evenhand.ledger.texts import Long, MaybeLong, Plain, Short, Strict
from evenhand.measures.words.messages import say

LONGEST = timedelta(hours=24)
FEWEST = 3
"""Members: hours and expenses of fewer would be those of somebody."""
Count = Annotated[int, Field(ge=0, le=10_000)]


class Slot(Strict):
    """When and where it is, and how members of the public can come.

    Attributes
    ----------
    places : for members of the public; 0 where it is not open to them.
    how : how to ask for a place, in words; an address to write to, say.
    """

    starts: AwareDatetime
    ends: AwareDatetime
    where: Short
    places: Annotated[int, Field(ge=0, le=1000)] = 0
    how: MaybeLong = ""

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Self:
        """Refuse what ends before it starts, or lasts for days."""
        if not timedelta(0) < self.ends - self.starts <= LONGEST:
            raise ValueError(say("It ends after it starts, within a day."))
        if self.places and not self.how:
            raise ValueError(say("Say how members of the public ask for a place."))
        return self

    def is_before(self, moment: datetime) -> bool:
        """Whether it is over by a moment."""
        return self.ends <= moment


class Held(Strict):
    """Who came, what it took, and what was found.

    Attributes
    ----------
    members, public : how many came.
    hours, pence : what members gave and were paid, all together; nothing where they are too few.
    findings : of a visit, each in words that may be public and name nobody.
    """

    members: Annotated[int, Field(ge=1, le=1000)]
    public: Count = 0
    hours: Count | None = None
    pence: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    findings: Annotated[tuple[Long, ...], Field(max_length=50)] = ()

    @model_validator(mode="after")
    def tells_of_nobody(self) -> Self:
        """Refuse hours and expenses that are those of one or two people."""
        if self.members < FEWEST and (self.hours is not None or self.pence is not None):
            raise ValueError(
                say(
                    "Hours and expenses of fewer than {least} members would be those of somebody. "
                    "Leave them out.",
                    least=str(FEWEST),
                )
            )
        return self


class Minutes(Strict):
    """What minutes hold beside their words.

    Attributes
    ----------
    decisions : what was decided, each in words that may be public and name nobody.
    corrects : the number of the step whose minutes these replace; None for the first.
    wrong : what was wrong with those, or what is added.
    """

    decisions: Annotated[tuple[Long, ...], Field(max_length=50)] = ()
    corrects: Annotated[int, Field(ge=1)] | None = None
    wrong: MaybeLong = ""


SHORT = 120
"""Characters of a text that an agenda repeats."""


def short(text: str) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= SHORT:
        return text
    return f"{text[:SHORT].rsplit(' ', 1)[0]}…"


class Item(Strict):
    """An item of an agenda: what it is about, as the ledger calls it, and in words."""

    subject: Annotated[str, StringConstraints(max_length=200), Plain] = ""
    words: Long
