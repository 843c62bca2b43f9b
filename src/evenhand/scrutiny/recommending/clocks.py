"""How long a force has to answer, and why the clock may stand still; read from ``data``."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field, ValidationError, field_validator

from evenhand.ledger.texts import Strict
from evenhand.scrutiny.recommending.errors import InvalidClocks
from evenhand.scrutiny.recommending.terms import Ground, Limits, Source


class Clocks(Strict):
    """The terms of every source, and the grounds of an extension."""

    sources: Mapping[Source, Limits]
    grounds: tuple[Ground, ...] = Field(min_length=1)

    @field_validator("sources")
    @classmethod
    def _all_of_them(cls, found: Mapping[Source, Limits]) -> Mapping[Source, Limits]:
        if missing := set(Source) - set(found):
            raise ValueError(f"nothing is said about {', '.join(sorted(missing))}")
        return found

    @field_validator("grounds")
    @classmethod
    def _once(cls, found: tuple[Ground, ...]) -> tuple[Ground, ...]:
        if len({one.name for one in found}) < len(found):
            raise ValueError("a ground is named twice")
        return found

    def ground(self, name: str) -> Ground | None:
        """A ground by its name; None where there is none such."""
        return next((one for one in self.grounds if one.name == name), None)


def parse(text: str) -> Clocks:
    """Read terms and grounds from YAML.

    Raises
    ------
    InvalidClocks
        If a source is missing or unknown, or a ground is named twice.
    """
    try:
        return Clocks.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidClocks(f"The terms cannot be used: {error}") from error


@cache
def clocks() -> Clocks:
    """The terms of this site."""
    path = files("evenhand.scrutiny") / "recommending" / "data" / "clocks.yaml"
    return parse(path.read_text(encoding="utf-8"))
