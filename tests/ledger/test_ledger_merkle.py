"""The tree gives the published roots and proofs, and no proof survives a single flipped bit."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.ledger.tree import merkle
from evenhand.ledger.tree.merkle import consistency, extends, includes, inclusion, leaf_hash, over

# The leaves, roots and proofs that implementations of Certificate Transparency are checked against:
# github.com/google/certificate-transparency, merkletree/merkle_tree_test.cc, and, the same again,
# github.com/transparency-dev/merkle, testonly/constants.go.
LEAVES = [
    *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
THIRD_FOURTH = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
FIFTH_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
SEVENTH = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
SEVENTH_EIGHTH = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
INCLUSION = [
    (0, 1, []),
    (0, 8, [SECOND, THIRD_FOURTH, LAST_FOUR]),
    (5, 8, [FIFTH, SEVENTH_EIGHTH, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], THIRD_FOURTH, FIFTH]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [SECOND, THIRD_FOURTH, LAST_FOUR]),
    (2, 8, [THIRD_FOURTH, LAST_FOUR]),
    (2, 5, [THIRD_FOURTH, FIFTH]),
    (6, 7, [FIFTH_SIXTH, SEVENTH, ROOTS[4]]),
    (6, 8, [FIFTH_SIXTH, SEVENTH_EIGHTH, ROOTS[4]]),
]
HASHES = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
TREE = over(HASHES)


def root(size: int) -> bytes:
    return bytes.fromhex(ROOTS[size])


def listed(proof: Sequence[bytes]) -> list[str]:
    return [each.hex() for each in proof]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert merkle.root(TREE, size).hex() == ROOTS[size]


@pytest.mark.parametrize(("position", "size", "proof"), INCLUSION)
def test_proofs_of_an_entry_are_those_of_certificate_transparency(
    position: int, size: int, proof: list[str]
) -> None:
    found = inclusion(TREE, position, size)

    assert listed(found) == proof
    assert includes(found, position=position, size=size, leaf=HASHES[position], root=root(size))


@pytest.mark.parametrize(("old", "size", "proof"), CONSISTENCY)
def test_proofs_of_growth_are_those_of_certificate_transparency(
    old: int, size: int, proof: list[str]
) -> None:
    found = consistency(TREE, old, size)

    assert listed(found) == proof
    assert extends(found, old_size=old, old_root=root(old), size=size, root=root(size))


def numbered(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def test_every_entry_of_every_small_tree_is_proved_and_at_its_own_place_only() -> None:
    hashes = numbered(40)
    tree = over(hashes)
    for size in range(1, 41):
        top = merkle.root(tree, size)
        for position in range(size):
            proof = inclusion(tree, position, size)
            places = [
                place
                for place in range(size + 1)
                if includes(proof, position=place, size=size, leaf=hashes[position], root=top)
            ]
            assert places == [position]


def test_every_small_tree_continues_every_smaller_one() -> None:
    tree = over(numbered(40))
    for size in range(1, 41):
        for old in range(1, size + 1):
            assert extends(
                consistency(tree, old, size),
                old_size=old,
                old_root=merkle.root(tree, old),
                size=size,
                root=merkle.root(tree, size),
            )


def flipped(parts: Sequence[bytes], data: st.DataObject) -> list[bytes]:
    """The same with one bit of one of them turned over."""
    which = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, len(parts[which]) * 8 - 1))
    turned = int.from_bytes(parts[which], "big") ^ (1 << bit)
    return [
        turned.to_bytes(len(part), "big") if at == which else part for at, part in enumerate(parts)
    ]


sizes = st.integers(1, 1500)


@given(sizes, st.data())
def test_no_flipped_bit_in_a_proof_of_an_entry_is_believed(size: int, data: st.DataObject) -> None:
    hashes = numbered(size)
    tree = over(hashes)
    position = data.draw(st.integers(0, size - 1))
    proof = inclusion(tree, position, size)
    top = merkle.root(tree, size)
    assert includes(proof, position=position, size=size, leaf=hashes[position], root=top)

    leaf, root_, *rest = flipped([hashes[position], top, *proof], data)

    assert not includes(rest, position=position, size=size, leaf=leaf, root=root_)


@given(sizes, st.data())
def test_no_flipped_bit_in_a_proof_of_growth_is_believed(size: int, data: st.DataObject) -> None:
    tree = over(numbered(size))
    old = data.draw(st.integers(1, size))
    proof = consistency(tree, old, size)
    roots = [merkle.root(tree, old), merkle.root(tree, size)]
    assert extends(proof, old_size=old, old_root=roots[0], size=size, root=roots[1])

    before, after, *rest = flipped([*roots, *proof], data)

    assert not extends(rest, old_size=old, old_root=before, size=size, root=after)


@given(sizes, st.data())
def test_no_proof_shows_that_a_rewritten_log_continues(size: int, data: st.DataObject) -> None:
    hashes = numbered(size)
    old = data.draw(st.integers(1, size))
    rewritten = data.draw(st.integers(0, old - 1))
    kept = merkle.root(over(hashes), old)
    other = over([*hashes[:rewritten], leaf_hash(b"rewritten"), *hashes[rewritten + 1 :]])

    assert not extends(
        consistency(other, old, size),
        old_size=old,
        old_root=kept,
        size=size,
        root=merkle.root(other, size),
    )


@given(sizes, st.data())
def test_a_proof_that_lacks_or_has_a_hash_too_many_is_not_believed(
    size: int, data: st.DataObject
) -> None:
    tree = over(numbered(size))
    position, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    top, before = merkle.root(tree, size), merkle.root(tree, old)
    for shorten in (lambda proof: proof[:-1], lambda proof: [*proof, sha256().digest()]):
        proof = inclusion(tree, position, size)
        leaf = merkle.root(over(numbered(size)[position:]), 1)
        if shorten(proof) != proof:
            assert not includes(shorten(proof), position=position, size=size, leaf=leaf, root=top)
        grown = consistency(tree, old, size)
        if shorten(grown) != grown:
            assert not extends(shorten(grown), old_size=old, old_root=before, size=size, root=top)


def test_a_leaf_cannot_be_taken_for_a_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")

    assert leaf_hash(left + right) != merkle.node_hash(left, right)
    assert leaf_hash(b"\1" + left + right) != merkle.node_hash(left, right)


@pytest.mark.parametrize(("position", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_what_is_not_there_has_no_proof(position: int, size: int) -> None:
    with pytest.raises(ValueError, match="no entry"):
        inclusion(TREE, position, size)
    assert not includes([], position=position, size=size, leaf=HASHES[0], root=root(1))


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_growth_from_nothing_and_shrinking_have_no_proof(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="continue"):
        consistency(TREE, old, size)


def test_every_tree_continues_the_empty_one_and_none_continues_a_larger() -> None:
    assert extends([], old_size=0, old_root=merkle.EMPTY, size=8, root=root(8))
    assert not extends([], old_size=8, old_root=root(8), size=3, root=root(3))
    assert not extends([], old_size=3, old_root=root(3), size=8, root=root(8))
