"""The measures there are, read from the reviewed files under ``data``."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from evenhand.measures.errors import InvalidMeasure, UnknownMeasure
from evenhand.measures.schema import Measure


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
def measures() -> MappingProxyType[str, Measure]:
    """Give every measure by its id, in the order of their names."""
    folder = files("evenhand.measures") / "data"
    found = [
        parse(file.read_text(encoding="utf-8"), name=file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
    return MappingProxyType({measure.id: measure for measure in found})


def measure(name: str) -> Measure:
    """Give the measure of this name.

    Raises
    ------
    UnknownMeasure
        If there is none; the message offers the nearest names.
    """
    known = measures()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=2, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UnknownMeasure(
        f"There is no measure called {name!r}.{hint} `evenhand measures` lists them."
    )
