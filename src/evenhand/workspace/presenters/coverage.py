"""How complete the records are, as it would be published, for whoever publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.encounters.models import CoverageTold
from evenhand.encounters.told.coverage import OTHERS, share_sentence
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say


@dataclass(frozen=True)
class Source:
    """What one source says: its name, a sentence, and one for each team."""

    name: str
    sentence: str
    months: str
    teams: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LookedAt:
    """What would be published, and what stands."""

    sources: tuple[Source, ...]
    stands: str
    """When the last one was published and by whom; empty where none was."""


def looked_at(said: Mapping[str, Any], last: CoverageTold | None) -> LookedAt:
    """Shape what would be published."""
    stands = ""
    if last is not None:
        stands = say(
            "Published last on {day}, by: {by}.", day=notes.day(last.at.date()), by=last.by
        )
    return LookedAt(tuple(_source(one) for one in said["sources"]), stands)


def source_name(key: str) -> str:
    """What a source of known stops is called at the beginning of a line."""
    return {
        "anpr": say("Cameras for number plates"),
        "control_room": say("The control room"),
        "video": say("Body-worn video"),
    }[key]


def _source(said: Mapping[str, Any]) -> Source:
    return Source(
        name=source_name(said["source"]),
        sentence=share_sentence(said["all"]),
        months=notes.months_listed(said["months_told"]),
        teams=tuple(
            (OTHERS if one["team"] is None else one["team"], share_sentence(one))
            for one in said["teams"]
        ),
    )
