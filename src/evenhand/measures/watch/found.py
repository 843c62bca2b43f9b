"""What the watch finds: which series moved, since when and by how much, as plain values."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from evenhand.measures.watch.beside import OtherCharts, Places, read_others, read_places


class Looks(StrEnum):
    """What a series looks at."""

    RATIO = "ratio"
    """A group's rate, as times the rate of the reference group: the disparity."""
    RATE = "rate"
    """A group's own rate per resident: how much a power is used on them."""
    SHARE = "share"
    """The share of a group's records of which something is true (found, arrested, no action)."""
    UNKNOWN = "unknown"
    """The share of all records without a known ethnicity: quality of the data."""
    COVERAGE = "coverage"
    """How many records there are of a month: quality of the data."""


class Direction(StrEnum):
    """Which way a series moved."""

    RISE = "rise"
    FALL = "fall"


class Means(StrEnum):
    """What a move means, by the measure's own word for which way is worse."""

    WORSE = "worse"
    BETTER = "better"
    NEITHER = "neither"


@dataclass(frozen=True)
class Series:
    """Which series: one force, power, measure and group; ``group`` is empty for everybody.

    ``area`` is the code of an area within the force; empty for all of it. ``stream`` names the
    people of whom alone it is (``children``); empty for everybody.
    """

    force: str
    power: str
    measure: str
    looks: Looks
    group: str = ""
    reference: str = ""
    grouping: str = "five-groups"
    area: str = ""
    stream: str = ""

    @property
    def key(self) -> str:
        """One short line that names the series and nothing else."""
        whose = (self.group, self.area, self.stream)
        parts = (self.force, self.power, self.measure, self.looks, *whose)
        return "/".join(_slug(part) for part in parts if part)


@cache
def _slug(part: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", part.lower())


@dataclass(frozen=True)
class Span:
    """A stretch of months and what was counted in it.

    Attributes
    ----------
    first, last : months, both included; ``observed`` of them were supplied whole.
    events, reference_events : counts, None where they may not be shown.
    records, reference_records : of a share, or of a ratio of shares, the records that each is a
        share of; None for anything else.
    unknown : records of what is counted in which nobody wrote down the ethnicity.
    rate, reference_rate : per 1,000 residents a year, or per 100 records for a share.
    value, low, high : the ratio (or rate, or share) with its likely range, None where we cannot
        tell.
    unknown_low, unknown_high : of a ratio, what it could be if every record of unknown ethnicity
        were of one group or of the other; None where that does not apply.
    unknown_share : the share of records without a known ethnicity, of 100.
    status : ``whole``, ``partial``, ``missing`` (nothing is known; it is not zero) or ``too-few``
        (we cannot tell).
    """

    first: str
    last: str
    observed: int
    status: str = "whole"
    events: int | None = None
    reference_events: int | None = None
    rate: float | None = None
    reference_rate: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unknown_low: float | None = None
    unknown_high: float | None = None
    unknown_share: float | None = None
    records: int | None = None
    unknown: int | None = None
    exposure: float | None = None
    reference_records: int | None = None


@dataclass(frozen=True)
class Change:
    """After set against before, as times as much, with its likely range."""

    times: float
    low: float
    high: float


@dataclass(frozen=True)
class Finding:
    """A problem of the data that could explain a move: the check's code, its months, a sentence."""

    code: str
    months: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Benchmarked:
    """A standing disparity under one benchmark: the residents of one census.

    Attributes
    ----------
    kind, census : what the rates are of.
    direction : ``higher``, ``lower`` or ``cannot tell``, as the whole range is.
    """

    kind: str
    census: int
    value: float
    low: float
    high: float
    direction: str


@dataclass(frozen=True)
class Standing:
    """Of a disparity that stands and does not move: how large it is, and against what.

    Attributes
    ----------
    stated : the ratio that was asked about, as times the reference group's rate or share. Below 1
        where less is worse; then ``beyond`` and ``above`` say that it lies below.
    whole : all months looked at; ``before`` and ``after`` of the alert are its two halves.
    forces : how many forces had enough to be compared with.
    centre, spread : what forces share, as times, and how far they truly differ (the standard
        deviation of the logs); None where fewer than ten forces are there to say so.
    expected_low, expected_high : where a force with as many records would lie, as forces are.
    beyond : whether it lies above that, and so above what is usual for forces.
    above : whether it lies above ``stated``, by this force's own records.
    drawn_to, drawn_spread : what the ratio is drawn towards, and how strongly; as times, and as the
        standard deviation of logs.
    alone : whether that is no difference, because too few forces are there to say what is usual.
    shrunk, shrunk_low, shrunk_high : the ratio so drawn, with the range that it is in.
    probability : that it is above ``stated``.
    benchmarks : the ratio under every benchmark there is; none is the headline.
    """

    stated: float
    whole: Span
    forces: int
    centre: float | None
    spread: float | None
    drawn_to: float
    drawn_spread: float
    alone: bool
    above: bool
    beyond: bool = False
    expected_low: float | None = None
    expected_high: float | None = None
    shrunk: float | None = None
    shrunk_low: float | None = None
    shrunk_high: float | None = None
    probability: float | None = None
    benchmarks: tuple[Benchmarked, ...] = ()


@dataclass(frozen=True)
class Found:
    """An alert as the watch found it: a series that moved, or a disparity that stands.

    Attributes
    ----------
    key : names the move: the same series and start give the same key in every later run.
    quality : whether this is about the data rather than about what was done.
    since : the month from which it most likely moved.
    as_of : the last month looked at.
    before, after : from the start of the history to ``since``, and from there to ``as_of``.
    change : after set against before.
    smallest : the smallest change, as times as much, that could have been seen in the last
        quarter; None where it cannot be worked out.
    evidence : how unlikely chance alone is, as the expected share of false alarms (q-value).
    examined : number of series that were looked at in this run.
    quarters : the whole history by quarter, counted back from ``as_of``.
    findings : problems of the data in the months concerned.
    related : other series that moved with it, told under this one alert.
    grave : whether it belongs to a stream with a lower threshold of attention.
    sentence : the whole of it in plain words.
    phi : how much more than by chance the months swing; it widens the range of the change.
    standing : of a disparity that stands: then ``since`` is the first month looked at, ``before``
        and ``after`` are both halves of the time, and ``change`` is the one set against the other.
    few : of an area, the names of those counts that are under 10 in some quarter of some area of
        its force; the public sees none of them.
    others : what other charts of what moved show; None where they were not drawn, and for the
        public where a quarter of the series is not shown.
    places : of a ratio of a whole force, its change within areas and between them; None where that
        cannot be told, and for the public as ``others``.
    """

    key: str
    series: Series
    quality: bool
    direction: Direction
    means: Means
    since: str
    as_of: str
    before: Span
    after: Span
    change: Change
    smallest: float | None
    evidence: float
    examined: int
    quarters: tuple[Span, ...]
    findings: tuple[Finding, ...] = ()
    related: tuple[Series, ...] = ()
    grave: bool = False
    sentence: str = ""
    phi: float = 1.0
    standing: Standing | None = None
    few: tuple[str, ...] = ()
    others: OtherCharts | None = None
    places: Places | None = None

    def plain(self) -> dict[str, Any]:
        """As values that JSON holds."""
        return asdict(self)


@dataclass(frozen=True)
class Untold:
    """A series of which nothing can be told yet, and why, in a sentence.

    ``about`` names what the sentence is of where that is no measure; ``many`` is how many series
    it is of, none where they are not looked at at all.
    """

    series: Series
    why: str
    about: str = ""
    many: int = 1


@dataclass(frozen=True)
class Watched:
    """What one run of the watch says.

    Attributes
    ----------
    as_of : the last month looked at.
    examined : series that were looked at, by force.
    alerts : those raised, about the data first.
    held_back : moves that a problem of the data would explain: not raised.
    untold : series that could not be looked at.
    inputs : hash of everything that went in: the same inputs give the same answer.
    judged : names of all that was judged, as :mod:`evenhand.measures.watch.again` gives them. Of
        anything else, that it is not raised says nothing.
    """

    as_of: str
    examined: Mapping[str, int]
    alerts: tuple[Found, ...]
    held_back: tuple[Found, ...]
    untold: tuple[Untold, ...]
    inputs: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    judged: frozenset[str] = frozenset()

    @property
    def moves(self) -> tuple[Found, ...]:
        """Alerts of what moved."""
        return tuple(one for one in self.alerts if one.standing is None)

    @property
    def standing(self) -> tuple[Found, ...]:
        """Alerts of disparities that stand."""
        return tuple(one for one in self.alerts if one.standing is not None)


def read(said: Mapping[str, Any]) -> Found:
    """The alert that :meth:`Found.plain` wrote, or that JSON brought back.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is not such an alert.
    """
    series = _series(said["series"])
    return Found(
        **{
            **said,
            "series": series,
            "direction": Direction(said["direction"]),
            "means": Means(said["means"]),
            "before": Span(**said["before"]),
            "after": Span(**said["after"]),
            "change": Change(**said["change"]),
            "quarters": tuple(Span(**one) for one in said["quarters"]),
            "findings": tuple(
                Finding(one["code"], tuple(one["months"]), one["words"]) for one in said["findings"]
            ),
            "related": tuple(_series(one) for one in said["related"]),
            "standing": _standing(said.get("standing")),
            "few": tuple(said.get("few", ())),
            "others": read_others(said.get("others")),
            "places": read_places(said.get("places")),
        }
    )


def _standing(said: Mapping[str, Any] | None) -> Standing | None:
    if said is None:
        return None
    return Standing(
        **{
            **said,
            "whole": Span(**said["whole"]),
            "benchmarks": tuple(Benchmarked(**one) for one in said["benchmarks"]),
        }
    )


def _series(said: Mapping[str, Any]) -> Series:
    return Series(**{**said, "looks": Looks(said["looks"])})
