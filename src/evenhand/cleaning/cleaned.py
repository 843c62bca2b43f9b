"""What comes of a file once it is clean."""

from collections.abc import Callable
from dataclasses import dataclass

from evenhand.cleaning import kinds, limits
from evenhand.cleaning.words import Told, refuse


@dataclass(frozen=True)
class Cleaned:
    """A file made again from what could be seen.

    Attributes
    ----------
    kind : its media type.
    ending : without a dot.
    left_out : what did not come along, and where it was.
    """

    content: bytes
    kind: str
    ending: str
    left_out: tuple[Told, ...]

    @property
    def removed(self) -> tuple[str, ...]:
        """What did not come along, in sentences."""
        return tuple(map(str, self.left_out))


Made = tuple[bytes, list[Told]]
"""New bytes, and what was left out of them."""


def clean_here(content: bytes, name: str) -> Cleaned:
    """Clean a file in this process: only :mod:`evenhand.cleaning.process` should.

    Raises
    ------
    Refused
        If it is not taken.
    """
    if not content:
        raise refuse("This file is empty.")
    if len(content) > limits.BYTES:
        raise refuse("This file is larger than {most} MB.", most=str(limits.BYTES // 2**20))
    ending = kinds.agreed(content, name)
    made, left_out = _maker(ending)(content)
    if len(made) > 2 * limits.BYTES:
        raise refuse("This file has too much in it. Divide it.")
    return Cleaned(made, kinds.MEDIA_TYPES[ending], ending, tuple(left_out))


def _maker(ending: str) -> Callable[[bytes], Made]:
    """Each library is loaded for its own kind of file alone."""
    if ending in kinds.TEXTS:
        from evenhand.cleaning.texts import plain, table

        return table if ending == "csv" else plain
    if ending == "pdf":
        from evenhand.cleaning.pages import again

        return again
    if ending in {"xlsx", "ods"}:
        from evenhand.cleaning.workbooks import ods, xlsx

        return xlsx if ending == "xlsx" else ods
    if ending in {"docx", "odt"}:
        from evenhand.cleaning.documents import docx, odt

        return docx if ending == "docx" else odt
    from evenhand.cleaning.pictures import again as picture_again

    return lambda content: picture_again(content, ending)
