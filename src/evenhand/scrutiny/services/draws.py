"""The seed, and what is drawn by it: dice typed by both sides, or a round that was named before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.measures.words.messages import say
from evenhand.scrutiny import committing, models, sealing
from evenhand.scrutiny.drawing import seed as seeds
from evenhand.scrutiny.drawing.beacon import Round, signed
from evenhand.scrutiny.drawing.chains import AHEAD
from evenhand.scrutiny.drawing.errors import BadBeacon, CannotCheck
from evenhand.scrutiny.drawing.frame import Frame
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.drawing.tickets import Drawn, drawn
from evenhand.scrutiny.errors import NotNow, RollsDiffer
from evenhand.scrutiny.permissions import side
from evenhand.scrutiny.services import holds
from evenhand.scrutiny.services.writing import Hand, public_words, taking
from evenhand.scrutiny.terms import Beacon, Kind, Side, Status, Why

FROZEN = frozenset({Status.FROZEN})


def roll(*, draw: models.Draw, digits: str, checkpoint: str, by: Acting, now: datetime) -> bool:
    """Type in twenty rolls of a ten-sided die, for the side that somebody acts for.

    Once both sides have typed the same, the cases are drawn. What one side typed is not shown to
    the other before.

    Parameters
    ----------
    digits : the rolls, with or without spaces.
    checkpoint : the one that was read out before the dice were rolled, as the page shows it.

    Returns
    -------
    Whether the cases are drawn now.

    Raises
    ------
    MayNot
    NotNow
        If the frame is under no signed checkpoint yet, a witness that was named with it has to
        sign first, or this side has typed and the other not.
    RollsDiffer
        If the other side typed other digits: both are kept, and both type again.
    """
    plain = "".join(digits.split())
    with taking(draw, Kind.ROLLED, by=by, now=now, when=FROZEN) as hand:
        if hand.draw.beacon != Beacon.DICE:
            raise NotNow(say("This draw waits for a round of drand, not for dice."))
        sealed = _sealed(hand.draw, checkpoint=checkpoint)
        if awaited := sealed.awaited():
            raise NotNow(awaited)
        if not seeds.DIGITS.fullmatch(plain):
            raise NotNow(say("Type twenty digits from 0 to 9, in the order of the rolls."))
        own = side(hand.acting, hand.draw)
        if own is None:
            raise NotNow(say("Only the panel and the force type dice in."))
        differs = _typed(hand, own, plain, sealed)
        if differs is None:
            return False
        if not differs:
            rolled = hand.draw.rolls.order_by("at")[0].at
            _draw(hand, sealed, plain, known=rolled)
            return True
    # Said after the transaction: what both typed is kept, because it is public that they differed.
    raise RollsDiffer(say("The other side typed other digits. Look at the dice; both type again."))


def _typed(hand: Hand, own: Side, digits: str, sealed: sealing.Sealed) -> bool | None:
    """Keep what a side typed; say whether the two differ, or nothing while one is awaited."""
    rolls = list(hand.draw.rolls.order_by("attempt", "pk"))
    attempt = rolls[-1].attempt if rolls else 1
    there = {one.side: one for one in rolls if one.attempt == attempt}
    if len(there) == 2:
        attempt, there = attempt + 1, {}
    if own.value in there:
        raise NotNow(say("You have typed the dice in. Wait for the other side."))
    other = next(iter(there.values()), None)
    if other is not None and other.by_id == hand.person.pk:
        raise NotNow(say("The other side’s dice are typed in by somebody else."))
    kept: models.Roll = models.Roll.objects.create(
        draw=hand.draw,
        side=own.value,
        attempt=attempt,
        digits=digits,
        checkpoint=sealed.text,
        at=hand.now,
        by=hand.person,
    )
    told: dict[str, Any] = {"side": own.value, "attempt": attempt}
    told |= committing.committed(kept, hand.draw)
    if other is None:
        hand.step(Kind.ROLLED, **told)
        return None
    equal = other.digits == digits
    hand.step(Kind.ROLLED, **told, equal=equal)
    return not equal


def take_round(
    *, draw: models.Draw, signature: str, by: Acting, now: datetime, previous: str = ""
) -> None:
    """Draw by the round of drand that the frame named, checked without asking anybody.

    Parameters
    ----------
    signature : of that round, in hexadecimal, as drand tells it; ``previous`` where it chains them.

    Raises
    ------
    MayNot
    NotNow
        If the round is not told yet, was told before the frame was signed and witnessed, or is
        another.
    """
    with taking(draw, Kind.FROZEN, by=by, now=now, when=FROZEN) as hand:
        if hand.draw.beacon != Beacon.DRAND:
            raise NotNow(say("This draw waits for dice, not for a round of drand."))
        rule = frame(hand.draw).seed_rule
        sealed = _sealed(hand.draw)
        if rule.at is None or now < rule.at:
            raise NotNow(say("The round that the frame named is not told yet."))
        if too_late := sealed.too_late(rule.at):
            raise NotNow(too_late)
        try:
            told = Round(rule.chain, rule.round, bytes.fromhex(signature), bytes.fromhex(previous))
            right = signed(told)
        except (BadBeacon, CannotCheck, ValueError) as error:
            raise NotNow(say("The round cannot be used: {problem}", problem=str(error))) from error
        if not right:
            raise NotNow(say("This is not the signature of the round that the frame named."))
        _draw(
            hand,
            sealed,
            told.randomness,
            known=rule.at - AHEAD,
            signature=signature,
            previous=previous,
        )


def frame(draw: models.Draw) -> Frame:
    """The frozen frame of a draw, as it was published.

    Raises
    ------
    NotNow
        If none is frozen, or its text is not that of its fingerprint.
    """
    kept = models.Frame.objects.filter(draw=draw).first()
    if kept is None:
        raise NotNow(say("The frame is not frozen yet."))
    read = frame_from(parse(kept.text))
    if read.fingerprint() != kept.fingerprint:
        raise NotNow(say("The frame was changed after it was frozen. Nothing is drawn from it."))
    return read


def _sealed(draw: models.Draw, *, checkpoint: str | None = None) -> sealing.Sealed:
    sealed = sealing.sealed(draw.frame)
    if sealed is None:
        raise NotNow(
            say("The frame is not under a signed checkpoint yet. Wait a minute before you roll.")
        )
    if checkpoint is not None and checkpoint.split() != sealed.text.split():
        raise NotNow(
            say("That is not the checkpoint over this frame. Read it out before you roll.")
        )
    return sealed


def _draw(
    hand: Hand,
    sealed: sealing.Sealed,
    beacon: str,
    *,
    known: datetime,
    signature: str = "",
    previous: str = "",
) -> None:
    """Draw, keep every place in order, and hold what was drawn.

    Parameters
    ----------
    known : since when somebody could know the seed; who witnessed the frame later counts for none.
    """
    draw, read = hand.draw, frame(hand.draw)
    witnesses = list(sealed.witnesses(before=known))
    value = seeds.seed(sealed.text.encode(), beacon.encode())
    models.Seed.objects.create(
        draw=draw,
        checkpoint=sealed.text,
        size=sealed.size,
        witnesses=witnesses,
        beacon=beacon,
        signature=signature,
        previous=previous,
        value=value.hex(),
        at=hand.now,
    )
    result = drawn(read, value)
    places = {one.number: one for one in draw.frame.positions.all()}
    sizes = {one.key: one for one in read.strata}
    rows = [
        models.Case(
            draw=draw,
            place=place,
            position=places[position],
            stratum=stratum,
            of=sizes[stratum].size,
            drawn=sizes[stratum].drawn,
            reserve=reserve,
        )
        for place, (position, stratum, reserve) in enumerate(_in_order(result), 1)
    ]
    cases = models.Case.objects.bulk_create(rows)
    hand.step(
        Kind.DRAWN,
        seed=value.hex(),
        beacon=beacon,
        signature=signature,
        previous=previous,
        checkpoint=sealed.text,
        size=sealed.size,
        witnesses=witnesses,
        positions=[one.position.number for one in cases if not one.reserve],
        reserves=[one.position.number for one in cases if one.reserve],
    )
    holds.hold(draw, [one for one in cases if one.position.stop], now=hand.now)


def _in_order(result: Drawn) -> list[tuple[int, str, bool]]:
    found = [(one.position, one.stratum, False) for one in result.cases]
    for stratum, positions in result.reserves.items():
        found += [(position, stratum, True) for position in positions]
    return found


def call_reserve(
    *, case: models.Case, reason: Why | str, words: str, by: Acting, now: datetime
) -> models.Called:
    """Let the next reserve of the same stratum stand in for a case that the law keeps back.

    The case stays among those drawn, counted as one that nobody could look at. A missing video or
    record is no reason: that is a finding.

    Raises
    ------
    MayNot
    NotNow
        If the reason is not on the list, the case was replaced or agreed on, or none stands by.
    """
    try:
        why = Why(reason)
    except ValueError as error:
        raise NotNow(say("Choose one of the reasons of the list: there are no others.")) from error
    said = public_words(words)
    with taking(case.draw, Kind.RESERVE, by=by, now=now, when=frozenset({Status.DRAWN})) as hand:
        own = models.Case.objects.get(pk=case.pk, draw=hand.draw)
        if models.Called.objects.filter(instead_of=own).exists() or (
            own.reserve and not models.Called.objects.filter(reserve=own).exists()
        ):
            raise NotNow(
                say("This case is not looked at: a reserve stands in for it, or it waits.")
            )
        if own.scores.exists():
            raise NotNow(say("Somebody has scored this case. It stays."))
        waiting = models.Case.objects.filter(
            draw=hand.draw, stratum=own.stratum, reserve=True, called__isnull=True
        ).order_by("place")
        reserve = waiting.first()
        if reserve is None:
            raise NotNow(say("No reserve of this kind is left. The case counts as not looked at."))
        called: models.Called = models.Called.objects.create(
            reserve=reserve, instead_of=own, reason=why.value, at=now
        )
        told = committing.committed(called, hand.draw)
        hand.step(Kind.RESERVE, words=said, reason=why.value, **told)
    return called


def asked(draw: models.Draw) -> Mapping[str, str]:
    """What this draw's seed waits for, in plain values: the rule that was frozen with the frame."""
    rule = frame(draw).seed_rule
    at = rule.at.isoformat() if rule.at else ""
    return {"kind": rule.kind, "chain": rule.chain, "round": str(rule.round or ""), "at": at}
