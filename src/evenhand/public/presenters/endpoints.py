"""The API's own description, laid out for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words.messages import say

PLAIN = "Its id."  # of a force or a measure, where the description says no more


@dataclass(frozen=True)
class Parameter:
    """One part of an address that can be chosen."""

    name: str
    description: str
    must: bool


@dataclass(frozen=True)
class Endpoint:
    """One address: what it answers, and with which choices."""

    id: str
    address: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]


def endpoints(described: Mapping[str, Any]) -> list[Endpoint]:
    """Lay out an OpenAPI description."""
    return [
        _endpoint(address, operation)
        for address, operations in described["paths"].items()
        for operation in operations.values()
    ]


@dataclass(frozen=True)
class Kind:
    """One kind of problem, as its type names it."""

    id: str
    title: str
    meaning: str


def problems() -> list[Kind]:
    """What can go wrong, and what it means."""
    return [
        Kind(
            "not-found",
            say("404 Not found"),
            say("There is nothing of this name. Lists of names are at the addresses above."),
        ),
        Kind(
            "unusable",
            say("422 A parameter cannot be used"),
            say(
                "A parameter is unknown, stands twice or does not meet its description. Each is "
                "named. We never answer as if it had not been there."
            ),
        ),
        Kind("read-only", say("405 Read only"), say("Figures can be read, and never written.")),
        Kind("refused", say("400 Refused"), say("The request cannot be read at all.")),
        Kind(
            "went-wrong",
            say("500 Something went wrong"),
            say("This is our fault, not yours. Try again in a few minutes."),
        ),
    ]


def _endpoint(address: str, operation: Mapping[str, Any]) -> Endpoint:
    return Endpoint(
        id=operation["operationId"],
        address=address,
        summary=say(operation["summary"]),
        description=say(operation["description"]),
        parameters=tuple(_parameters(operation["parameters"])),
    )


def _parameters(given: list[Mapping[str, Any]]) -> Iterator[Parameter]:
    for one in given:
        schema = one["schema"]
        text = say(one.get("description") or schema.get("description") or PLAIN)
        choices = ", ".join(schema.get("enum", ()))
        if choices:
            text = say("{description} One of: {choices}.", description=text, choices=choices)
        yield Parameter(one["name"], text, bool(one.get("required")))
