"""Computes a published figure again from a lake, and says where the two differ.

It needs no site and no database: the figure's JSON file and a lake that holds its files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isclose
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evenhand.measures import compute, measure
from evenhand.publications.making.fingerprint import PARTS, fingerprint
from evenhand.publications.making.half import add_half_intervals
from evenhand.publications.protecting.units import of_records
from evenhand.records.errors import RecordsError
from evenhand.records.lake import Lake
from evenhand.records.lake.manifest import WHOLE_FORCE

Sha256 = str
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
NEARLY = 1e-9  # another machine's arithmetic may differ in the last digits, and nowhere else


class NotAFigure(RecordsError):
    """What was given is not the JSON of a figure."""


class FilesMissing(RecordsError):
    """The lake does not hold the files that a figure was made from."""


class File(BaseModel):
    """One file that was counted."""

    model_config = ConfigDict(extra="ignore", strict=True)
    month: str = Field(pattern=MONTH)
    sha256: Sha256 = Field(pattern=r"^[0-9a-f]{64}$")
    source: str = ""
    rows: int | None = None
    force: str | None = None


class Answer(BaseModel):
    """The parts of a result that say what was asked; the rest is compared as it stands."""

    model_config = ConfigDict(extra="allow", strict=True)
    measure: str
    measure_version: int
    force: str | None = None
    forces: list[str] = []
    first: str = Field(alias="from", pattern=MONTH)
    last: str = Field(alias="to", pattern=MONTH)
    group_by: Literal["five-groups", "nineteen-groups", "black-including-mixed"]
    rows: list[dict[str, Any]] = Field(min_length=1, max_length=100)


class Published(BaseModel):
    """What a figure's JSON file says."""

    model_config = ConfigDict(extra="allow", strict=True)
    figure: str = Field(max_length=300)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    status: str = ""
    superseded_by: str | None = None
    result: Answer
    inputs: list[File] = Field(min_length=1, max_length=100_000)

    @property
    def forces(self) -> list[str]:
        """The forces it is of."""
        return [self.result.force] if self.result.force else self.result.forces


@dataclass(frozen=True)
class Difference:
    """One place where the two are not the same; ``where`` names it as a path."""

    where: str
    published: Any
    computed: Any


@dataclass(frozen=True)
class Again:
    """A figure computed again.

    Attributes
    ----------
    result : what the lake gives now, as plain values.
    differences : where that is not what was published.
    own : some rows are not public, so that what the release hid beyond its own small counts cannot
        be told from here: a number that is not shown is not compared, nor are sentences.
    digest_checked : the file holds all that its digest is of; those of early versions do not.
    """

    result: dict[str, Any]
    differences: tuple[Difference, ...]
    own: bool
    digest_checked: bool = True


def parse(plain: Any) -> Published:
    """Read a figure's JSON.

    Raises
    ------
    NotAFigure
        If it is not one; the sentence says what is missing or wrong.
    """
    try:
        found = Published.model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise NotAFigure(
            f"This is not the JSON of a figure: {place}: {first['msg'].lower()}. Take the file "
            "from the address of the figure with .json at its end."
        ) from None
    if not found.forces:
        raise NotAFigure("This is not the JSON of a figure: it names no force.")
    return found


def again(published: Published, plain: Mapping[str, Any], lake: Lake) -> Again:
    """Compute a figure again from the very files that it was made from.

    Parameters
    ----------
    published, plain : the figure as read by :func:`parse`, and what was read.
    lake : where the records are; newer versions of the same months play no part.

    Raises
    ------
    FilesMissing
        If the lake does not hold the files; the sentence names them.
    MeasureError, UnknownForce
        If the question means nothing here, or nothing was observed.
    """
    asked = published.result
    then = _then(lake, published)
    computed = compute(
        measure(asked.measure),
        then,
        forces=published.forces,
        first=asked.first,
        last=asked.last,
        grouping=asked.group_by,
    )
    result = computed.as_json()
    add_half_intervals(result, share=computed.measure.kind != "rate")
    own = not all(one.public for force in published.forces for one in then.current(force))
    said: Mapping[str, Any] = plain["result"]
    found = [*_unlike("", said, result, own=own), *_digest(plain)]
    return Again(result, tuple(found), own, digest_checked=_whole(plain))


def _then(lake: Lake, published: Published) -> Lake:
    """The lake with only the figure's own files in the figure's own months."""
    asked = published.result
    wanted = {(one.force or published.forces[0], one.month, one.sha256) for one in published.inputs}
    found = set()
    commits = []
    for commit in lake.commits:
        kept = []
        for one in commit.force_months:
            key = (one.force, one.month, commit.sources[one.source].sha256)
            ours = one.force in published.forces
            inside = ours and asked.first <= one.month <= asked.last
            if inside and one.extent == WHOLE_FORCE and key in wanted:
                found.add(key)
                kept.append(one)
            elif not inside:
                kept.append(one)
        commits.append(replace(commit, force_months=kept))
    lacking = sorted(wanted - found)
    if lacking:
        raise FilesMissing(_lacking(lacking, lake))
    return of_records(replace(lake, commits=tuple(commits)))


def _lacking(files: list[tuple[str, str, Sha256]], lake: Lake) -> str:
    named = "\n".join(f"  {force}, {month}: sha256 {sha256}" for force, month, sha256 in files)
    return (
        f"{lake.path} does not hold all the files that this figure was made from. Import these "
        f"first:\n{named}"
    )


def _whole(plain: Mapping[str, Any]) -> bool:
    return set(PARTS) <= set(plain)


def _digest(plain: Mapping[str, Any]) -> Iterator[Difference]:
    """The file must say what its own digest says; older files do not hold all that it is of."""
    if _whole(plain):
        found = fingerprint(plain)
        if found != plain["digest"]:
            yield Difference("digest", plain["digest"], found)


def _unlike(where: str, said: Any, found: Any, *, own: bool) -> Iterator[Difference]:
    """List every place where what was published is not what was found."""
    if own and (said is None or isinstance(said, str) or where in {"warnings", "notes"}):
        return
    if isinstance(said, Mapping) and isinstance(found, Mapping):
        for key in dict.fromkeys((*said, *found)):
            if own and said.get("suppressed") is True:
                continue
            yield from _unlike(_path(where, key), said.get(key), found.get(key), own=own)
    elif isinstance(said, list) and isinstance(found, list):
        for number in range(max(len(said), len(found))):
            name = _name(said, found, number)
            pair = [part[number] if number < len(part) else None for part in (said, found)]
            yield from _unlike(_path(where, name), *pair, own=own)
    elif not _same(said, found):
        yield Difference(where, said, found)


def _same(said: Any, found: Any) -> bool:
    numbers = (int, float)
    if isinstance(said, bool) or isinstance(found, bool):
        return said is found
    if isinstance(said, numbers) and isinstance(found, numbers):
        return isclose(said, found, rel_tol=NEARLY, abs_tol=1e-12)
    return bool(said == found)


def _path(where: str, name: object) -> str:
    return f"{where}.{name}" if where else str(name)


def _name(said: list[Any], found: list[Any], number: int) -> object:
    """Rows go by their group, so that a reader finds them."""
    for part in (said, found):
        if number < len(part) and isinstance(part[number], Mapping) and "group" in part[number]:
            return part[number]["group"]
    return number + 1
