"""The sentences on which measures are watched, and which are not."""

from collections.abc import Mapping, Sequence

from evenhand.measures.words.messages import say

WHY: Mapping[str, str] = {
    "rate": "Watched: how often, of each group, and set against White people.",
    "share": "Watched: of how many of every 100 records of each group it is so.",
    "agreement": (
        "Not watched: it sets two ways of writing down ethnicity against each other. The watch "
        "looks at what was done, by what people say of themselves."
    ),
    "unknown": (
        "Not watched by group: of everybody together, the share of records without an ethnicity is "
        "watched. This measure takes it apart by the groups that officers saw."
    ),
    "middle": "Not watched: the watch holds counts against their past, and this is a middle value.",
}


def why(reason: str) -> str:
    """Say why a measure is watched, or is not."""
    return say(WHY[reason])


def counted(watched: Sequence[bool]) -> str:
    """Say how many measures of a power are watched, of how many there are."""
    return say(
        "{count} of {all} measures are watched.",
        count=str(sum(watched)),
        all=str(len(watched)),
    )
