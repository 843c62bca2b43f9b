"""What the public ledger says of each change of an action, and of each lead of a workstream."""

from collections.abc import Iterable, Mapping

from evenhand.ledger.selectors import Said

RESTATED = "-restated"
"""How the kind of an entry ends that says again what an erased one said, without some words."""


def by_number(said: Iterable[Said]) -> Mapping[int, Said]:
    """The entry that says what each change says now, by the number of the change.

    Parameters
    ----------
    said : every entry about one action, or one workstream's leads, in the order of writing. What
        was erased is not among them: the entry that says it again, without some words, is.
    """
    found: dict[int, Said] = {}
    for one in said:
        if one.content is not None and "number" in one.content["body"]:
            found[one.content["body"]["number"]] = one
    return found
