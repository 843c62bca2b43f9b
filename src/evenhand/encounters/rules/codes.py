"""The code lists: what each answer may be, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml


@dataclass(frozen=True)
class Code:
    """One answer of a list.

    Attributes
    ----------
    code : what is stored and sent; it never changes its meaning.
    label : what a person reads, in plain English.
    cy : the same in Welsh, or None until it was translated.
    more : what else the list says of it, such as ``published``, its text in national data.
    """

    code: str
    label: str
    cy: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def published(self) -> str:
        """Its text in national data; empty where those have none, as for what is not known."""
        return str(self.more.get("published", ""))

    @property
    def form(self) -> str:
        """Its words on the national form for use of force."""
        return str(self.more.get("form", ""))

    def named(self, language: str = "en") -> str:
        """Its label in a language; in English where that has none yet."""
        return self.cy if language == "cy" and self.cy else self.label


@cache
def lists() -> Mapping[str, Mapping[str, Code]]:
    """Every list by its name, its codes in the order in which they are offered."""
    text = (files("evenhand.encounters.rules") / "codes.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    return MappingProxyType({name: _list(entries) for name, entries in read.items()})


def _list(entries: dict[str, dict[str, Any]]) -> Mapping[str, Code]:
    return MappingProxyType(
        {
            str(code): Code(str(code), said.pop("label"), said.pop("cy", None), said)
            for code, said in ((code, dict(said)) for code, said in entries.items())
        }
    )


def codes(name: str) -> Mapping[str, Code]:
    """One list, such as ``reasons``: each code with what is known of it."""
    return lists()[name]


def label(name: str, code: str, language: str = "en") -> str:
    """What a person reads for a code of a list."""
    return codes(name)[code].named(language)
