"""Carrying an earlier release into a later one: what was shown is known, what was hidden is not."""

from __future__ import annotations

from evenhand.stats.disclosure.facts import OneOf
from evenhand.stats.disclosure.protection import Protection, check_fits, made_from
from evenhand.stats.disclosure.release import Release


def as_published(release: Release, protection: Protection) -> Release:
    """Turn a release that is out into what everyone knows of it, for ``join`` with a later one.

    Cells that were shown become public. Cells that were hidden are carried as implied, so that a
    later figure cannot give them away either: showing now what was hidden then to protect a small
    count would undo the small count. Derived items that were shown become known facts.
    """
    check_fits(release, protection)
    hidden = (protection.hidden | release.implied) - release.public
    known = list(release.known)
    for item in release.derived:
        if item.name in protection.derived or not made_from(item, hidden):
            continue
        known.extend(
            item.says or (OneOf(c, (int(release.counts[c]),), item.name) for c in item.cells)
        )
    return Release(
        release.counts,
        release.sums,
        (),
        tuple(known),
        frozenset(release.counts) - hidden,
        frozenset(hidden),
        frozenset(),
        release.sensitive_zeros,
        release.cost,
    )
