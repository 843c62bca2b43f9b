"""The Merkle tree of RFC 6962: roots, proofs that an entry is in it, proofs that it only grew.

A tree is known by its complete subtrees: ``whole(level, number)`` is the hash of the entries from
``number * 2**level`` up to the next multiple. Sizes are numbers of entries; positions start at 0.
"""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256

Whole = Callable[[int, int], bytes]
EMPTY = sha256(b"").digest()
"""The root of a tree without entries."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf; the first byte keeps a leaf from being taken for a node."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees that stand side by side."""
    return sha256(b"\1" + left + right).digest()


def over(hashes: Sequence[bytes]) -> Whole:
    """Return the complete subtrees over leaf hashes that are all at hand."""

    @cache
    def whole(level: int, number: int) -> bytes:
        if level == 0:
            return hashes[number]
        return node_hash(whole(level - 1, 2 * number), whole(level - 1, 2 * number + 1))

    return whole


def root(whole: Whole, size: int) -> bytes:
    """Return the root of the first ``size`` entries."""
    return _span(whole, 0, size) if size else EMPTY


def inclusion(whole: Whole, position: int, size: int) -> list[bytes]:
    """Prove that an entry stands at its position: the hashes beside the way from leaf to root."""
    if not 0 <= position < size:
        raise ValueError(f"There is no entry {position} among {size}.")
    return _path(whole, position, 0, size)


def consistency(whole: Whole, old: int, size: int) -> list[bytes]:
    """Prove that the first ``old`` of ``size`` entries are as they were."""
    if not 0 < old <= size:
        raise ValueError(f"Nothing shows that {size} entries continue {old}.")
    return _subproof(whole, old, 0, size, known=True)


def _span(whole: Whole, start: int, end: int) -> bytes:
    """Hash the entries from start up to end, where start is a multiple of a larger power of two."""
    size = end - start
    if size & (size - 1) == 0:
        return whole(size.bit_length() - 1, start // size)
    middle = start + _split(size)
    return node_hash(_span(whole, start, middle), _span(whole, middle, end))


def _split(size: int) -> int:
    """Return the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _path(whole: Whole, position: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if position < middle:
        return [*_path(whole, position, start, middle), _span(whole, middle, end)]
    return [*_path(whole, position, middle, end), _span(whole, start, middle)]


def _subproof(whole: Whole, old: int, start: int, end: int, *, known: bool) -> list[bytes]:
    if old == end:
        return [] if known else [_span(whole, start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        left = _subproof(whole, old, start, middle, known=known)
        return [*left, _span(whole, middle, end)]
    return [*_subproof(whole, old, middle, end, known=False), _span(whole, start, middle)]


def includes(proof: Sequence[bytes], *, position: int, size: int, leaf: bytes, root: bytes) -> bool:
    """Tell whether a proof shows that a leaf hash stands at its position under a root.

    This is the check of RFC 9162, section 2.1.3.2.
    """
    if not 0 <= position < size:
        return False
    number, last, reached = position, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if number & 1 or number == last:
            reached = node_hash(each, reached)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            reached = node_hash(reached, each)
        number, last = number >> 1, last >> 1
    return last == 0 and reached == root


def extends(
    proof: Sequence[bytes], *, old_size: int, old_root: bytes, size: int, root: bytes
) -> bool:
    """Tell whether a proof shows that a tree holds an older one unchanged.

    This is the check of RFC 9162, section 2.1.4.2. An empty tree is continued by every other.
    """
    if old_size == 0:
        return old_root == EMPTY and not proof
    if old_size >= size:
        return old_size == size and old_root == root and not proof
    hashes = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    number, last = old_size - 1, size - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    if not hashes:
        return False
    before = after = hashes[0]
    for each in hashes[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            before, after = node_hash(each, before), node_hash(each, after)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            after = node_hash(after, each)
        number, last = number >> 1, last >> 1
    return last == 0 and before == old_root and after == root
