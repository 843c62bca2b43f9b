"""What a measure is: the schema that every reviewed file under ``data`` must meet."""

from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_serializer, model_validator

from evenhand.measures.words.messages import say

Grouping = Literal["five-groups", "nineteen-groups", "black-including-mixed"]
Filter = dict[str, list[bool | str]]
Sentence = Annotated[str, Field(min_length=10)]

# What stands in the middle of a sentence for the records that a share is of, by power.
PLACE = {"stop-and-search": "searches", "vehicle-stop": "stops"}

# The names that a sentence may ask for, and what stands in their place.
PLACES = {
    "apart": "Group group reference low high rate reference_rate records",
    "apart_within": "group reference low high pooled_low pooled_high rate reference_rate records",
    "at_most": "Group group reference high rate reference_rate records",
    "cannot_tell": "group reference low high rate reference_rate records",
    "cannot_tell_within": (
        "group reference low high pooled_low pooled_high rate reference_rate records"
    ),
    "reference": "Group group rate rate_low rate_high records records_of",
    "alone": "Group group reference rate rate_low rate_high records records_of",
    "too_few": "Group group reference events minimum",
    "counted": "Group group events",
    "nothing_recorded": "group",
    "left_out": "share",
    "left_out_few": "",
}
RECORDS = {f"{name}{end}": f"records{end}" for name in PLACE.values() for end in ("", "_of")}
TWO_RATES = {"reference", "low", "high", "rate", "reference_rate"}
WITH_NUMBERS = {
    "apart": TWO_RATES,
    "apart_within": TWO_RATES | {"pooled_low", "pooled_high"},
    "at_most": TWO_RATES - {"low"},
    "cannot_tell": TWO_RATES,
    "cannot_tell_within": TWO_RATES | {"pooled_low", "pooled_high"},
    "reference": {"rate", "rate_low", "rate_high"},
    "alone": {"reference", "rate", "rate_low", "rate_high"},
    "too_few": {"reference", "events", "minimum"},
    "counted": {"events"},
    "left_out": {"share"},
}


def places_of(sentence: str) -> set[str]:
    """Give the names that a sentence asks for."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


class Strict(BaseModel):
    """A part of a measure; a word that the schema does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Minimum(Strict):
    """Below these, a number is not given."""

    events: int = Field(default=5, ge=1, description="in each of two groups, to give their ratio")
    population: int = Field(default=1000, ge=1, description="residents in a group, to give a rate")
    shown: int = Field(default=5, ge=2, description="the smallest count above zero that is shown")


class Sentences(Strict):
    """The measure's sentences, whole, each a message for translators.

    ``apart_within`` and ``cannot_tell_within`` are for several forces together; ``at_most`` is for
    a group to whom it never happened, though it should have at the reference group's rate.
    """

    apart: Sentence
    apart_within: Sentence
    at_most: Sentence
    cannot_tell: Sentence
    cannot_tell_within: Sentence
    reference: Sentence
    alone: Sentence
    too_few: Sentence
    counted: Sentence | None = None
    nothing_recorded: Sentence | None = None
    left_out: Sentence | None = None
    left_out_few: Sentence | None = None

    @model_validator(mode="after")
    def places_are_known(self) -> Self:
        """A sentence asks only for what can be filled in, and never leaves out its numbers."""
        for kind, places in PLACES.items():
            sentence = getattr(self, kind)
            if sentence is None:
                continue
            asked = places_of(sentence)
            unknown = {name for name in asked if RECORDS.get(name, name) not in places.split()}
            missing = WITH_NUMBERS.get(kind, set()) - asked
            if unknown or missing:
                raise ValueError(
                    f"sentence {kind!r}: cannot fill in {sorted(unknown)}, lacks {sorted(missing)}"
                )
        return self


class Measure(Strict):
    """One question about the use of a power, and exactly how it is answered.

    Of a vehicle stop the person is its driver, whose ethnicity puts it into a group.

    ``count`` says which records are looked at; ``recorded`` those of them where the answer was
    written down (the others are left out, and how many is said); ``events`` those of them that
    are counted. Each maps a dimension of :func:`evenhand.records.count.count` to values.
    A *rate* divides events by residents and years, a *share* by the recorded ones; *agreement*
    counts records whose two ethnicities are the same.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    version: int = Field(ge=1)
    title: str
    question: str = Field(pattern=r"\?$")
    power: Literal["stop-and-search", "vehicle-stop"]
    kind: Literal["rate", "share", "agreement"]
    against: Literal["population", "records"]
    count: Filter = {}
    recorded: Filter = {}
    events: Filter = {}
    person_searches_only: bool = False
    unit: str
    group_by: Literal["self-defined", "officer-defined"] = "self-defined"
    groupings: list[Grouping] = Field(min_length=1)
    reference: Literal["White"]
    focus: Literal["Black"]
    worse: Literal["higher", "lower", "neither"]
    minimum: Minimum = Minimum()
    sentences: Sentences
    caveats: list[str] = Field(min_length=1)
    methods: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        """Refuse a file whose parts contradict each other."""
        wrong = []
        if (self.kind == "rate") != (self.against == "population"):
            wrong.append("a rate is against population, a share or agreement against records")
        if self.kind == "share" and not self.events:
            wrong.append("a share says which records count as events")
        if self.person_searches_only != (self.count.get("person") == [True]):
            wrong.append("person_searches_only and count disagree")
        if self.group_by == "officer-defined" and self.groupings != ["five-groups"]:
            wrong.append("officers record five groups only")
        if self.against == "population" and self.sentences.counted is None:
            wrong.append("a rate needs the sentence for a force without residents (counted)")
        if self.recorded and None in (self.sentences.left_out, self.sentences.left_out_few):
            wrong.append("records left out need their sentences (left_out, left_out_few)")
        if self.kind != "rate" and self.sentences.nothing_recorded is None:
            wrong.append("a share needs the sentence for nothing recorded")
        if self._asks_for_another_power():
            wrong.append(f"its sentences are about {PLACE[self.power]}")
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _asks_for_another_power(self) -> bool:
        asked = set[str]().union(
            *(places_of(text) for kind in PLACES if (text := getattr(self.sentences, kind)))
        )
        own = {PLACE[self.power], f"{PLACE[self.power]}_of"}
        return bool(asked & RECORDS.keys() - own)

    @field_serializer("title", "question", "unit")
    def in_the_readers_words(self, text: str) -> str:
        """What readers see of a measure is a message like any other."""
        return say(text)

    @field_serializer("caveats")
    def each_in_the_readers_words(self, texts: list[str]) -> list[str]:
        """So is each caveat."""
        return [say(text) for text in texts]

    @property
    def per(self) -> int:
        """Rates are for every 1,000 residents a year; shares are between 0 and 1."""
        return 1000 if self.kind == "rate" else 1
