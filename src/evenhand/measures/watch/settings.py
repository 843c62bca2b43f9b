"""How the watch looks: what it asks for before it raises anything, and which streams are grave."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator


class Stream(BaseModel):
    """A stream with a lower threshold of attention, as ``streams.yaml`` writes it.

    ``measures`` are ids of the library. ``where`` keeps only some records, by dimensions of
    :func:`evenhand.records.count.count`; the stream's series then carry its name. A stream without
    measures says in ``missing`` why nothing of it can be told.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    power: Literal["stop-and-search", "vehicle-stop"]
    measures: list[str]
    where: dict[str, list[bool | str]] = {}
    missing: str = ""
    why: str = Field(min_length=10)

    @model_validator(mode="after")
    def _has_measures_or_says_why(self) -> "Stream":
        if bool(self.measures) == bool(self.missing):
            raise ValueError("a stream has measures, or says why there are none")
        return self


@cache
def streams() -> Mapping[str, Stream]:
    """Give the grave streams by their names.

    Raises
    ------
    pydantic.ValidationError
        If the file says something that is no stream.
    """
    text = (files("evenhand.measures") / "watch" / "streams.yaml").read_text(encoding="utf-8")
    said = yaml.safe_load(text)
    return MappingProxyType({name: Stream.model_validate(one) for name, one in said.items()})


@dataclass(frozen=True)
class Settings:
    """What one run asks for; the same settings and the same records give the same answer.

    Attributes
    ----------
    share_false : of all that is raised at most this share may be chance alone, on average.
    share_false_grave : the same for the grave streams: attention sooner, at the price of more
        alerts about nothing.
    ratio : the change that the charts are built to find; larger ones are found sooner still.
    start, start_short : months of history before anything is watched; the second where a force has
        supplied fewer than ``long`` months.
    recent : months after which a change is the new usual: the history then begins at it.
    fewest : events of each group, before and after, under which nothing is raised.
    fewest_months : observed months from the change on under which nothing is raised: a single month
        can be out of the way.
    together : months within which moves of related series are told as one.
    season_months : the first so many months tell how the months of a year differ, so that what is
        said of a month does not change with every later one.
    coverage_fall : records that fall to less than so much of the usual are a matter of the data.
    grave_each_month : whether the grave streams are looked at up to the newest month, and not only
        up to the last of a whole quarter.
    behind : of so many months up to the last one no whole file came: then that is raised. Fewer are
        a usual delay.
    unknown_points : of every 100 records, by how many more the unknown must rise to be raised.
    standing : a disparity stands if a group's rate is above so many times that of the reference.
    standing_share : the same of shares of records (finds, no further action), or one in so many
        where less is worse: they differ far less between groups than rates do.
    standing_months, standing_fewest : it must have stood for so long, in each of both halves; the
        second where a force has supplied fewer months than the first.
    sure : how probable it must be that the shrunk ratio is above ``standing``.
    """

    share_false: float = 0.05
    share_false_grave: float = 0.10
    ratio: float = 1.5
    start: int = 24
    start_short: int = 12
    long: int = 36
    recent: int = 24
    fewest: int = 10
    fewest_months: int = 2
    together: int = 6
    season_months: int = 60
    grave_each_month: bool = True
    coverage_fall: float = 0.75
    behind: int = 5
    unknown_points: float = 3.0
    standing: float = 1.5
    standing_share: float = 1.25
    standing_months: int = 24
    standing_fewest: int = 12
    sure: float = 0.95

    def plain(self) -> dict[str, Any]:
        """As values that JSON holds."""
        return asdict(self)
