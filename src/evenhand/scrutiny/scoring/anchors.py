"""Anchor cases: the same before several panels, so that a red means the same in two places."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.scrutiny.scoring.comparing import rank
from evenhand.scrutiny.scoring.scores import Answers


@dataclass(frozen=True)
class Against:
    """A panel's colours beside those agreed for the anchor cases.

    Attributes
    ----------
    same : on how many the panel agreed the anchor's colour.
    milder, graver : on how many it agreed a milder or a graver one.
    cannot_tell : on how many the panel, or the anchor, could not tell while the other could.
    missing : how many anchors the panel has not agreed on.
    opposite : on how many one says green and the other red, either way round.
    """

    same: int
    milder: int
    graver: int
    cannot_tell: int
    missing: int
    opposite: int

    @property
    def of(self) -> int:
        """On how many anchors the panel has agreed a score."""
        return self.same + self.milder + self.graver + self.cannot_tell


def against(anchors: Mapping[str, Answers], panel: Mapping[str, Answers]) -> Against:
    """Set a panel's agreed scores beside those of the anchor cases.

    Parameters
    ----------
    anchors : the agreed score of each anchor case, by its name. Versions may differ between them:
        only colours are compared, and those mean the same in every version.
    panel : the panel's agreed scores, by the same names; others are left aside.
    """
    found = {"same": 0, "milder": 0, "graver": 0, "cannot_tell": 0}
    opposite = 0
    for name, anchor in anchors.items():
        if name in panel:
            found[_how(anchor, panel[name])] += 1
            opposite += {anchor.overall, panel[name].overall} == {"green", "red"}
    return Against(**found, missing=len(anchors.keys() - panel.keys()), opposite=opposite)


def _how(anchor: Answers, panel: Answers) -> str:
    if anchor.overall == panel.overall:
        return "same"
    theirs, ours = rank(anchor.overall), rank(panel.overall)
    if theirs is None or ours is None:
        return "cannot_tell"
    return "graver" if ours > theirs else "milder"
