"""How large a file is, in words."""

from evenhand.measures.words.messages import say

KILO, MEGA = 1000, 1_000_000


def file_size(size: int) -> str:
    """A size as people know it from their own computer.

    Parameters
    ----------
    size : in bytes.
    """
    if size < KILO:
        return say("{size} bytes", size=str(size))
    if size < MEGA:
        return say("{size} kB", size=str(round(size / KILO)))
    return say("{size} MB", size=f"{size / MEGA:.1f}")
