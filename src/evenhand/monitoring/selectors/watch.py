"""Reads: what the last run of the watch looked at, and what it could not tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.watch.found import Found, Looks, Series, Untold, read
from evenhand.monitoring import models


@dataclass(frozen=True)
class WatchPage:
    """What is watched of a force.

    Attributes
    ----------
    examined : how many series were looked at.
    untold : series of which nothing can be told, each with why.
    held_back : moves that a problem of the data would explain, as the public may see them.
    """

    run: models.Run
    force_id: str
    examined: int
    untold: tuple[Untold, ...]
    held_back: tuple[Found, ...]


def latest_run() -> models.Run | None:
    """The last run of the watch; None before the first."""
    found: models.Run | None = models.Run.objects.order_by("-number").first()
    return found


def watch_page(force_id: str) -> WatchPage | None:
    """What the last run looked at of a force; None where it did not look at it."""
    run = latest_run()
    if run is None or force_id not in run.examined:
        return None
    return WatchPage(
        run,
        force_id,
        int(run.examined[force_id]),
        tuple(untold for untold in _untold(run.untold) if untold.series.force == force_id),
        tuple(read(one) for one in run.held_back if one["series"]["force"] == force_id),
    )


def _untold(said: Sequence[dict[str, object]]) -> list[Untold]:
    return [
        Untold(
            Series(**{**one["series"], "looks": Looks(one["series"]["looks"])}),  # type: ignore[dict-item,index]
            str(one["why"]),
            str(one.get("about", "")),  # runs before there were areas have neither
            int(str(one.get("many", 1))),
        )
        for one in said
    ]
