"""How complete the records of stops are, in words; what is not known is said, never a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.encounters.known.coverage import HOURS, REASONS
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.presenters.stop_answers import Grid

Cell = Mapping[str, Any]
Table = tuple[str, str, Grid]
"""A caption, the heading of the first column, and the rows."""


@dataclass(frozen=True)
class SourcePart:
    """What one source knows, and how much of it was recorded."""

    key: str
    title: str
    lead: str
    about: str
    explained: str
    grids: tuple[Table, ...]
    more: tuple[Table, ...]
    """What few ask for: months and hours."""


@dataclass(frozen=True)
class CoveragePage:
    """Everything that the page of coverage shows."""

    lead: str
    as_of: str
    sources: tuple[SourcePart, ...]
    unknown: tuple[str, ...]
    """What is not known, in sentences."""


def coverage_page(said: Mapping[str, Any], force: str) -> CoveragePage:
    """Shape what was published for its page.

    Parameters
    ----------
    said : the content of a :class:`~evenhand.encounters.models.CoverageTold`.
    force : its name.
    """
    parts = tuple(_source(one) for one in said["sources"])
    here = {one["source"] for one in said["sources"]}
    missing = [name for key, name in source_names().items() if key not in here]
    return CoveragePage(
        lead=_lead(said["sources"], force),
        as_of=say(
            "As records and events stood on {day}. A stop that was recorded later is counted from "
            "the next time on.",
            day=notes.day(date.fromisoformat(said["made"])),
        ),
        sources=parts,
        unknown=tuple(
            say("Coverage by {source} is not known: nothing was given.", source=one)
            for one in missing
        ),
    )


def source_names() -> dict[str, str]:
    """What each source is called, in the order of the alphabet."""
    return {
        "anpr": say("cameras for number plates"),
        "control_room": say("the control room"),
        "video": say("body-worn video"),
    }


def share_words(cell: Cell) -> str:
    """What share of known stops was recorded, at least and at most."""
    if cell["known"] is None:
        return say("Too few to say")
    if cell["low"] == cell["high"]:
        return say("{low} in 100", low=str(cell["low"]))
    return say("{low} to {high} in 100", low=str(cell["low"]), high=str(cell["high"]))


def hours_words(hours: str) -> str:
    """A band of hours, such as 21:00 to 23:59."""
    first = int(hours.partition("-")[0])
    return say("{first}:00 to {last}:59", first=f"{first:02d}", last=f"{first + HOURS - 1:02d}")


def quarter_words(quarter: str) -> str:
    """A quarter, such as January to March 2026."""
    year, number = quarter.split("-Q")
    first = 3 * int(number) - 2
    return notes.months_listed([f"{year}-{month:02d}" for month in range(first, first + 3)])


def _lead(sources: Sequence[Mapping[str, Any]], force: str) -> str:
    told = [one for one in sources if one["all"]["known"] is not None]
    if not told:
        return say(
            "Too few stops are known from elsewhere to say how many {force} records.", force=force
        )
    most = max(told, key=lambda one: one["all"]["known"])
    return say(
        "Of every 100 vehicle stops that {source} knows of, {share} were recorded.",
        source=source_names()[most["source"]],
        share=_to(most["all"]),
    )


def _to(cell: Cell) -> str:
    if cell["low"] == cell["high"]:
        return str(cell["low"])
    return say("{low} to {high}", low=str(cell["low"]), high=str(cell["high"]))


def _source(one: Mapping[str, Any]) -> SourcePart:
    whole = one["all"]
    name = source_names()[one["source"]]
    months = notes.months_listed(one["months_told"])
    if whole["known"] is None:
        lead = say("Fewer than 30 stops are known from {months}: too few to say.", months=months)
    else:
        lead = say(
            "Stops known from {months}: about {known}. Of them recorded: {recorded}; perhaps "
            "recorded: {unsure}. With what chance alone could do, that is {low} to {high} in 100.",
            months=months,
            known=f"{whole['known']:,}",
            recorded=_about_count(whole["recorded"]),
            unsure=_about_count(whole["unsure"]),
            low=str(whole["range_low"]),
            high=str(whole["range_high"]),
        )
    return SourcePart(
        key=one["source"].replace("_", "-"),
        title=say("Known from {source}", source=name),
        lead=lead,
        about=_about()[one["source"]],
        explained=_explained(one["explained"]),
        grids=tuple(_teams(one) + _quarters(one)),
        more=(
            (
                say("By month"),
                say("Month"),
                _grid(one["months"], lambda row: notes.month(row["month"])),
            ),
            (
                say("By hour of the day"),
                say("Hours"),
                _grid(one["hours"], lambda row: hours_words(row["hours"])),
            ),
        ),
    )


def _teams(one: Mapping[str, Any]) -> list[Table]:
    """Teams, where any can be told apart."""
    if not any(row["team"] for row in one["teams"]):
        return []
    rest = say("Smaller teams, or none named")
    grid = _grid(one["teams"], lambda row: row["team"] or rest)
    return [(say("By team, in the order of the alphabet"), say("Team"), grid)]


def _quarters(one: Mapping[str, Any]) -> list[Table]:
    if not one["quarters"]:
        return []
    grid = _grid(one["quarters"], lambda row: quarter_words(row["quarter"]))
    return [(say("By quarter"), say("Quarter"), grid)]


def _about() -> dict[str, str]:
    return {
        "anpr": say(
            "A camera read a number plate and officers were sent to stop the vehicle. It knows the "
            "plate and the moment, not the team."
        ),
        "control_room": say(
            "Officers told the control room by radio that they were stopping a vehicle."
        ),
        "video": say("An officer’s camera was switched on and marked as filming a vehicle stop."),
    }


def _explained(counts: Mapping[str, int]) -> str:
    words = {
        "not_a_stop": say("no vehicle stop"),
        "other_power": say("recorded under another power"),
        "duplicate": say("known twice"),
        "not_recorded": say("a stop that nobody recorded"),
    }
    listed = [
        say("{what}: {count}", what=words[why], count=_about_count(counts[why])) for why in REASONS
    ]
    if not any(counts.values()):
        return say("Of those that are in no record supervisors have explained hardly any.")
    return say(
        "Supervisors explained some of those that are in no record, by their own word: {listed}.",
        listed="; ".join(listed),
    )


def _about_count(tens: int) -> str:
    return say("about {count}", count=f"{tens:,}") if tens else say("fewer than 5")


def _grid(rows: Sequence[Mapping[str, Any]], name: Any) -> Grid:
    return Grid(
        (say("Known"), say("Recorded"), say("Range with chance")),
        tuple((name(row), (_known(row), share_words(row), _range(row))) for row in rows),
    )


def _known(cell: Cell) -> str:
    if cell["known"] is None:
        return say("Fewer than 30")
    return say("About {count}", count=f"{cell['known']:,}")


def _range(cell: Cell) -> str:
    if cell["known"] is None:
        return say("Not shown")
    return say("{low} to {high} in 100", low=str(cell["range_low"]), high=str(cell["range_high"]))
