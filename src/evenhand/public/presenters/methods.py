"""The methods there are, each with the question it answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from evenhand.measures.words.messages import say


@dataclass(frozen=True)
class Method:
    """One method: its name in a measure's list, its title and the question that it answers."""

    id: str
    title: str
    question: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return reverse("method", args=[self.id])


def methods() -> Mapping[str, Method]:
    """Every method by its name, in the order in which a reader needs them."""
    every = (
        Method("rates", say("Rates"), say("How often, for every 1,000 residents?")),
        Method("find-rates", say("Shares"), say("In how many of every 100 searches?")),
        Method(
            "rate-ratios", say("Times as often"), say("How many times as often as another group?")
        ),
        Method("differences", say("Differences"), say("How many more, for every 1,000?")),
        Method(
            "unknown-ethnicity",
            say("What we do not know"),
            say("How far could missing ethnicity move the answer?"),
        ),
        Method(
            "standardisation",
            say("Within each force"),
            say("What is left once people are compared with others in the same force’s area?"),
        ),
        Method(
            "funnels",
            say("Expected range"),
            say("Where would a force lie if it were like all forces?"),
        ),
        Method(
            "smallest-change",
            say("The smallest change"),
            say("How large must a change be to be seen?"),
        ),
        Method(
            "targets",
            say("Goals"),
            say("Do the figures show that a promise moved what it should have moved?"),
        ),
        Method(
            "agreement", say("Agreement"), say("Do officers and people describe ethnicity alike?")
        ),
        Method(
            "visibility",
            say("Could the officer see?"),
            say("Is a group a larger share of the vehicle stops in which it could be seen?"),
        ),
        Method(
            "veil-of-darkness",
            say("Daylight and darkness"),
            say("At the same time on the clock, does daylight change who is stopped?"),
        ),
        Method(
            "discretion",
            say("Free choice"),
            say("In the same place and hour, are more of a group’s stops of free choice?"),
        ),
        Method("medians", say("The middle"), say("How long do half of all stops take at most?")),
        Method(
            "disclosure-control",
            say("Not shown, to protect people"),
            say("Which numbers are kept back, and why?"),
        ),
    )
    return {method.id: method for method in every}
