"""A plan as a grid: workstreams down, quarters across, each card where it was first promised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.plan import models, words
from evenhand.plan.quarters import Quarter, Span, columns
from evenhand.plan.selectors import Stream as Workstream
from evenhand.plan.selectors import Tracked
from evenhand.plan.status import Status
from evenhand.plan.summary import sentences
from evenhand.plan.words import Mark


@dataclass(frozen=True)
class Heading:
    """A column: its quarters, its months, and whether today lies in it."""

    name: str
    months: str
    now: bool


@dataclass(frozen=True)
class Card:
    """An action in the grid, and how many columns it takes.

    Attributes
    ----------
    when : the months it was first promised for.
    now : the date it was moved to; None where it never was.
    """

    title: str
    url: str
    wide: int
    when: str
    marks: tuple[Mark, ...]
    tone: str
    promised: str
    now: str | None
    moved: str
    owner: str


Cell = Card | int
"""A card, or so many columns with nothing in them."""


@dataclass(frozen=True)
class Stream:
    """A workstream and the rows that its cards need."""

    name: str
    about: str
    lead: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Count:
    """How many actions have a status, which has its mark."""

    mark: Mark
    count: int


@dataclass(frozen=True)
class Grid:
    """Everything that the page of a plan shows."""

    sentences: tuple[str, ...]
    counts: tuple[Count, ...]
    total: int
    headings: tuple[Heading, ...]
    streams: tuple[Stream, ...]


def grid(
    plan: models.Plan, streams: Sequence[Workstream], found: Sequence[Tracked], on: date
) -> Grid:
    """Lay a plan out as it stood on a day."""
    spans = _columns(plan, found, on)
    now = Quarter.of(on)
    return Grid(
        sentences=sentences(found),
        counts=counts(found),
        total=len(found),
        headings=tuple(
            Heading(words.column(one, now), words.months(one), one.first <= now <= one.last)
            for one in spans
        ),
        streams=tuple(
            Stream(
                say(stream.name),
                say(stream.about),
                stream.lead,
                _rows([one for one in found if one.workstream == stream.key], spans, plan),
            )
            for stream in streams
        ),
    )


def counts(found: Sequence[Tracked]) -> tuple[Count, ...]:
    """How many actions have each status; each action counts once, so they add up."""
    counted = Counter(one.standing.status for one in found)
    return tuple(Count(words.mark(status), counted[status]) for status in Status)


def action_url(plan: models.Plan, key: str) -> str:
    """The address of an action's page: in the latest iteration or in the one it belongs to."""
    return reverse("plan-action", args=[plan.force_id, plan.iteration, key])


def _columns(plan: models.Plan, found: Sequence[Tracked], on: date) -> list[Span]:
    own = tuple(Span.parse(one) for one in plan.columns)
    promised = [Span.between(one.now.first.starts_on, one.now.first.due_on) for one in found]
    here = Quarter.of(on)
    first = min([one.first for one in (*promised, *own)], default=here)
    last = max([one.last for one in (*promised, *own)], default=here)
    return columns(first, last, now=here, own=own)


def _rows(
    found: Sequence[Tracked], spans: Sequence[Span], plan: models.Plan
) -> tuple[tuple[Cell, ...], ...]:
    """Cards side by side where they do not overlap, in as few rows as that takes."""
    placed: list[list[tuple[int, int, Card]]] = []
    for one in sorted(found, key=lambda each: (each.now.first.starts_on, each.now.first.due_on)):
        span = Span.between(one.now.first.starts_on, one.now.first.due_on)
        inside = [place for place, column in enumerate(spans) if column.meets(span)]
        start, end = inside[0], inside[-1] + 1
        row = next((row for row in placed if row[-1][1] <= start), None)
        if row is None:
            placed.append(row := [])
        row.append((start, end, card(one, plan, wide=end - start)))
    return tuple(_filled(row, len(spans)) for row in placed) or ((len(spans),),)


def _filled(row: Sequence[tuple[int, int, Card]], width: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    here = 0
    for start, end, card_ in row:
        if start > here:
            cells.append(start - here)
        cells.append(card_)
        here = end
    if here < width:
        cells.append(width - here)
    return tuple(cells)


def card(one: Tracked, plan: models.Plan, *, wide: int = 1) -> Card:
    """What is shown of an action in a grid or a list."""
    now, first = one.now, one.now.first
    shown = words.marks(now, one.standing, one.on)
    moved = now.now.due_on != first.due_on
    return Card(
        title=now.now.title,
        url=action_url(plan, one.key),
        wide=wide,
        when=words.months(Span.between(first.starts_on, first.due_on)),
        marks=shown,
        tone=words.TONES[one.standing.status],
        promised=words.short_day(first.due_on),
        now=words.short_day(now.now.due_on) if moved else None,
        moved=words.times_moved(now.moves),
        owner=now.now.owner,
    )
