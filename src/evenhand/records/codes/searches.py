"""What was done: the kind of search, its power, its object and its outcome."""

from dataclasses import dataclass
from functools import cache

from evenhand.records.codes import tables
from evenhand.records.codes.lists import CodeList, code_list


@dataclass(frozen=True)
class SearchType:
    """Whether a person, a vehicle or both were searched.

    A blank type counts as a search of a person, as it does in the police's own interface, where
    only ``Vehicle search`` has no person.
    """

    id: int
    label: str
    person: bool
    vehicle: bool


@dataclass(frozen=True)
class Power:
    """The law that a search was made under.

    ``kind`` is ``reasonable_grounds``, ``suspicionless`` or ``other``; ``unknown`` where the power
    was not recorded or is not in the list.
    """

    id: int
    label: str
    kind: str
    short: str


@dataclass(frozen=True)
class Object:
    """What was looked for; ``category`` is drugs, weapons, other or unavailable."""

    id: int
    label: str
    vocabulary: str
    category: str


@dataclass(frozen=True)
class Outcome:
    """What came of a search.

    ``found`` says that some action followed, so that something was presumably found; it is None
    where the outcome was not recorded. An arrest need not be for what was looked for.
    """

    id: int
    label: str
    vocabulary: str
    kind: str
    found: bool | None


@cache
def types() -> CodeList[SearchType]:
    """The three types of search."""
    return code_list(
        "type",
        (
            SearchType(
                id=int(row["id"]),
                label=row["label"],
                person=bool(tables.truth(row["person"])),
                vehicle=bool(tables.truth(row["vehicle"])),
            )
            for row in tables.read("types.csv")
        ),
    )


@cache
def powers() -> CodeList[Power]:
    """The powers of stop and search, with grounds or without suspicion."""
    return code_list(
        "legislation",
        (
            Power(int(row["id"]), row["label"], row["kind"], row["short"])
            for row in tables.read("powers.csv")
        ),
    )


@cache
def objects() -> CodeList[Object]:
    """Objects of search, data.police.uk's and the Home Office's reasons for search."""
    return code_list(
        "object",
        (
            Object(int(row["id"]), row["label"], row["vocabulary"], row["category"])
            for row in tables.read("objects.csv")
        ),
    )


@cache
def outcomes() -> CodeList[Outcome]:
    """Outcomes in the current, the older, the interface's and the Home Office's vocabulary."""
    return code_list(
        "outcome",
        (
            Outcome(
                id=int(row["id"]),
                label=row["label"],
                vocabulary=row["vocabulary"],
                kind=row["kind"],
                found=tables.truth(row["found"]),
            )
            for row in tables.read("outcomes.csv")
        ),
    )
