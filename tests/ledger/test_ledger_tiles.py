"""A tree in tiles is the same tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.merkle import leaf_hash, over

LEAVES = [leaf_hash(str(number).encode()) for number in range(140_000)]


def built(size: int, steps: list[int]) -> dict[tuple[int, int], list[bytes]]:
    """The tiles of a tree that reached its size in these steps."""
    kept: dict[tuple[int, int], list[bytes]] = {}

    def read(level: int, number: int) -> list[bytes]:
        return kept[level, number]

    at = 0
    for step in [*steps, size]:
        until = min(at + step, size)
        kept.update(tiles.grow(read, at, LEAVES[at:until]))
        at = until
    return kept


@given(st.integers(1, 3000), st.lists(st.integers(1, 700), max_size=8))
def test_however_a_tree_grew_its_tiles_are_the_same_and_give_its_root(
    size: int, steps: list[int]
) -> None:
    kept = built(size, steps)

    assert kept == built(size, [])
    assert {place: len(hashes) for place, hashes in kept.items()} == dict(tiles.places(size))
    read = tiles.whole(lambda level, number: kept[level, number])
    assert merkle.root(read, size) == merkle.root(over(LEAVES), size)


@given(st.integers(1, 3000), st.data())
def test_proofs_from_tiles_are_proofs(size: int, data: st.DataObject) -> None:
    kept = built(size, [])
    read = tiles.whole(lambda level, number: kept[level, number])
    tree = over(LEAVES)
    position, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))

    assert merkle.inclusion(read, position, size) == merkle.inclusion(tree, position, size)
    assert merkle.consistency(read, old, size) == merkle.consistency(tree, old, size)


def test_a_tree_of_three_levels_of_tiles_has_the_root_of_its_leaves() -> None:
    size = 70_000  # the example of tlog-tiles
    kept = built(size, [65_000])

    widths = {place: len(hashes) for place, hashes in kept.items()}
    assert sum(width == 256 for (level, _), width in widths.items() if level == 0) == 273
    assert (widths[0, 273], widths[1, 0], widths[1, 1], widths[2, 0]) == (112, 256, 17, 1)
    read = tiles.whole(lambda level, number: kept[level, number])
    assert merkle.root(read, size) == merkle.root(over(LEAVES[:size]), size)


def test_a_tile_that_was_cut_short_is_noticed() -> None:
    kept = built(700, [])
    kept[0, 2] = kept[0, 2][:-1]

    with pytest.raises(LookupError, match="Tile 0/2 is shorter"):
        merkle.root(tiles.whole(lambda level, number: kept[level, number]), 700)
    with pytest.raises(LookupError, match="Tile 0/2 is shorter"):
        tiles.grow(lambda level, number: kept[level, number], 700, LEAVES[700:701])


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((0, 1234067), "tile/0/x001/x234/067"),  # the example of tlog-tiles
        ((0, 0), "tile/0/000"),
        ((2, 1000), "tile/2/x001/000"),
        ((0, 273, 112), "tile/0/273.p/112"),
        (("entries", 5, 1), "tile/entries/005.p/1"),
    ],
)
def test_tiles_stand_where_tlog_tiles_says(place: tuple[int, ...], expected: str) -> None:
    assert tiles.path(*place) == expected


def test_an_entry_bundle_holds_each_leaf_after_its_length() -> None:
    assert tiles.bundle([b"ab", b""]) == b"\x00\x02ab\x00\x00"
