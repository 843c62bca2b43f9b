"""Which figures stand under which heading of a pack, and what no figure tells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import SEARCHES, STOPS

MEASURES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "rates": {
        SEARCHES: ("search-rate", "suspicionless-search-rate"),
        STOPS: ("stop-rate",),
    },
    "unknown": {
        SEARCHES: ("ethnicity-not-stated", "ethnicity-agreement"),
        STOPS: (
            "stop-ethnicity-not-asked-rate",
            "stop-ethnicity-declined-rate",
            "stop-ethnicity-not-practicable-rate",
            "stop-told-otherwise-rate",
        ),
    },
    "reasons": {
        SEARCHES: (
            "drugs-search-rate",
            "weapons-search-rate",
            "other-search-rate",
            "grounds-search-rate",
        ),
        STOPS: (
            "stop-driving-rate",
            "stop-crime-rate",
            "stop-camera-rate",
            "stop-high-discretion-rate",
        ),
    },
    "found": {
        SEARCHES: (
            "find-rate",
            "linked-outcome-rate",
            "arrest-rate",
            "no-further-action-rate",
        ),
        STOPS: (
            "stop-linked-outcome-rate",
            "stop-arrest-rate",
            "stop-no-action-rate",
            "stop-search-rate",
        ),
    },
    "strip": {SEARCHES: ("clothing-removal-rate",), STOPS: ()},
    "force": {SEARCHES: (), STOPS: ("stop-force-rate",)},
}
"""By part and power, the measures in the order in which a pack shows them."""
NAMED = frozenset(
    name for powers in MEASURES.values() for names in powers.values() for name in names
)


@dataclass(frozen=True, slots=True)
class Topic:
    """The heading of a part, and how to read it."""

    key: str
    title: str
    about: str


def topics() -> tuple[Topic, ...]:
    """Every part that is made of figures, in the order of a pack."""
    return (
        Topic(
            "rates",
            say("Who is searched and stopped"),
            say("Each group’s rate stands beside that of the group it is compared with."),
        ),
        Topic(
            "unknown",
            say("Where ethnicity is not known"),
            say("What is not recorded belongs to no group. It can hide a difference or make one."),
        ),
        Topic(
            "reasons",
            say("Why people are searched and stopped"),
            say("Officers choose the reason from a list themselves."),
        ),
        Topic(
            "found",
            say("What came of it"),
            say(
                "Whether something was found is set against searches or stops, not residents. "
                "Who is searched in the first place can hide a difference here."
            ),
        ),
        Topic(
            "strip",
            say("Strip searches"),
            say("The public records say only whether more than outer clothing was removed."),
        ),
        Topic(
            "force",
            say("Force used in stops and searches"),
            say("Force is told of vehicle stops, where officers record it with the stop."),
        ),
    )


def others() -> Topic:
    """What is published and stands under no heading of its own: nothing is left out."""
    return Topic(
        "more",
        say("Other published figures"),
        say("These are published too, and belong to no part above."),
    )


def never_told(key: str) -> Iterator[str]:
    """What no figure of this site tells, so that nobody takes its absence for a zero."""
    if key == "strip":
        yield say("We do not have strip searches in custody: no figure of them is published here.")
        yield say("We do not have which of these searches showed intimate parts of the body.")
    if key == "force":
        yield say(
            "We do not have how often force was used in stop and search: the public records "
            "do not say it."
        )
        yield say("We do not have uses of force outside vehicle stops.")
    if key == "reasons":
        yield say(
            "We do not have the officers’ own words. A panel reads them in the cases that it draws."
        )
