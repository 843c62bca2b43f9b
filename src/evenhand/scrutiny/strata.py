"""Strata that are large enough to be told, and how a sample is shared among them."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from evenhand.scrutiny.differencing import told_apart

Record = TypeVar("Record", bound=Hashable)
OTHERS = "others"
"""Where records of small strata go."""
EVERYTHING = "all"
"""The stratum of a frame that is not divided."""
LEAST = 10
"""The fewest records of a stratum whose size may be public: as for everything that is counted."""
HIDDEN = 5
"""Figures of powers hide a count below this, and show others (see *Disclosure control*)."""


def joined(sizes: Mapping[str, int], least: int = LEAST) -> dict[str, str]:
    """Return for each stratum the one that its records are counted in.

    Those with fewer than ``least`` records go together; if they are still too few, the smallest of
    the rest joins them, until they are enough or nothing else is left.

    A figure may show every count that is not hidden, so that those that are would be what is left
    of ``OTHERS``. They must not be few, and not of one stratum alone: else nothing is divided.
    """
    small = {key for key, size in sizes.items() if size < least}
    hidden = [size for size in sizes.values() if 0 < size < HIDDEN]
    if hidden and (len(hidden) == 1 or sum(hidden) < HIDDEN):
        return dict.fromkeys(sizes, EVERYTHING)
    rest = sorted(sizes.keys() - small, key=lambda key: (sizes[key], key))
    while small and rest and sum(sizes[key] for key in small) < least:
        small.add(rest.pop(0))
    into = {key: OTHERS if key in small else key for key in sizes}
    return dict.fromkeys(sizes, EVERYTHING) if set(into.values()) == {OTHERS} else into


def told(
    strata: Mapping[str, Collection[Record]],
    before: Sequence[Collection[Record]] = (),
    least: int = LEAST,
) -> dict[str, str]:
    """Return the same, so that sizes that are public already tell no small group either.

    While some of the records could be told apart with the strata of other frames, the smallest of
    those that are named joins the others.

    Parameters
    ----------
    strata : the records of each stratum. before : those of each stratum of other frames.
    """
    near = _touching([each for records in strata.values() for each in records], before)
    into = joined({key: len(records) for key, records in strata.items()}, least)
    while len(set(into.values())) > 1 and told_apart([*_counted(strata, into), *near], least):
        sizes = {key: len(strata[key]) for key, name in into.items() if name != OTHERS}
        smallest = sorted(sizes, key=lambda key: (sizes[key], key))
        # The first to join a stratum of nobody else takes a second one with it.
        for key in smallest[: 1 if OTHERS in into.values() else 2]:
            into[key] = OTHERS
    return dict.fromkeys(into, EVERYTHING) if len(set(into.values())) == 1 else into


def _counted(
    strata: Mapping[str, Collection[Record]], into: Mapping[str, str]
) -> list[set[Record]]:
    """The records of each stratum that is counted."""
    groups: dict[str, set[Record]] = {}
    for key, records in strata.items():
        groups.setdefault(into[key], set()).update(records)
    return list(groups.values())


def _touching(
    records: Collection[Record], before: Sequence[Collection[Record]]
) -> list[Collection[Record]]:
    """Groups that hold one of these records, or one of a group that does, and so on."""
    known, near, far = set(records), list[Collection[Record]](), list(before)
    while found := [group for group in far if not known.isdisjoint(group)]:
        near += found
        far = [group for group in far if known.isdisjoint(group)]
        known.update(*found)
    return near


def shared_out(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Share a sample among strata by their sizes: at least one each, and never more than there are.

    What is left over by rounding goes to those that lose most by it, then by their keys.

    Raises
    ------
    ValueError
        If there are more strata than cases, or more cases than records.
    """
    there = {key: size for key, size in sizes.items() if size > 0}
    if not len(there) <= total <= sum(there.values()):
        raise ValueError(f"{total} cases cannot be shared among {len(there)} strata.")
    whole = sum(there.values())
    shared = {key: max(1, total * size // whole) for key, size in there.items()}
    while (over := sum(shared.values()) - total) != 0:
        step = -1 if over > 0 else 1
        able = [key for key in sorted(there) if 1 <= shared[key] + step <= there[key]]
        # Taken from whom most is left over their share; given to whom most is missing.
        key = max(able, key=lambda one: step * (total * there[one] - shared[one] * whole))
        shared[key] += step
    return shared
