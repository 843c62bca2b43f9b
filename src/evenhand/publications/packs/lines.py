"""What a pack is made of: parts, each of figures, of lines, and of what we do not have."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a pack says beside its figures.

    Attributes
    ----------
    key : names it in every version of the pack, so that two can be compared.
    words : what it says. ``notes`` what should be known with it, a sentence each.
    page, link : the public page that it comes from, and what that is called.
    state : what makes it another line in a later version; empty where its words do.
    """

    key: str
    words: str
    page: str
    link: str
    notes: tuple[str, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pack, under a heading.

    Attributes
    ----------
    about : how to read it, in a sentence.
    none : what is said where there is nothing to tell, and that is known: it is no lack.
    figures : released figures, as reports show them.
    lacks : what we do not have, a sentence each: never a zero, and never left out.
    """

    key: str
    title: str
    about: str
    figures: tuple[Mapping[str, Any], ...] = ()
    lines: tuple[Line, ...] = ()
    lacks: tuple[str, ...] = ()
    none: str = ""

    def plain(self) -> Plain:
        """The same as plain values, to be kept."""
        return {
            **{"key": self.key, "title": self.title, "about": self.about, "none": self.none},
            "figures": [dict(one) for one in self.figures],
            "lines": [{**asdict(one), "notes": list(one.notes)} for one in self.lines],
            "lacks": list(self.lacks),
        }
