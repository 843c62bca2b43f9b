"""In which strata the records of a frame may be counted, after all that is public already."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenhand.scrutiny import models, strata
from evenhand.scrutiny.drawing.making import Record


def joined(draw: models.Draw, records: Sequence[Record], out: Mapping[str, str]) -> list[Record]:
    """Records with the strata in which they may be counted.

    Parameters
    ----------
    records : everything of the power and the period. out : those left out, which are in no stratum.
    """
    found: dict[str, set[str]] = {}
    for one in records:
        if one.id not in out:
            found.setdefault(one.stratum, set()).add(one.id)
    named = strata.told(found, _public(draw) if draw.strata else ())
    rest = strata.OTHERS if strata.OTHERS in named.values() else strata.EVERYTHING
    return [replace(one, stratum=named.get(one.stratum, rest)) for one in records]


def _public(draw: models.Draw) -> list[set[str]]:
    """The records of each stratum of the force's frames, of those that were abandoned too."""
    held: dict[tuple[int, str], set[str]] = {}
    rows = models.Position.objects.filter(frame__draw__force=draw.force_id, missing="")
    for frame, stratum, stop in rows.values_list("frame", "stratum", "stop").iterator():
        held.setdefault((frame, stratum), set()).add(str(stop))
    return list(held.values())
