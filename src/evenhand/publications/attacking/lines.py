"""Words that somebody reads, with what stands around them and tells what they are about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """Some words in one place.

    Attributes
    ----------
    where : the address of the page or file.
    words : what is read there.
    around : what tells of what, if the words do not: headings of the row, of the column and of the
        part of the page, the nearest first.
    links : addresses of the same block, or of the nearest one around it that has any.
    """

    where: str
    words: str
    around: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
