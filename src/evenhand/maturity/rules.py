"""Which assessment may be added: one function, asked before anything is written."""

from collections.abc import Sequence

from evenhand.maturity.errors import NeedsEvidence, NotAllowed
from evenhand.maturity.history import Assessed, View
from evenhand.measures.words.messages import say

NEEDS_EVIDENCE = 2
"""From this level on a force that assesses itself must show something for it."""


def allow(before: Sequence[Assessed], added: Assessed, *, force: str) -> None:
    """Say nothing if an assessment may be added; refuse it with a sentence if not.

    Parameters
    ----------
    before : what the same organisation said of the same standard, in order.
    force : the organisation that is assessed; it alone speaks for itself, and for nobody else.

    Raises
    ------
    NotAllowed
    """
    if (added.view is View.SELF) is not (added.organisation == force):
        raise NotAllowed(say("A force assesses itself; others give their own view of it."))
    if before and before[-1].view is not added.view:
        raise NotAllowed(say("An organisation gives one view of a force, not two."))
    if before and added.at < before[-1].at:
        raise NotAllowed(say("This would stand before what was said already."))
    if added.view is View.SELF and added.level >= NEEDS_EVIDENCE and not added.said.evidence:
        raise NeedsEvidence(
            say("A force shows evidence for any level above the first. Add a link, figure or note.")
        )
