"""What people type that will be public for good: texts that show all they say, names for addresses.

One set of rules for forms, files that are loaded and what is published. It is the log's because the
log repeats these texts for good: what nobody can see in them could never be corrected there.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from evenhand.measures.words.messages import say

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
A_LINK = r"^https://[^\s]+$"
A_FIGURE = (
    r"^[a-z0-9-]+/[a-z0-9-]+/[0-9]{4}-[0-9]{2}--[0-9]{4}-[0-9]{2}/[a-z0-9-]+/[1-9][0-9]{0,3}$"
)
"""A figure's reference, which is its permanent address."""

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows: nobody sees them."""


def plain(text: str) -> str:
    """A text that shows all that it says.

    Raises
    ------
    ValueError
        If it holds a character that nobody can see.
    """
    if UNSEEN.search(text):
        raise ValueError(say("There is a character in the text that nobody can see."))
    return text


Plain = AfterValidator(plain)
Key = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), Plain]
Short = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), Plain
]
Long = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), Plain
]
MaybeLong = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), Plain]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10), Plain]


class Strict(BaseModel):
    """A part of what is said; a word that the schema does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
