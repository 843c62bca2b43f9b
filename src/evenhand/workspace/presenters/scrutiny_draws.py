"""A draw at somebody's desk: how it stands, what must happen next, what it is drawn from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evenhand.measures.words import draws as sentences
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.quarters import in_words
from evenhand.plan.words import Mark
from evenhand.scrutiny import models
from evenhand.scrutiny.forms import wording
from evenhand.scrutiny.frozen import Frozen
from evenhand.scrutiny.frozen import frozen as frozen_on
from evenhand.scrutiny.sealing import Sealed
from evenhand.scrutiny.terms import (
    Beacon,
    Dimension,
    Fault,
    Kind,
    Missing,
    Power,
    Side,
    Status,
    Taken,
    Why,
)
from evenhand.workspace.presenters.scrutiny_parts import Entry, Fact, counts, moment, until, who
from evenhand.workspace.presenters.scrutiny_steps import heading

BY_MEMBERS = frozenset(
    {Kind.SCORED, Kind.CONFLICT, Kind.SHOWN, Kind.VIDEO, Kind.VIDEO_LET_GO, Kind.AGREED}
)
"""Steps that are many and say nothing by themselves: a history counts them."""
GROUP = 5


@dataclass(frozen=True)
class Shown:
    """What stands on every page about a draw."""

    title: str
    caption: str
    mark: Mark
    period: str


@dataclass(frozen=True)
class Road:
    """One station on the road of a draw: done, now or later."""

    words: str
    about: str
    state: str


@dataclass(frozen=True)
class PartOf:
    """A part of a frame: how many there are, how many are drawn, what each stands for."""

    name: str
    size: str
    drawn: str
    weight: str


def shown(draw: models.Draw, status: Status) -> Shown:
    """What a draw is, and how it stands."""
    return Shown(
        title=say("Draw {number}: {power}", number=str(draw.number), power=_power(draw.power)),
        caption=say("{panel}, of {force}", panel=draw.panel.name, force=draw.force.name),
        mark=mark(status),
        period=say("{first} to {last}", first=in_words(draw.first), last=in_words(draw.last)),
    )


def left(status: Status, steps: Iterable[models.DrawStep], *, on: date) -> Frozen | None:
    """How long a frozen frame has been left; None where it is not frozen, drawn or abandoned."""
    step = next((one for one in steps if one.kind == Kind.FROZEN), None)
    return frozen_on(step.at, on=on) if step and status is Status.FROZEN else None


def mark(status: Status, frame: Frozen | None = None) -> Mark:
    """How a draw stands, as a shape with its word; a frame that was left too long says so."""
    if frame is not None and frame.overdue:
        overdue = say("Frozen and not drawn: {days}", days=until(-frame.overdue))
        return Mark("plan-late", "late", overdue)
    shape, tone = {
        Status.OPEN: ("plan-open", "quiet"),
        Status.FROZEN: ("plan-stale", "known"),
        Status.ABANDONED: ("plan-withdrawn", "late"),
        Status.DRAWN: ("plan-on-track", "known"),
        Status.CLOSED: ("plan-on-track", "known"),
        Status.AGREED: ("plan-complete", "known"),
    }[status]
    return Mark(shape, tone, wording.status(status))


def _power(name: str) -> str:
    text = wording.power(Power(name))
    return text[:1].lower() + text[1:]


def terms(draw: models.Draw) -> tuple[Fact, ...]:
    """What was asked for when it was opened."""
    divided = [wording.dimension(one) for one in _dimensions(draw)]
    beacon = (
        say("Twenty rolls of a ten-sided die")
        if draw.beacon == Beacon.DICE
        else say("A round of drand that the frame names")
    )
    return (
        Fact(say("Records"), wording.power(Power(draw.power))),
        Fact(
            say("Days"),
            say("{first} to {last}", first=in_words(draw.first), last=in_words(draw.last)),
        ),
        Fact(say("Divided by"), "; ".join(divided) or say("Not divided")),
        Fact(
            say("Cases"),
            say(
                "{cases}, and 1 reserve in each part"
                if draw.reserves == 1
                else "{cases}, and {reserves} reserves in each part",
                cases=str(draw.cases),
                reserves=str(draw.reserves),
            ),
        ),
        Fact(say("Chance comes from"), beacon),
    )


def _dimensions(draw: models.Draw) -> list[Dimension]:
    return [one for one in Dimension if one.value in set(draw.strata)]


def road(
    draw: models.Draw, status: Status, sealed: Sealed | None, typed: Mapping[Side, bool]
) -> tuple[Road, ...]:
    """Every station from the opening to the agreement, with what has to happen now."""
    if status is Status.ABANDONED:
        return ()
    at = _station(status, sealed)
    dice = draw.beacon == Beacon.DICE
    waits = (
        _typed_words(typed)
        if dice
        else say("Its number was written down with the frame; nobody can know it before.")
    )
    stations = (
        (say("The frame is frozen"), say("By the chair, in the meeting or before it.")),
        (
            say("Its fingerprint is in a signed checkpoint"),
            _sealed_words(sealed)
            if sealed
            else say("The public log signs about every minute. Open this page again then."),
        ),
        (
            say("The dice are rolled and typed in by both sides")
            if dice
            else say("The round of drand is told"),
            " ".join((*([_sealed_words(sealed)] if sealed else []), waits)),
        ),
        (say("Members score, each alone"), say("Nobody sees another’s score.")),
        (say("The meeting sees all scores and agrees"), say("Both are kept.")),
    )
    return tuple(
        Road(words, about, "done" if place < at else "now" if place == at else "later")
        for place, (words, about) in enumerate(stations)
    )


def _station(status: Status, sealed: Sealed | None) -> int:
    if status is Status.FROZEN:
        return 1 if sealed is None or sealed.awaited() else 2
    return {Status.OPEN: 0, Status.DRAWN: 3, Status.CLOSED: 4, Status.AGREED: 5}[status]


def _sealed_words(sealed: Sealed) -> str:
    names = sealed.witnesses()
    if awaited := sealed.awaited():
        return awaited
    if not names:
        return say(
            "Signed on {moment}. No outside witness has signed it, and this draw waits for none.",
            moment=moment(sealed.signed_at),
        )
    return say(
        "Signed on {moment}. Witnessed by {names}.",
        moment=moment(sealed.signed_at),
        names=", ".join(names),
    )


def _typed_words(typed: Mapping[Side, bool]) -> str:
    if typed.get(Side.PANEL):
        return say("The panel has typed them. The force has not.")
    if typed.get(Side.FORCE):
        return say("The force has typed them. The panel has not.")
    return say("Neither side has typed them yet.")


def frozen(steps: Sequence[models.DrawStep], frame: models.Frame | None) -> tuple[Fact, ...]:
    """What a frame holds, in counts that are public."""
    step = next((one for one in steps if one.kind == Kind.FROZEN), None)
    if frame is None or step is None:
        return ()
    data = step.data
    missing = {one.value: wording.missing(one) for one in Missing}
    left_out = {one.value: wording.why(one) for one in Why}
    return (
        Fact(say("Fingerprint"), frame.fingerprint, code=True),
        Fact(say("Frozen on"), moment(frame.at)),
        Fact(say("Positions"), f"{data['positions']:,}"),
        Fact(
            say("Left out by law"),
            "; ".join(counts(data["excluded"], left_out)) or say("None"),
        ),
        Fact(
            say("Known to exist, and not there"),
            "; ".join(counts(data["missing"], missing)) or say("None"),
        ),
        *_odd(data),
    )


def _odd(data: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What says that records were added to the frame, by mistake or not."""
    found = []
    if "alike" in data:
        found.append(
            Fact(
                say("Same words under another reference"),
                say("{count} records", count=f"{data['alike']:,}"),
            )
        )
    if "over" in data:
        found.append(
            Fact(
                say("More than the highest published total"),
                say("{count} records", count=f"{data['over']:,}"),
            )
        )
    return tuple(found)


def parts_of_frame(steps: Sequence[models.DrawStep]) -> tuple[PartOf, ...]:
    """The strata of a frame with what a drawn case of each stands for."""
    step = next((one for one in steps if one.kind == Kind.FROZEN), None)
    return tuple(
        PartOf(
            wording.stratum(one["key"]),
            f"{one['size']:,}",
            f"{one['drawn']:,}",
            f"{one['size'] / one['drawn']:.1f}" if one["drawn"] else say("none drawn"),
        )
        for one in (step.data["strata"] if step else ())
    )


def seed(found: models.Seed | None) -> tuple[Fact, ...]:
    """What the order was made of."""
    if found is None:
        return ()
    return (
        Fact(say("Checkpoint over the frame"), found.checkpoint, code=True),
        Fact(
            say("Witnessed before the seed was known by"),
            ", ".join(found.witnesses) or say("Nobody"),
        ),
        Fact(say("Dice, or the round"), grouped(found.beacon), code=True),
        Fact(say("Seed"), found.value, code=True),
    )


def grouped(digits: str) -> str:
    """Digits in groups of five, as they are read aloud."""
    if len(digits) != 4 * GROUP:
        return digits
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def history(steps: Iterable[models.DrawStep]) -> tuple[Entry, ...]:
    """Every step, the latest first; what members do one by one is counted."""
    entries: list[Entry] = []
    many: dict[Kind, int] = {}
    for one in steps:
        kind = Kind(one.kind)
        if kind in BY_MEMBERS:
            many[kind] = many.get(kind, 0) + 1
            continue
        entries.append(entry(one))
    entries.reverse()
    told = tuple(
        say("{what}: {count} times", what=heading(kind), count=str(count))
        for kind, count in many.items()
    )
    if told:
        entries.insert(0, Entry(say("What members and the site did one by one"), told))
    return tuple(entries)


def entry(step: models.DrawStep) -> Entry:
    """One step of a draw."""
    return Entry(
        heading=heading(Kind(step.kind)),
        lines=tuple(_detail(step)),
        words=step.words,
        day=moment(step.at),
        iso=step.at.isoformat(),
        who=who(step.by, step.organisation),
        number=step.number,
    )


def _detail(step: models.DrawStep) -> Iterable[str]:
    data, kind = step.data, Kind(step.kind)
    if kind in {Kind.EXCLUDED, Kind.RESERVE}:
        yield wording.why(Why(data["reason"]))
    elif kind is Kind.TOTAL:
        yield say("{count} in this period.", count=f"{data['count']:,}")
    elif kind is Kind.ROLLED:
        side = say("The panel") if data["side"] == Side.PANEL else say("The force")
        yield say("{side} typed its dice in.", side=side)
        if data.get("equal") is False:
            yield say("The two sides typed different rolls. Both type again.")
    elif kind is Kind.FOUND:
        yield wording.fault(Fault(data["fault"]))
    elif kind is Kind.ANSWERED:
        yield wording.taken(Taken(data["taken"]))


def drawn_words(steps: Sequence[models.DrawStep]) -> str:
    """How many were drawn of how many, and what each stands for; empty before."""
    step = next((one for one in steps if one.kind == Kind.FROZEN), None)
    if step is None:
        return ""
    strata = [one for one in step.data["strata"] if one["drawn"]]
    return sentences.drawn(
        step.data["positions"],
        sum(one["drawn"] for one in strata),
        [one["size"] / one["drawn"] for one in strata],
    )


def opened_preview(said: Mapping[str, Any], *, by: str, organisation: str, at: datetime) -> Entry:
    """A draw that is about to be opened, as the public will read it."""
    row = models.Draw(
        number=0,
        power=said["power"],
        first=said["first"],
        last=said["last"],
        strata=said["dimensions"],
        cases=said["cases"],
        reserves=said["reserves"],
        beacon=said["beacon"],
    )
    lines = tuple(say("{name}: {words}", name=one.name, words=one.words) for one in terms(row))
    return preview(Kind.OPENED, lines, said["words"], by=by, organisation=organisation, at=at)


def preview(
    kind: Kind,
    lines: Sequence[str],
    words: str,
    *,
    by: str,
    organisation: str,
    at: datetime,
) -> Entry:
    """A step that is about to be taken, as the public will read it."""
    return Entry(
        heading(kind),
        tuple(lines),
        words,
        in_words(day_of(at)),
        at.isoformat(),
        who(by, organisation),
    )
