"""What a rule can ask of a record, and how the same question is put in JSON Schema.

Each clause has two readings that must never differ: ``holds`` asks a model that is already well
formed, ``schema`` is the JSON Schema for any validator, the device's among them. A field that was
left out, null and an empty list are the same thing to every clause: not given.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Schema = dict[str, Any]


class Clause(Protocol):
    """One question about a record or a part of it."""

    def holds(self, part: object) -> bool:
        """Whether it is so for this part."""
        ...

    def schema(self) -> Schema:
        """The same question as JSON Schema."""
        ...


def _field(name: str, schema: Schema) -> Schema:
    return {"properties": {name: schema}, "required": [name]}


@dataclass(frozen=True)
class Is:
    """A field has one of these values."""

    field: str
    values: tuple[str | int | bool, ...]

    def holds(self, part: object) -> bool:
        given = getattr(part, self.field)
        return given in self.values and any(
            given == value and type(given) is type(value) for value in self.values
        )

    def schema(self) -> Schema:
        return _field(self.field, {"enum": list(self.values)})


@dataclass(frozen=True)
class Given:
    """A field says something: it is there, not null and no empty list."""

    field: str

    def holds(self, part: object) -> bool:
        given = getattr(part, self.field)
        return given is not None and given != []

    def schema(self) -> Schema:
        return _field(self.field, {"not": {"enum": [None, []]}})


@dataclass(frozen=True)
class Matches:
    """A text looks like this; the expression is one that Python and JavaScript read alike."""

    field: str
    pattern: str

    def holds(self, part: object) -> bool:
        given = getattr(part, self.field)
        return isinstance(given, str) and bool(re.search(self.pattern, given))

    def schema(self) -> Schema:
        return _field(self.field, {"type": "string", "pattern": self.pattern})


@dataclass(frozen=True)
class Has:
    """A list of codes holds at least one of these."""

    field: str
    codes: tuple[str, ...]

    def holds(self, part: object) -> bool:
        return any(code in self.codes for code in getattr(part, self.field))

    def schema(self) -> Schema:
        return _field(self.field, {"contains": {"enum": list(self.codes)}})


@dataclass(frozen=True)
class Alone:
    """A list holds one thing and no more."""

    field: str

    def holds(self, part: object) -> bool:
        return len(getattr(part, self.field)) == 1

    def schema(self) -> Schema:
        return _field(self.field, {"minItems": 1, "maxItems": 1})


@dataclass(frozen=True)
class Inside:
    """Something is so for an object within the record."""

    field: str
    clause: Clause

    def holds(self, part: object) -> bool:
        inner = getattr(part, self.field)
        return inner is not None and self.clause.holds(inner)

    def schema(self) -> Schema:
        return _field(self.field, {"type": "object", **self.clause.schema()})


@dataclass(frozen=True)
class Some:
    """Something is so for at least one entry of a list, or for exactly so many."""

    field: str
    clause: Clause
    exactly: int | None = None

    def holds(self, part: object) -> bool:
        found = sum(self.clause.holds(entry) for entry in getattr(part, self.field))
        return found > 0 if self.exactly is None else found == self.exactly

    def schema(self) -> Schema:
        counted: Schema = {"contains": self.clause.schema()}
        if self.exactly is not None:
            counted |= {"minContains": self.exactly, "maxContains": self.exactly}
        return _field(self.field, counted)


@dataclass(frozen=True)
class AllOf:
    """Every one of these is so."""

    clauses: tuple[Clause, ...]

    def holds(self, part: object) -> bool:
        for clause in self.clauses:  # noqa: SIM110 (in half the time: a stop is asked hundreds)
            if not clause.holds(part):
                return False
        return True

    def schema(self) -> Schema:
        return {"allOf": [clause.schema() for clause in self.clauses]}


@dataclass(frozen=True)
class AnyOf:
    """At least one of these is so."""

    clauses: tuple[Clause, ...]

    def holds(self, part: object) -> bool:
        for clause in self.clauses:  # noqa: SIM110 (as above)
            if clause.holds(part):
                return True
        return False

    def schema(self) -> Schema:
        return {"anyOf": [clause.schema() for clause in self.clauses]}


@dataclass(frozen=True)
class Not:
    """This is not so."""

    clause: Clause

    def holds(self, part: object) -> bool:
        return not self.clause.holds(part)

    def schema(self) -> Schema:
        return {"not": self.clause.schema()}


@dataclass(frozen=True)
class Numbered:
    """The entries of a list are numbered 1, 2, 3 and so on, in their order."""

    field: str
    most: int

    def holds(self, part: object) -> bool:
        numbers = [entry.number for entry in getattr(part, self.field)]
        return numbers == list(range(1, len(numbers) + 1))

    def schema(self) -> Schema:
        numbers = range(1, self.most + 1)
        return _field(
            self.field, {"prefixItems": [_field("number", {"const": one}) for one in numbers]}
        )


@dataclass(frozen=True)
class Joined:
    """For some number, an entry of one list has it and one of another names it.

    JSON Schema cannot follow a number from one list to another, so it is written out for every
    number that there can be.

    Attributes
    ----------
    people, named : what must be so for the person and for the entry that names them.
    field, by : the other list, and its field that holds the person's number.
    most : the highest number.
    """

    people: Clause
    field: str
    by: str
    named: Clause
    most: int

    def holds(self, part: object) -> bool:
        entries = [entry for entry in getattr(part, self.field) if self.named.holds(entry)]
        if not entries:
            return False
        numbers = {entry.number for entry in part.people if self.people.holds(entry)}  # type: ignore[attr-defined]  # only the stop is asked, and it has people
        return any(getattr(entry, self.by) in numbers for entry in entries)

    def schema(self) -> Schema:
        return {"anyOf": [self._for(number) for number in range(1, self.most + 1)]}

    def _for(self, number: int) -> Schema:
        person = AllOf((Is("number", (number,)), self.people))
        entry = AllOf((Is(self.by, (number,)), self.named))
        return AllOf((Some("people", person), Some(self.field, entry))).schema()


@dataclass(frozen=True)
class NamesThere:
    """Every entry of a list names a person who is there."""

    field: str
    by: str
    most: int

    def holds(self, part: object) -> bool:
        there = len(part.people)  # type: ignore[attr-defined]  # as above
        named = [getattr(entry, self.by) for entry in getattr(part, self.field)]
        return all(not isinstance(number, int) or number <= there for number in named)

    def schema(self) -> Schema:
        # Who is numbered k is there exactly when the list has k people.
        return {"allOf": [self._for(number) for number in range(2, self.most + 1)]}

    def _for(self, number: int) -> Schema:
        named = Some(self.field, Is(self.by, (number,))).schema()
        return {"if": named, "then": _field("people", {"minItems": number})}


@dataclass(frozen=True)
class NoneTwice:
    """No two entries of a list have the same value in a field."""

    field: str
    by: str
    values: tuple[str | int, ...]

    def holds(self, part: object) -> bool:
        named = [getattr(entry, self.by) for entry in getattr(part, self.field)]
        return len(named) == len(set(named))

    def schema(self) -> Schema:
        return {"properties": {self.field: {"allOf": [self._for(value) for value in self.values]}}}

    def _for(self, value: str | int) -> Schema:
        return {
            "contains": Is(self.by, (value,)).schema(),
            "minContains": 0,
            "maxContains": 1,
        }


@dataclass(frozen=True)
class Rule:
    """When one thing is so, another must be.

    Attributes
    ----------
    code : what the rule is called in answers; it never changes its meaning.
    field : where the answer is to be mended.
    words : the whole sentence that a person reads when it is broken.
    when : without it, the rule holds always.
    """

    code: str
    field: str
    words: str
    then: Clause
    when: Clause | None = None

    def broken(self, part: object) -> bool:
        """Whether a well-formed record breaks it."""
        return (self.when is None or self.when.holds(part)) and not self.then.holds(part)

    def schema(self) -> Schema:
        """The rule as JSON Schema, with its code and sentence for whoever shows them."""
        must = self.then.schema()
        rule = must if self.when is None else {"if": self.when.schema(), "then": must}
        return {**rule, "x-code": self.code, "x-field": self.field, "x-words": self.words}


def every(*clauses: Clause) -> Clause:
    """All of these."""
    return AllOf(clauses)


def either(*clauses: Clause) -> Clause:
    """At least one of these."""
    return AnyOf(clauses)


def lacks(field: str) -> Clause:
    """The field says nothing."""
    return Not(Given(field))


def is_(field: str, *values: str | int | bool) -> Clause:
    """The field has one of these values."""
    return Is(field, values)


def has(field: str, codes: Sequence[str]) -> Clause:
    """The list holds at least one of these."""
    return Has(field, tuple(codes))
