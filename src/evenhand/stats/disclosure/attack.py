"""Trying to undo a release: an integer solver in the place of a patient reader."""

from __future__ import annotations

import math

import numpy as np

from evenhand.stats.disclosure.errors import NotProtected
from evenhand.stats.disclosure.evidence import possible_values
from evenhand.stats.disclosure.facts import Cell
from evenhand.stats.disclosure.protection import Protection, check_fits, named, small_cells
from evenhand.stats.disclosure.reader import Reader
from evenhand.stats.disclosure.release import Release
from evenhand.stats.disclosure.system import Block, published_system
from evenhand.stats.disclosure.undone import Undone


def attack(
    release: Release,
    protection: Protection,
    *,
    told: bool = False,
    witnesses: bool = True,
    explain: bool = True,
) -> list[Undone]:
    """Try to learn more about each small count than that it is small.

    A small count is undone where any value that its rule allows (1 to 4 for a threshold of 5; 0
    too where zeros are sensitive) can be excluded by someone who knows every printed number, every
    sum, every earlier figure, every public row, and the rule. One value left means that the
    count is known; three of four left means that something was given away all the same.

    Parameters
    ----------
    release, protection : what is about to be published, and what of it is hidden.
    told : the reader has also learned which of the hidden counts are small. Nobody is told this;
        it stands for whoever guesses it from knowing the place. Some cells cannot withstand it.
    witnesses : begin from the protection's own witnesses, each of which is checked first. Without
        them everything is left to the solver: the same answer, later.
    explain : look for the facts that give each count away, which takes many times as long as to
        see that it is undone. Without it ``because`` is empty.

    Returns
    -------
    One ``Undone`` per small count that did not hold, in the release's order; empty if all held.

    Raises
    ------
    InvalidCounts
        If the protection belongs to another release.
    CannotTell
        If the solver cannot decide.
    """
    check_fits(release, protection)
    reader = Reader(published_system(release, protection), protection.threshold, told)
    given = protection if witnesses else Protection(protection.threshold)
    return _undone(reader, given, release.cells, explain=explain)


def prove(release: Release, protection: Protection) -> None:
    """Return if the attack on a release fails, as it must; refuse otherwise.

    Every small count must withstand the reader who is told only "not shown"; those that the
    protection calls ``told`` must also withstand the reader who knows which counts are small.

    Raises
    ------
    NotProtected
        Naming each count that can be worked out and what gives it away.
    """
    check_fits(release, protection)
    system = published_system(release, protection)
    undone = _undone(Reader(system, protection.threshold), protection, release.cells)
    sure = protection.told - {one.cell for one in undone}
    told = Reader(system, protection.threshold, told=True)
    undone += _undone(told, protection, tuple(sure)) if sure else []
    if undone:
        raise NotProtected(tuple(undone))


def bounds(
    release: Release, protection: Protection, *, told: bool = False
) -> dict[Cell, tuple[int, float]]:
    """Work out the least and greatest value that each hidden count can have.

    The classical audit of a table. ``inf`` means that nothing published limits the count. Not
    every value between the two need be possible; ``attack`` asks for each.
    """
    check_fits(release, protection)
    system = published_system(release, protection)
    reader = Reader(system, protection.threshold, told)
    found: dict[Cell, tuple[int, float]] = {}
    for block in system.blocks(system.unknown):
        for at in block.cells:
            low = reader.extreme(block, at, sign=1)
            high = reader.extreme(block, at, sign=-1)
            found[release.cells[at]] = (low, math.inf if high >= reader.most(block) else high)
    return found


def everything_hidden(release: Release, threshold: int) -> Protection:
    """Hide all that can be hidden: what is undone even so was given away before."""
    small = named(release, small_cells(release, threshold))
    fixed = release.public | release.keep | release.implied | small
    rest = frozenset(cell for cell in release.cells if cell not in fixed)
    names = frozenset(item.name for item in release.derived)
    return Protection(threshold, small, rest, names)


def _undone(
    reader: Reader, given: Protection, cells: tuple[Cell, ...], *, explain: bool = True
) -> list[Undone]:
    """Settle each of the cells: by witnesses where they suffice, else by the solver."""
    system, release = reader.system, reader.system.release
    possible = possible_values(reader, given.witnesses)
    asked = {release.index[cell] for cell in cells} & set(possible)
    doubtful = {at for at in asked if not set(reader.rule(at)) <= possible[at]}
    undone = [
        Undone(release.cells[at], (int(release.values[at]),), reader.rule(at), ("it is shown",))
        for at in doubtful
        if not system.unknown[at]
    ]
    mask = np.zeros(len(release.values), dtype=np.bool_)
    mask[list(doubtful)] = True
    for block in system.blocks(mask):
        for at in (cell for cell in block.cells if cell in doubtful):
            left = _left(reader, block, at, possible)
            if left != reader.rule(at):
                why = _because(reader, block, at, left) if explain else ()
                undone.append(Undone(release.cells[at], left, reader.rule(at), why))
    return sorted(undone, key=lambda one: release.index[one.cell])


def _left(reader: Reader, block: Block, at: int, possible: dict[int, set[int]]) -> tuple[int, ...]:
    """Ask for a table with each value not yet seen; every table found serves all its cells."""
    for value in reader.rule(at):
        if value in possible[at]:
            continue
        found = reader.table(block, {at: value}) or {}
        for cell in found.keys() & possible.keys():
            possible[cell].add(found[cell])
    return tuple(value for value in reader.rule(at) if value in possible[at])


def _because(reader: Reader, block: Block, at: int, left: tuple[int, ...]) -> tuple[str, ...]:
    """Forget one fact after another, far ones first; what cannot be forgotten gives it away."""
    lost = next(value for value in reader.rule(at) if value not in left)
    system = reader.system
    mask = np.zeros(len(system.release.values), dtype=np.bool_)
    mask[at] = True
    (near,) = system.blocks(mask)  # the same block, its rows listed from this cell outwards
    dropped: list[int] = []
    for row in reversed(near.rows):
        if reader.table(block, {at: lost}, [*dropped, row]) is None:
            dropped.append(row)
    return tuple(str(system.facts[row]) for row in near.rows if row not in dropped)
