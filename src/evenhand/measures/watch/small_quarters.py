"""What a longer stretch may say of the small quarters in it, of which other pages say nothing."""

from collections.abc import Sequence

from evenhand.measures.watch.found import Found, Span

COUNTS = ("events", "reference_events", "records", "reference_records", "unknown")
LEAST = 10
"""A count under this is not shown beside an alert."""
NEAREST = 5
PRINTED = 5
"""Other pages print every count of a quarter from this on exactly."""
FEW = 2
HALF = 2
"""One or two hidden quarters among others count as so many each, however many they held."""


def small_quarters(found: Found, stretch: Span) -> tuple[dict[str, int], set[str]]:
    """Say by how much a stretch's counts change so that they tell nothing of a small quarter.

    Other pages print the larger quarters exactly, so that a stretch's count less those is what its
    small quarters hold together. A quarter that the stretch cuts through is counted on the side of
    the past.

    - One or two small ones count as 5 each, however many they held.
    - Of three or more, those that no page prints (under 5) count as what they hold together, but as
      4 at least, and as 4 for each of them but one at most: then none of them need be more than
      nothing, and each can be as much as 4. Two such count as 4 together, a single one as 2.
    - All that are under 10 count as 9 at least, and as 9 for each of them but one at most.

    So even who knew the changed sums exactly, and not only rounded, would know no small quarter.

    Returns
    -------
    What is added to each count, and the names of those that are not shown: where nothing but one or
    two small quarters is in a stretch; and where it cuts through a quarter at either end, so that
    nothing says what of it is in which.
    """
    changes, hidden = dict[str, int](), set[str]()
    for name in COUNTS:
        change = _of(found, stretch, name)
        if change is None:
            hidden.add(name)
        elif change:
            changes[name] = change
    return changes, hidden


def _of(found: Found, stretch: Span, name: str) -> int | None:
    counted: int | None = getattr(stretch, name)
    ends = (stretch.first, stretch.last)
    if counted is None or any((q.first, q.last) == ends for q in found.quarters):
        return 0  # nothing is told of it, or it is a quarter itself
    inside = [q for q in found.quarters if stretch.first <= q.first and q.last <= stretch.last]
    cut = [
        q
        for q in found.quarters
        if q not in inside and q.first <= stretch.last and stretch.first <= q.last
    ]
    small, least = (
        [n for q in of if (n := getattr(q, name)) is not None and n < LEAST] for of in (inside, cut)
    )
    if not small and not least:
        return 0
    if least and len(cut) > 1:
        return None
    past = least if least and cut[0].last > stretch.last else []
    held = sum(getattr(q, name) or 0 for q in inside)
    known: int = held - sum(small) + (0 if least else counted - held)
    together = [*small, *past]
    told = known + counted_as(together)
    # Whether it is shown must not depend on what is in small quarters.
    if together and known < LEAST and (len(together) <= FEW or told < LEAST):
        return None
    return told - counted


def counted_as(small: Sequence[int]) -> int:
    """Say what some small quarters count as together."""
    if len(small) <= FEW:
        return NEAREST * len(small)
    secret = [n for n in small if n < PRINTED]
    together = sum(secret)
    if secret:
        most = PRINTED - 1
        together = (
            HALF * len(secret)
            if len(secret) <= FEW
            else min(max(together, most), most * (len(secret) - 1))
        )
    whole = together + sum(n for n in small if n >= PRINTED)
    return min(max(whole, LEAST - 1), (LEAST - 1) * (len(small) - 1))
