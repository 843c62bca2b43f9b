"""What a recommendation says, and what an answer to it and its evidence are made of."""

import re
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from evenhand.ledger.kept import REDACTED
from evenhand.ledger.texts import A_FIGURE, A_LINK, Key, Long, Plain, Short, Strict
from evenhand.measures.words.messages import say

EARLIEST = date(1999, 2, 24)
"""The day of the report of the Stephen Lawrence inquiry: older lists are history."""
A_SUBJECT = r"^[a-z]+(/[a-z0-9]+(-[a-z0-9]+)*){2,6}$"
A_RECOMMENDATION = r"^recommendation/[a-z0-9]+(-[a-z0-9]+)*/[1-9][0-9]{0,8}$"
AN_ACTION = r"^plan/[a-z]+(-[a-z]+)*/[1-9][0-9]{0,4}/[a-z0-9]+(-[a-z0-9]+)*$"

Subject = Annotated[str, StringConstraints(pattern=A_SUBJECT, max_length=200)]
Repeated = Annotated[str, StringConstraints(pattern=A_RECOMMENDATION, max_length=100)]
Action = Annotated[str, StringConstraints(pattern=AN_ACTION, max_length=200)]


def _link(text: str) -> str:
    if text and text != REDACTED and not re.match(A_LINK, text):
        raise ValueError(say("A link begins with https://."))
    return text


Link = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500),
    Plain,
    AfterValidator(_link),
]


class Source(StrEnum):
    """Whose recommendation it is; each has a term of its own to be answered in."""

    PANEL = "panel"
    OVERSIGHT = "oversight"
    """A police and crime commissioner, a mayor, the programme."""
    INSPECTORATE = "inspectorate"
    COMPLAINTS = "complaints"
    """The body that looks into complaints of police, as of law."""
    REPORT = "report"
    """An inquiry, a review, a report."""


class Response(StrEnum):
    """What a force answers."""

    ACCEPTED = "accepted"
    IN_PART = "in-part"
    REFUSED = "refused"


class View(StrEnum):
    """What those who recommended it think of what came of it."""

    SATISFIED = "satisfied"
    IN_PART = "in-part"
    NOT_SATISFIED = "not-satisfied"


class Advice(Strict):
    """What is recommended, as it was said once and for good.

    Attributes
    ----------
    what, why : in words that anybody understands.
    to : the role that it is addressed to, never a person.
    by : the day by which it should be done.
    source, said_on : whose it is, and when it was first said.
    report, reference, link : where it stands, if elsewhere: title, its own number, address.
    comes_from : findings, draws, visits or alerts that led to it, as the public ledger calls them.
    repeats : earlier recommendations to the force that said the same.
    """

    what: Long
    why: Long
    to: Short
    by: date
    source: Source
    said_on: date
    report: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Plain] = ""
    reference: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), Plain] = ""
    link: Link = ""
    comes_from: Annotated[tuple[Subject, ...], Field(max_length=50)] = ()
    repeats: Annotated[tuple[Repeated, ...], Field(max_length=50)] = ()

    @model_validator(mode="after")
    def can_be_done_after_it_was_said(self) -> Self:
        """Refuse days that cannot be."""
        if self.said_on < EARLIEST:
            raise ValueError(say("That is too long ago."))
        if self.by <= self.said_on:
            raise ValueError(say("The day by which it should be done is later than it is said."))
        return self

    @property
    def digest(self) -> str:
        """Of what is recommended, whatever its capitals, spaces and signs."""
        return digest(self.what)


def digest(what: str) -> str:
    """The same for every text that says the same words in the same order."""
    words = re.findall(r"\w+", what.casefold())
    return sha256(" ".join(words).encode()).hexdigest()


class Limits(Strict):
    """How long a force has: days, and how often and how long the clock may stop.

    Attributes
    ----------
    answer : from the day it is recorded here to the answer.
    done : for one that names no day: until it should be done.
    extension : the longest that one extension may stop the clock; extensions : how many.
    """

    answer: Annotated[int, Field(ge=1, le=365)]
    done: Annotated[int, Field(ge=1, le=3650)]
    extension: Annotated[int, Field(ge=1, le=365)]
    extensions: Annotated[int, Field(ge=0, le=9)]


class Proof(Strict):
    """Something that shows that a recommendation was followed: a link, a figure, or in words."""

    kind: Literal["link", "figure", "note"]
    title: Short
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Plain] = ""

    @model_validator(mode="after")
    def is_where_its_kind_says(self) -> Self:
        """Refuse an address that its kind cannot have."""
        good = {
            "link": bool(re.match(A_LINK, self.address)),
            "figure": bool(re.match(A_FIGURE, self.address)),
            "note": not self.address,
        }
        if not good[self.kind] and self.address != REDACTED:
            raise ValueError(
                say(
                    "Evidence is a link that begins with https://, the reference of a figure, or a "
                    "note without an address."
                )
            )
        return self


class Ground(Strict):
    """A reason for which the clock may lawfully stand still."""

    name: Key
    about: Long
