"""Where `evenhand figure` reads a figure from: a file, an address, or this site's database."""

import json
import re
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit, urlunsplit

import typer

LARGEST = 32 * 1024 * 1024  # bytes; the figure of all forces has about half a million
REFERENCE = re.compile(
    r"(?P<measure>[a-z0-9-]+)/(?P<place>[a-z0-9-]+)/"
    r"(?P<first>\d{4}-\d{2})--(?P<last>\d{4}-\d{2})/(?P<grouping>[a-z0-9-]+)/(?P<number>\d{1,4})"
)
ENDINGS = re.compile(r"(-metadata\.json|\.(csv|json|xlsx|parquet|svg|png|zip))$")


def read(text: str) -> Any:
    """Read the plain values of a figure.

    Parameters
    ----------
    text : a file's path, an address of the figure's page or of one of its files, or a reference.

    Raises
    ------
    typer.BadParameter
        If it is none of these, or what is there is not JSON.
    NetworkFailure
        If an address does not answer as it should.
    OSError
        If a file cannot be read.
    """
    if "://" in text:
        return parsed(_fetched(text), text)
    found = REFERENCE.fullmatch(text.strip("/"))
    if found and not Path(text).exists():
        return _published(found)
    with Path(text).open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise typer.BadParameter(f"“{text}” is far larger than the file of a figure can be.")
    return parsed(content, text)


def parsed(content: bytes, name: str) -> Any:
    """Read JSON, strictly: no NaN, no numbers of a thousand digits, nothing nested without end."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_number)
    except (ValueError, RecursionError):
        raise typer.BadParameter(
            f"“{name}” is not JSON. Take the file from the figure's address with .json at its end."
        ) from None


def _refuse_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def json_address(address: str) -> str:
    """The address of a figure's JSON, from that of its page or of any of its files."""
    parts = urlsplit(address)
    path = ENDINGS.sub("", parts.path.rstrip("/"))
    return urlunsplit((parts.scheme, parts.netloc, f"{path}.json", "", ""))


def _fetched(address: str) -> bytes:
    from evenhand.records.fetch.one import fetch_one

    if urlsplit(address).scheme not in {"http", "https"}:
        raise typer.BadParameter(f"“{address}” is not a web address: give one with https.")
    wanted = json_address(address)
    found = fetch_one(wanted, most=LARGEST)
    if found is None:
        raise typer.BadParameter(
            f"There is no figure at {wanted}. Give the permanent address that stands on the page "
            "of the figure."
        )
    return found


def _published(found: re.Match[str]) -> dict[str, Any]:
    """A figure of the site on this machine, by its reference."""
    from evenhand.config import server

    server.setup()
    from django.db import Error

    from evenhand.publications import selectors
    from evenhand.publications.making.fingerprint import PARTS
    from evenhand.publications.models import Figure

    try:
        figure = selectors.figure(
            measure=found["measure"],
            place=found["place"],
            first_month=found["first"],
            last_month=found["last"],
            grouping=found["grouping"],
            number=int(found["number"]),
        )
    except Figure.DoesNotExist:
        raise typer.BadParameter(f"This site has no figure {found[0]}.") from None
    except Error:
        raise typer.BadParameter(
            f"There is no site on this machine to look {found[0]} up in. Give the figure's address "
            "or its JSON file, or set EVENHAND_DATABASE_URL."
        ) from None
    newer = getattr(figure, "superseded_by", None)
    return {
        "figure": figure.reference,
        "superseded_by": newer.reference if newer else None,
        **{name: getattr(figure, name) for name in ("digest", *PARTS)},
    }
