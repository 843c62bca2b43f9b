"""What a later version of a pack says that the one before did not."""

from collections.abc import Iterator, Mapping
from typing import Any

from evenhand.measures.words.messages import say

SEVERAL = 30
"""Changes that are told one by one; a number says how many more there are."""
AGAIN = "since/"
"""Lines that stand in another part too, where they are compared."""


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Say what is new, what stands otherwise and what is gone, a sentence each.

    Parameters
    ----------
    before, now : what two versions of one pack say.
    """
    told = list(_changes(_said(before), _said(now)))
    if len(told) > SEVERAL:
        more = str(len(told) - SEVERAL)
        told = [*told[:SEVERAL], say("And {more} more changes.", more=more)]
    return told


Things = dict[str, tuple[str, Any]]


def _changes(old: Things, new: Things) -> Iterator[str]:
    for key, (words, state) in new.items():
        if key not in old:
            yield say("New: {words}", words=words)
        elif old[key][1] != state:
            yield say("It stands otherwise now: {words}", words=words)
    for key, (words, _) in old.items():
        if key not in new:
            yield say("It is no longer here: {words}", words=words)


def _said(pack: Mapping[str, Any]) -> Things:
    """Everything that can be new, other or gone, by what names it: its words, and how it stands."""
    found: Things = {}
    meeting = pack["meeting"]
    when = say("The meeting: {day}, {where}", day=meeting["starts"], where=meeting["where"])
    found["meeting"] = (when, (meeting["starts"], meeting["where"]))
    for part in pack["parts"]:
        for one in part["figures"]:
            measure = one["figure"].partition("/")[0]
            found[f"figure/{measure}"] = (one["title"], one["figure"])
        for line in part["lines"]:
            if not line["key"].startswith(AGAIN):
                found[line["key"]] = (line["words"], line["state"] or line["words"])
    return found
