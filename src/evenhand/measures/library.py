"""The measures there are, read from the reviewed files under ``data``."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from evenhand.measures.errors import InvalidMeasure, UnknownMeasure
from evenhand.measures.schema import Measure
from evenhand.measures.words.powers import SEARCHES, STOPS

POWERS = (SEARCHES, STOPS)
"""The powers that there are measures of. The first one's lie in the folder, others in their own."""


def parse(text: str, *, name: str) -> Measure:
    """Read one measure from YAML text.

    Raises
    ------
    InvalidMeasure
        If the text is not YAML or does not meet the schema; the message names the file.
    """
    try:
        return Measure.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidMeasure(f"The measure in {name} cannot be used: {error}") from error


@cache
def _read() -> tuple[Measure, ...]:
    folder = files("evenhand.measures") / "data"
    found = [folder, *(folder / power for power in POWERS[1:])]
    return tuple(
        parse(file.read_text(encoding="utf-8"), name=file.name)
        for place in found
        for file in sorted(place.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    )


@cache
def measures(power: str = SEARCHES) -> MappingProxyType[str, Measure]:
    """Give every measure of a power by its id, in the order of their names."""
    return MappingProxyType({one.id: one for one in _read() if one.power == power})


def measure(name: str) -> Measure:
    """Give the measure of this name, whatever its power.

    Raises
    ------
    UnknownMeasure
        If there is none; the message offers the nearest names.
    """
    known = {one.id: one for one in _read()}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=2, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UnknownMeasure(
        f"There is no measure called {name!r}.{hint} `evenhand measures` lists them."
    )
