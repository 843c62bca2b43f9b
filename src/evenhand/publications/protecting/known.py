"""Counts that follow from those shown by adding and taking away alone, without a solver."""

from collections import defaultdict

from evenhand.stats.disclosure import Release, Sum


def given_away(release: Release, threshold: int) -> list[tuple[str, str | None, frozenset[object]]]:
    """List the small counts that follow from what is public already, whatever is hidden now.

    Parameters
    ----------
    release : with what is public in it.
    threshold : the smallest count that is shown.

    Returns
    -------
    Cells; there can be others, that only a solver finds.
    """
    known = set(release.public)
    of_cell: dict[object, list[Sum]] = defaultdict(list)
    for one in release.sums:
        for cell in (one.whole, *one.parts):
            of_cell[cell].append(one)
    waiting = list(known)
    while waiting:
        for one in of_cell[waiting.pop()]:
            left = [cell for cell in (one.whole, *one.parts) if cell not in known]
            if len(left) == 1:
                known.add(left[0])
                waiting.append(left[0])
    found = [cell for cell in known - release.public if 0 < release.counts[cell] < threshold]
    return sorted((cell for cell in found if isinstance(cell, tuple)), key=str)
