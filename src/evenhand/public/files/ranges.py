"""Part of a file, where a reader asks for part (RFC 9110, section 14)."""

import re

ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class NoSuchPart(Exception):
    """The part asked for lies beyond the end of the file."""


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """Which bytes a ``Range`` header asks for.

    Parameters
    ----------
    header : as it was sent: ``bytes=0-99``, ``bytes=100-`` or ``bytes=-100``.
    size : of the whole file, above zero.

    Returns
    -------
    The first byte and the last; None where the whole file is to be sent: no such header, several
    parts at once, or a header that is no range.

    Raises
    ------
    NoSuchPart
        If the part begins beyond the end.
    """
    asked = ONE_RANGE.fullmatch(header.strip())
    if asked is None or asked[1] == asked[2] == "":
        return None
    if asked[1] == "":
        length = int(asked[2])
        first, last = max(size - length, 0), size - 1
        if length == 0:
            raise NoSuchPart
    else:
        first, last = int(asked[1]), int(asked[2] or size)
        if last < first:
            return None
    if first >= size:
        raise NoSuchPart
    return first, min(last, size - 1)
