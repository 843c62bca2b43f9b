"""When counts of the same few people may be told again: two of them tell nothing of one person.

Counts are told to the nearest ten. Where one person joins between two that were told, and a group
goes from fewer than five to about ten, everybody who knows who joined knows what they said. So a
count is told again only when nobody or at least five have joined since *each* that was told before,
and nobody or at least five have left; and never where the ranges alone, with all that their sums
say, would tell that all who joined or left, or all but one, are of one group. That a count is not
told again says nothing: it is the same for a panel of which too few came and went.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.encounters.told.rounding import about
from evenhand.stats.disclosure import THRESHOLD_STAFF

FEWEST = 5
"""People who joined, or left, between two counts that are told."""
OTHERS = 2
"""So many of them, at least, may be of any other group: one who knows their own learns no other."""


@dataclass(frozen=True, slots=True)
class Told:
    """Counts that may be told together.

    Attributes
    ----------
    counts : exact, by group; who said nothing is in none.
    members : how many there were, which everybody may know exactly.
    people : those of whom the counts are, by keys that are shown to nobody.
    known : whether all of those are among the keys.
    whole : whether how many said anything is told too, so that the groups are known to add up.
    """

    counts: Mapping[str, int]
    members: int
    people: frozenset[int]
    known: bool = True
    whole: bool = True

    @property
    def stated(self) -> int:
        """How many said anything."""
        return sum(self.counts.values())

    def ranges(self) -> dict[str, tuple[int, int]]:
        """From which to which count of each group a reader knows, with all that the sums say."""
        low = {name: about(one).low for name, one in self.counts.items()}
        high = {name: min(about(one).high, self.members) for name, one in self.counts.items()}
        if not self.whole:
            return {name: (low[name], high[name]) for name in self.counts}
        whole = about(self.stated)
        least = max(whole.low, THRESHOLD_STAFF)
        most = min(whole.high, self.members)
        return {
            name: (
                max(low[name], least - sum(high.values()) + high[name]),
                min(high[name], most - sum(low.values()) + low[name]),
            )
            for name in self.counts
        }


def may_be_told(found: Told, before: Iterable[Told]) -> bool:
    """Whether counts may be told beside all that was told before."""
    return _tells_nobody(found) and all(_apart(one, found) for one in before)


def _tells_nobody(found: Told) -> bool:
    """Whether no group is, for all that a reader knows, everybody or everybody but one."""
    return all(low <= found.members - OTHERS for low, _ in found.ranges().values())


def _apart(before: Told, after: Told) -> bool:
    joined, left = len(after.people - before.people), len(before.people - after.people)
    if not joined and not left:
        return before.ranges() == after.ranges()  # of the same people nothing new is told
    if not (before.known and after.known) or any(0 < many < FEWEST for many in (joined, left)):
        return False
    old, new = before.ranges(), after.ranges()
    return all(
        max(0, new[name][0] - old[name][1]) <= max(0, joined - OTHERS)
        and max(0, old[name][0] - new[name][1]) <= max(0, left - OTHERS)
        for name in old
    )
