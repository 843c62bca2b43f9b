"""Strata that are large enough to be told, and how a sample is shared among them."""

from collections.abc import Mapping

OTHERS = "others"
"""Where records of small strata go."""
LEAST = 10
"""The fewest records of a stratum whose size may be public: as for everything that is counted."""


def joined(sizes: Mapping[str, int], least: int = LEAST) -> dict[str, str]:
    """Return for each stratum the one that its records are counted in.

    Those with fewer than ``least`` records go together; if they are still too few, the smallest of
    the rest joins them, until they are enough or nothing else is left.
    """
    small = {key for key, size in sizes.items() if size < least}
    rest = sorted(sizes.keys() - small, key=lambda key: (sizes[key], key))
    while small and rest and sum(sizes[key] for key in small) < least:
        small.add(rest.pop(0))
    return {key: OTHERS if key in small else key for key in sizes}


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
