"""What became of the videos that a panel's draws asked for: counts alone, of no case."""

from dataclasses import dataclass
from datetime import datetime

from evenhand.scrutiny.models import VideoAsked

__all__ = ["Videos", "videos"]


@dataclass(frozen=True, slots=True)
class Videos:
    """The videos of all cases of a panel, as evidence systems answered.

    Attributes
    ----------
    asked : for how many cases a video was asked for.
    kept, missing : there and held; said not to be there. The rest have no answer yet.
    """

    asked: int
    kept: int
    missing: int

    @property
    def waiting(self) -> int:
        """Of how many nothing is known yet."""
        return self.asked - self.kept - self.missing


def videos(panel_id: str, *, at: datetime) -> Videos:
    """Count what was answered by a moment; the public ledger has each answer as it came."""
    rows = VideoAsked.objects.filter(case__draw__panel=panel_id, at__lte=at).order_by("number")
    last: dict[int, str] = {}
    for case, acknowledged, missing in rows.values_list("case", "acknowledged", "missing"):
        if last.get(case) not in {"kept", "missing"} or acknowledged or missing:
            last[case] = "kept" if acknowledged else "missing" if missing else ""
    found = list(last.values())
    return Videos(len(found), found.count("kept"), found.count("missing"))
