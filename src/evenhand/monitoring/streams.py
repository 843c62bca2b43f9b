"""Which stream an alert belongs to, and so how long a force has; read from ``data``."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field, ValidationError

from evenhand.ledger.texts import Key, Long, Short, Strict
from evenhand.measures.watch.found import Found
from evenhand.monitoring.errors import InvalidStreams
from evenhand.monitoring.terms import Limits


class Stream(Strict):
    """A stream: which alerts belong to it, whose they are, and how long a force has.

    ``measures`` are parts of the names of measures, powers and the watch's own streams that belong
    to it; ``grave`` takes in whatever the watch calls grave. One with neither takes in everything.
    ``owner`` is the role that owns a review at first.
    """

    name: Key
    about: Long
    owner: Short
    limits: Limits
    measures: tuple[Key, ...] = ()
    grave: bool = False

    def fits(self, found: Found) -> bool:
        """Whether an alert belongs to it."""
        series = found.series
        name = f"-{series.power}-{series.measure}-{series.stream}-"
        named = any(f"-{part}-" in name for part in self.measures)
        return named or (self.grave and found.grave) or not (self.measures or self.grave)


class _File(Strict):
    streams: tuple[Stream, ...] = Field(min_length=1)


def parse(text: str) -> tuple[Stream, ...]:
    """Read streams from YAML.

    Raises
    ------
    InvalidStreams
        If a part is missing or unknown, a name comes twice, or the last does not fit everything.
    """
    try:
        found = _File.model_validate(yaml.safe_load(text)).streams
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidStreams(f"The streams cannot be used: {error}") from error
    if len({one.name for one in found}) < len(found):
        raise InvalidStreams("A stream is named twice.")
    if found[-1].measures or found[-1].grave:
        raise InvalidStreams("The last stream takes in everything: it names no measures.")
    return found


@cache
def streams() -> tuple[Stream, ...]:
    """The streams of this site."""
    return parse(
        (files("evenhand.monitoring") / "data" / "streams.yaml").read_text(encoding="utf-8")
    )


def stream_of(found: Found) -> Stream:
    """The stream that an alert belongs to."""
    return next(one for one in streams() if one.fits(found))
