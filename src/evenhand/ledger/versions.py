"""Reviewed data in versions, loaded from a file: each version says one thing, for good.

What is loaded is known by a digest of what it says. The same again changes nothing; something else
under the same name and version is refused. It is the log's, as the log names versions by their
digests, and what is promised or assessed there points at one: it must stay what it was.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, ClassVar, Self, TypeVar

import yaml
from django.db import models
from django.db.models import Q
from pydantic import Field, ValidationError

from evenhand.ledger.kept import Kept
from evenhand.ledger.texts import SLUG, Key, Strict, Words
from evenhand.measures.words.messages import say


class Versioned(Kept):
    """One version of something that was loaded from a file."""

    name = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    about = models.TextField()
    example = models.BooleanField()
    """Whether it only shows what one looks like."""
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=100)

    class Meta:
        abstract = True
        ordering: ClassVar = ["name", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "version"], name="a_%(class)s_has_each_version_once"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=SLUG), name="a_%(class)s_has_a_plain_name"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="versions_of_a_%(class)s_begin_at_one"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_%(class)s_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


LONGEST_FILE = 1_000_000  # characters: far longer than anything that people have read


class Careful(yaml.SafeLoader):
    """Reads YAML that says each thing once: nothing grows by reference, nothing is said twice."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse references, with which a few lines could stand for millions."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("write things out: references (*) are not read")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a name that stands twice, of which only the last would count."""
        names = [key.value for key, _ in node.value]
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        if twice:
            raise yaml.YAMLError(f"these stand twice in one place: {', '.join(twice)}")
        return super().construct_mapping(node, deep)


class VersionedFile(Strict):
    """What the file of each of them begins with."""

    name: Key
    version: int = Field(ge=1, le=32_767)
    title: Words = Field(max_length=200)
    about: Words
    example: bool

    @property
    def digest(self) -> str:
        """The same for the same content, however its file is laid out."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @classmethod
    def read(cls, text: str, *, name: str, refusal: type[Exception]) -> Self:
        """Read a framework from YAML text.

        Raises
        ------
        refusal
            If the text is not YAML, is more than a person could review, or does not meet the
            schema; the message names the file.
        """
        try:
            return cls._read(text)
        except (yaml.YAMLError, ValidationError) as error:
            raise refusal(f"The framework in {name} cannot be used: {error}") from error

    @classmethod
    def shipped(cls, package: str, *, refusal: type[Exception]) -> Self:
        """Read the example that comes with a package."""
        file = files(package) / "data" / "example.yaml"
        return cls.read(file.read_text(encoding="utf-8"), name=file.name, refusal=refusal)

    @classmethod
    def _read(cls, text: str) -> Self:
        if len(text) > LONGEST_FILE:
            raise yaml.YAMLError(f"the file has more than {LONGEST_FILE:,} characters")
        try:
            content = yaml.load(text, Loader=Careful)  # noqa: S506 (it is a safe loader, and less)
        except RecursionError as error:
            raise yaml.YAMLError("the file is nested too deeply") from error
        return cls.model_validate(content)


def named_once(named: Mapping[str, Iterable[str]]) -> None:
    """Refuse two things of a kind with the same key: what points at keys must mean one thing.

    Raises
    ------
    ValueError
        Naming the kind and the keys.
    """
    for what, every in named.items():
        keys = list(every)
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"each {what} needs a key of its own; these stand twice: {twice}")


Loaded = TypeVar("Loaded", bound=Versioned)


def keep(
    model: type[Loaded],
    content: VersionedFile,
    *,
    by: str,
    now: datetime,
    refusal: type[Exception],
) -> tuple[Loaded, bool]:
    """Keep a version, and say whether it is new here; what belongs to it is the caller's to add.

    Raises
    ------
    refusal
        If other content has this name and version.
    """
    found: models.QuerySet[Loaded] = model.objects.filter(
        name=content.name, version=content.version
    )
    known = found.first()
    if known is not None:
        if known.digest != content.digest:
            raise refusal(
                say(
                    "Version {version} of the framework “{name}” is here already and says "
                    "something else. Give yours the next number.",
                    version=str(content.version),
                    name=content.name,
                )
            )
        return known, False
    made = model(
        **content.model_dump(include=set(VersionedFile.model_fields)),
        digest=content.digest,
        loaded_at=now,
        loaded_by=by,
    )
    made.save()
    return made, True
