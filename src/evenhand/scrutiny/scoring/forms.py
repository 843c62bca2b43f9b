"""The form that a panel's members answer: reviewed data in versions, none of which ever changes."""

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

import yaml
from pydantic import Field, StringConstraints, ValidationError, model_validator

from evenhand.ledger.texts import Key, Name, Strict, Words
from evenhand.measures.words.messages import say
from evenhand.scrutiny.scoring.errors import InvalidForm, UnknownForm
from evenhand.scrutiny.scoring.facts import POWERS, Condition, Facts, Power

Said = Literal["yes", "partly", "no", "cannot_tell"]
Colour = Literal["green", "amber", "red", "cannot_tell"]

SAID: tuple[Said, ...] = ("yes", "partly", "no", "cannot_tell")
"""What may be answered to every question, in the order in which pages offer it."""
COLOURS: tuple[Colour, ...] = ("green", "amber", "red", "cannot_tell")
"""What may be answered overall; the first three from the mildest to the gravest."""

_FILE = re.compile(r"^case-([1-9][0-9]*)\.yaml$")
_Because = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=200)]


class Part(Strict):
    """Questions that stand together."""

    key: Key
    title: Name


class Question(Strict):
    """One question, and the cases of which it is asked."""

    key: Key
    part: Key
    asks: Words
    of: tuple[Power, ...] = POWERS
    when: tuple[Condition, ...] = ()

    def asked(self, facts: Facts) -> bool:
        """Whether it is asked of a case."""
        return facts.power in self.of and all(facts.may_be(one) for one in self.when)


class ColourMeant(Strict):
    """What a colour means, and what follows from it."""

    key: Literal["green", "amber", "red"]
    name: Name
    means: Words
    follows: Words
    needs_comment: bool
    escalates: bool


class Rule(Strict):
    """Answers that rule colours out, and why. Any one of the answers is enough."""

    key: Key
    when: dict[Key, tuple[Said, ...]] = Field(default_factory=dict)
    when_any: tuple[Said, ...] = ()
    rules_out: tuple[Colour, ...] = Field(min_length=1)
    because: _Because

    def met_by(self, said: dict[str, Said]) -> tuple[str, ...]:
        """The questions whose answers meet it."""
        return tuple(
            key
            for key, answer in said.items()
            if answer in self.when_any or answer in self.when.get(key, ())
        )


class Form(Strict):
    """One version of the form, whole."""

    name: Literal["case"]
    version: int = Field(ge=1, le=32_767)
    title: Words
    about: Words
    parts: tuple[Part, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(min_length=1)
    colours: tuple[ColourMeant, ...]
    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def names_each_thing_once(self) -> Self:
        """Answers point at keys: none may mean two things, and none may mean nothing."""
        for what, keys in {
            "part": [one.key for one in self.parts],
            "question": [one.key for one in self.questions],
            "rule": [one.key for one in self.rules],
        }.items():
            if len(keys) != len(set(keys)):
                raise ValueError(f"each {what} needs a key of its own")
        if [one.key for one in self.colours] != list(COLOURS[:-1]):
            raise ValueError(f"the colours must be {', '.join(COLOURS[:-1])}, in this order")
        return self

    @model_validator(mode="after")
    def points_at_what_is_there(self) -> Self:
        """A rule on a question that nobody is asked would never speak."""
        parts, questions = {one.key for one in self.parts}, {one.key for one in self.questions}
        if strange := {one.part for one in self.questions} - parts:
            raise ValueError(f"there is no part {', '.join(sorted(strange))}")
        named = {key for rule in self.rules for key in rule.when}
        if strange := named - questions:
            raise ValueError(f"rules name questions that there are not: {sorted(strange)}")
        for rule in self.rules:
            if not rule.when and not rule.when_any:
                raise ValueError(f"the rule “{rule.key}” names no answer")
            if "red" in rule.rules_out:
                raise ValueError(f"the rule “{rule.key}” rules out red: doubt may always be said")
        return self

    def questions_for(self, facts: Facts) -> tuple[Question, ...]:
        """The questions that are asked of a case, in order."""
        return tuple(one for one in self.questions if one.asked(facts))

    def parts_for(self, facts: Facts) -> tuple[tuple[Part, tuple[Question, ...]], ...]:
        """The same under their titles; a part without a question for this case is left out."""
        asked = self.questions_for(facts)
        grouped = ((part, tuple(q for q in asked if q.part == part.key)) for part in self.parts)
        return tuple((part, questions) for part, questions in grouped if questions)

    def question(self, key: str) -> Question:
        """The question of this key.

        Raises
        ------
        KeyError
            If this version has none.
        """
        return {one.key: one for one in self.questions}[key]

    def colour(self, key: str) -> ColourMeant | None:
        """What a colour means; none for “cannot tell”."""
        return next((one for one in self.colours if one.key == key), None)


def parse(text: str, *, name: str) -> Form:
    """Read a form from YAML text.

    Raises
    ------
    InvalidForm
        If the text is not YAML or does not meet the schema; the message names the file.
    """
    try:
        return Form.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidForm(f"The form in {name} cannot be used: {error}") from error


@cache
def _shipped() -> dict[int, Form]:
    found = {}
    for file in (files("evenhand.scrutiny.scoring") / "data").iterdir():
        if numbered := _FILE.match(file.name):
            read = parse(file.read_text(encoding="utf-8"), name=file.name)
            if read.version != int(numbered[1]):
                raise InvalidForm(f"{file.name} holds version {read.version}")
            found[read.version] = read
    return dict(sorted(found.items()))


def versions() -> tuple[int, ...]:
    """Every version of the form, the oldest first. None is ever taken away."""
    return tuple(_shipped())


def form(version: int | None = None) -> Form:
    """The form of a version; the newest where none is named.

    Raises
    ------
    UnknownForm
        If there is no such version.
    """
    known = _shipped()
    wanted = max(known) if version is None else version
    if wanted not in known:
        raise UnknownForm(
            say("There is no version {version} of the scoring form.", version=str(wanted))
        )
    return known[wanted]
