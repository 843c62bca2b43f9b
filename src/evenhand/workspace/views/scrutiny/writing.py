"""Every step of a draw that its panel takes: its form, when it can follow, and what writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.quarters import in_words
from evenhand.scrutiny import models, selectors, services, standing
from evenhand.scrutiny.forms import drawing as forms
from evenhand.scrutiny.forms import wording
from evenhand.scrutiny.forms.findings import NO_CASE, FindForm
from evenhand.scrutiny.forms.questions import EXPECTED, AskForm, SureForm
from evenhand.scrutiny.strata import EVERYTHING
from evenhand.scrutiny.terms import Beacon, Fault, Kind, Side, Status
from evenhand.workspace.presenters.scrutiny_draws import grouped
from evenhand.workspace.presenters.scrutiny_parts import moment
from evenhand.workspace.views.scrutiny.finding import Desk

Said = Mapping[str, Any]
OPEN, FROZEN = frozenset({Status.OPEN}), frozenset({Status.FROZEN})
DRAWN = frozenset({Status.DRAWN})


def _nothing(_desk: Desk) -> str:
    return ""


@dataclass(frozen=True)
class Step:
    """A step of a draw.

    Attributes
    ----------
    when : how the draw must stand. ``why_not`` says what else stands against it.
    write : given the draw, what the form says, who takes it and when; what is said when done.
    lines : what the public will read of it beside its words.
    about : what its form is about.
    """

    kind: Kind
    when: frozenset[Status]
    form: type[AskForm]
    write: Callable[[models.Draw, Said, Acting, datetime], str]
    lines: Callable[[Said, datetime], Sequence[str]] = lambda _said, _at: ()
    why_not: Callable[[Desk], str] = _nothing
    about: Callable[[Desk], Any] = lambda _desk: None

    def refusal(self, desk: Desk) -> str:
        """Why it cannot be taken now; empty where it can."""
        if desk.whole.status not in self.when:
            return standing.why_not(desk.whole.status)
        return self.why_not(desk)


def _total(draw: models.Draw, said: Said, by: Acting, now: datetime) -> str:
    services.frames.type_total(draw=draw, **said, by=by, now=now)
    return ""


def _freeze(draw: models.Draw, _said: Said, by: Acting, now: datetime) -> str:
    services.frames.freeze(draw=draw, by=by, now=now)
    return ""


def _abandon(draw: models.Draw, said: Said, by: Acting, now: datetime) -> str:
    services.frames.abandon(draw=draw, reason=said["words"], by=by, now=now)
    return ""


def roll(draw: models.Draw, said: Said, by: Acting, now: datetime) -> str:
    """Type the dice in for the side that somebody acts for."""
    drawn = services.draws.roll(
        draw=draw, digits=said["digits"], checkpoint=said["checkpoint"], by=by, now=now
    )
    return say("Both sides typed the same. The cases are drawn.") if drawn else ""


def _round(draw: models.Draw, said: Said, by: Acting, now: datetime) -> str:
    services.draws.take_round(
        draw=draw, signature=said["signature"], previous=said["previous"], by=by, now=now
    )
    return ""


def _close(draw: models.Draw, _said: Said, by: Acting, now: datetime) -> str:
    services.scoring.close(draw=draw, by=by, now=now)
    return ""


def _find(draw: models.Draw, said: Said, by: Acting, now: datetime) -> str:
    place = said["case"]
    case = None if place == NO_CASE else selectors.case(by, draw.number, int(place))
    services.findings.find(
        draw=draw,
        case=case,
        fault=said["fault"],
        words=said["words"],
        due=said["due"],
        by=by,
        now=now,
        expected=said[EXPECTED],
    )
    return ""


def rolled(said: Said, _at: datetime) -> Sequence[str]:
    """What was typed, as it is read aloud."""
    return (say("The rolls: {digits}", digits=grouped(said["digits"])),)


def _all_of_it(_said: Said, _at: datetime) -> Sequence[str]:
    return (
        say("All that the log of stops has given out by now, of this power and these days."),
        say("How many there are, by part, is told with its fingerprint."),
    )


def _signed(said: Said, _at: datetime) -> Sequence[str]:
    return (say("The signature: {signature}", signature=said["signature"]),)


def _all_scores(_said: Said, _at: datetime) -> Sequence[str]:
    return (say("How many scores there are is public. The scores are for the panel alone."),)


def named_round(draw: models.Draw) -> Sequence[str]:
    """The round that a frame named; nothing where it waits for dice, or none is frozen."""
    if draw.beacon != Beacon.DRAND or not models.Frame.objects.filter(draw=draw).exists():
        return ()
    rule = services.draws.asked(draw)
    at = moment(datetime.fromisoformat(rule["at"]))
    return (
        say(
            "Round {round} of the chain {chain}, told on {at}.",
            round=rule["round"],
            chain=rule["chain"],
            at=at,
        ),
    )


def _found(said: Said, at: datetime) -> Sequence[str]:
    last = said["due"] or day_of(at) + timedelta(days=services.findings.DAYS)
    return (
        wording.fault(Fault(said["fault"])),
        say("An answer is awaited until {day}.", day=in_words(last)),
    )


def not_sealed(whole: selectors.Overview | selectors.Attended) -> str:
    """Why no dice are typed in yet; empty where they can be."""
    if whole.draw.beacon != Beacon.DICE:
        return say("This draw waits for a round of drand, not for dice.")
    if whole.sealed is None:
        return say("The frame is not under a signed checkpoint yet. Wait a minute before you roll.")
    return whole.sealed.awaited()


def _no_dice(desk: Desk) -> str:
    if selectors.dice(desk.draw)[Side.PANEL]:
        return say("You have typed the dice in. Wait for the other side.")
    return not_sealed(desk.whole)


def _not_given_up(desk: Desk) -> str:
    """Why a draw is not abandoned; the service asks again, and knows of rounds too."""
    if desk.draw.rolls.exists():
        return say("Dice were typed in: what they draw is drawn. Nothing is abandoned after that.")
    return ""


def _no_round(desk: Desk) -> str:
    if desk.draw.beacon != Beacon.DRAND:
        return say("This draw waits for dice, not for a round of drand.")
    rule = services.draws.asked(desk.draw)
    at, sealed = datetime.fromisoformat(rule["at"]), desk.whole.sealed
    if desk.at < at:
        return say("The round that the frame named is not told yet.")
    return sealed.too_late(at) if sealed else ""


def _cases(desk: Desk) -> list[tuple[str, str]]:
    """The cases that a finding can come from, but for those that touch who writes it."""
    out = models.Conflict.objects.filter(case__draw=desk.draw, person=desk.by.person)
    rows = desk.draw.drawn.select_related("position", "agreed").exclude(pk__in=out.values("case"))
    live = [one for one in rows.order_by("place") if not one.reserve or hasattr(one, "called")]
    return [(str(one.place), case_title(one)) for one in live]


def case_title(case: models.Case) -> str:
    """A case by its place and its part of the frame."""
    place = str(case.place)
    if case.stratum == EVERYTHING:
        return say("Case {place}", place=place)
    part = wording.stratum(case.stratum)
    return say("Case {place}, of the part “{part}”", place=place, part=part)


STEPS: Mapping[str, Step] = {
    "total": Step(
        Kind.TOTAL,
        OPEN,
        forms.TotalForm,
        _total,
        lambda said, _at: (say("{count} in this period.", count=f"{said['count']:,}"),),
    ),
    "freeze": Step(Kind.FROZEN, OPEN, SureForm, _freeze, _all_of_it),
    "dice": Step(
        Kind.ROLLED,
        FROZEN,
        forms.DiceForm,
        roll,
        rolled,
        _no_dice,
        lambda desk: desk.whole.sealed.text if desk.whole.sealed else "",
    ),
    "round": Step(Kind.FROZEN, FROZEN, forms.RoundForm, _round, _signed, _no_round),
    "close": Step(Kind.CLOSED, DRAWN, SureForm, _close, _all_scores),
    "find": Step(
        Kind.FOUND,
        DRAWN | frozenset({Status.CLOSED, Status.AGREED}),
        FindForm,
        _find,
        _found,
        about=_cases,
    ),
    "abandon": Step(
        Kind.ABANDONED, OPEN | FROZEN, forms.AbandonForm, _abandon, why_not=_not_given_up
    ),
}
"""By the last part of their addresses, in the order in which pages offer them."""
