"""A draw is opened, its frame is frozen before anybody can know the seed, or it is abandoned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Organisation
from evenhand.accounts.services.checking import held
from evenhand.accounts.services.writing import Signature, written
from evenhand.measures.words.messages import say
from evenhand.scrutiny import framing, models, permissions, sealing, sources
from evenhand.scrutiny.dividing import MISSING
from evenhand.scrutiny.drawing import making
from evenhand.scrutiny.drawing.chains import AHEAD, QUICKNET
from evenhand.scrutiny.drawing.errors import DrawError
from evenhand.scrutiny.drawing.frame import Frame, SeedRule
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.framing import Parts
from evenhand.scrutiny.population import given_out
from evenhand.scrutiny.services.writing import Hand, public_words, taking
from evenhand.scrutiny.terms import Beacon, Dimension, Kind, Missing, Power, Status

MOST_CASES, MOST_RESERVES = 500, 50
ROUND_AHEAD = AHEAD + timedelta(minutes=5)
"""How far ahead a round is named: its least, and time for the log to be signed."""
WITNESSED_AHEAD = AHEAD + timedelta(hours=25)
"""The same where a witness has to sign first: some do so once a day."""
BEFORE_FREEZING = frozenset({Status.OPEN})


def open_draw(
    *,
    power: Power | str,
    first: date,
    last: date,
    dimensions: Sequence[Dimension | str],
    cases: int,
    reserves: int,
    beacon: Beacon | str,
    words: str,
    by: Acting,
    now: datetime,
    more: Mapping[str, int] | None = None,
) -> models.Draw:
    """Open a draw of the panel that somebody leads: say of which records, and how many.

    Parameters
    ----------
    first, last : the days of the period, both in it; it must have ended.
    dimensions : by what the frame is divided into strata.
    cases : how many from the whole frame; they are shared out by the sizes of the strata.
    reserves : how many more of each stratum stand by.
    more : at least so many of a stratum, by its key, where its share would be too few.
    words : why this is looked at; public.

    Raises
    ------
    MayNot
        If they do not lead a scrutiny panel.
    NotNow
        If what they ask for cannot be drawn.
    """
    try:
        of, seed = Power(power), Beacon(beacon)
        divided = [
            one.value for one in Dimension if one in {Dimension(each) for each in dimensions}
        ]
    except ValueError as error:
        raise NotNow(
            say("Choose a power, how to divide it and where the seed comes from.")
        ) from error
    framing.refuse_period(first, last, now)
    if not 1 <= cases <= MOST_CASES or not 0 <= reserves <= MOST_RESERVES:
        raise NotNow(
            say(
                "Draw between 1 and {cases} cases, with at most {reserves} reserves of each kind.",
                cases=str(MOST_CASES),
                reserves=str(MOST_RESERVES),
            )
        )
    said = public_words(words)
    about = f"draws of {by.organisation.pk}"
    with written(by, signs=permissions.may_open, subject=about, step="opened", now=now) as who:
        panel = Organisation.objects.select_for_update(of=("self",)).get(pk=by.organisation.pk)
        if panel.force_id is None:
            raise MayNot(say("Your role does not allow this."))
        last_number = models.Draw.objects.filter(panel=panel).aggregate(most=Max("number"))["most"]
        draw = models.Draw.objects.create(
            panel=panel,
            force_id=panel.force_id,
            number=(last_number or 0) + 1,
            power=of.value,
            first=first,
            last=last,
            strata=divided,
            cases=cases,
            reserves=reserves,
            more={key: int(many) for key, many in (more or {}).items()},
            beacon=seed.value,
            opened_at=now,
        )
        hand = Hand(draw, held(by, now=now), Signature(who["by"], who["organisation"]), now)
        hand.step(
            Kind.OPENED,
            words=said,
            power=of.value,
            first=first.isoformat(),
            last=last.isoformat(),
            strata=divided,
            cases=cases,
            reserves=reserves,
            more=draw.more,
            beacon=seed.value,
        )
    return draw


def type_total(
    *,
    draw: models.Draw,
    count: int,
    source: str,
    by: Acting,
    now: datetime,
    expected: int | None = None,
) -> models.KnownTotal:
    """Type in how many there were in the period as somebody else published it, with the source.

    What it has more than the log of stops becomes positions of the frame in which nothing stands.

    Parameters
    ----------
    expected : the number of the last step that the writer has seen.

    Raises
    ------
    MayNot, NotNow
    Meanwhile
        If somebody typed a total in, or took words out, since.
    """
    if not 0 < count <= 1_000_000:
        raise NotNow(say("Type how many there were: a whole number above zero."))
    said = public_words(source, longest=300)
    with taking(
        draw,
        Kind.TOTAL,
        by=by,
        now=now,
        when=BEFORE_FREEZING,
        expected=expected,
        matters=frozenset({Kind.TOTAL, Kind.REDACTED}),
    ) as hand:
        total: models.KnownTotal = models.KnownTotal.objects.create(
            draw=hand.draw, count=count, source=said, at=now
        )
        hand.step(Kind.TOTAL, words=said, count=count)
    return total


def freeze(*, draw: models.Draw, by: Acting, now: datetime) -> models.Frame:
    """Fix the frame: everything of the power and the period that the log of stops has.

    It can be frozen once. From then on it is drawn from or abandoned in public; which cases it
    gives can be known only once its fingerprint is under a signed checkpoint.

    Raises
    ------
    MayNot
    NotNow
        If it was frozen before, the log of stops is not given out yet, or holds too few records.
    """
    with taking(draw, Kind.FROZEN, by=by, now=now, when=BEFORE_FREEZING) as hand:
        rule = _rule(hand.draw, now)
        found = framing.parts(hand.draw, rule=rule, now=now)
        return _keep(hand, _made(hand.draw, found, rule, now), found)


def _made(draw: models.Draw, found: Parts, rule: SeedRule, now: datetime) -> making.Made:
    missing = found.sizes.get(MISSING, 0)
    try:
        many = framing.drawn(draw, found.sizes, cases=draw.cases)
        return making.make(
            replace(framing.plan(draw, rule), drawn=many),
            found.records,
            log=found.log,
            frozen_at=now.replace(microsecond=0),
            excluded=found.out,
            phantoms={MISSING: missing} if missing else {},
        )
    except (DrawError, ValueError) as error:
        raise NotNow(say("No frame can be made of this: {problem}", problem=str(error))) from error


def _rule(draw: models.Draw, now: datetime) -> SeedRule:
    if draw.beacon == Beacon.DICE:
        return SeedRule.dice()
    ahead = WITNESSED_AHEAD if sealing.named() else ROUND_AHEAD
    return SeedRule.drand(QUICKNET.hash, QUICKNET.first_after(now + ahead))


def _keep(hand: Hand, made: making.Made, found: Parts) -> models.Frame:
    frame, draw, log = made.frame, hand.draw, found.log
    out = {one.reason: len(one.commitments) for one in frame.exclusions}
    inside = len(made.openings) + sum(out.values())
    step = hand.step(
        Kind.FROZEN,
        fingerprint=frame.fingerprint(),
        stops={"origin": log.origin, "size": log.size, "since": log.since},
        positions=frame.size,
        strata=[{"key": s.key, "size": s.size, "drawn": s.drawn} for s in frame.strata],
        excluded=out,
        missing={why.value: many for why, many in found.missing.items()},
        **_added(made, inside, draw.totals.values_list("count", flat=True)),
        seed=frame.as_plain()["seed_rule"],
        **sealing.named(),
    )
    text = frame.canonical().decode()
    kept: models.Frame = models.Frame.objects.create(
        draw=draw,
        text=text,
        fingerprint=frame.fingerprint(),
        leaf=step.leaf,
        stops_size=log.size,
        stops_root=_root(hand.now),
        left_out=out,
        at=hand.now,
    )
    models.Position.objects.bulk_create(
        _positions(kept, frame, made, found.missing), batch_size=500
    )
    return kept


def _added(made: making.Made, inside: int, totals: Iterable[int]) -> dict[str, Any]:
    ids = [UUID(str(one.content["record"])) for one in made.openings.values()]
    return dict(sources.added(ids, inside=inside, totals=totals))


def _root(now: datetime) -> str:
    out = given_out(now)
    return out[1].root.hex() if out else ""


def _positions(
    kept: models.Frame, frame: Frame, made: making.Made, missing: Mapping[Missing, int]
) -> list[models.Position]:
    gone = [why for why, many in sorted(missing.items()) for _ in range(many)]
    rows = []
    for number in range(1, frame.size + 1):
        stratum, opening = frame.stratum_of(number).key, made.openings.get(number)
        if opening is None:
            why = gone.pop()
            rows.append(
                models.Position(frame=kept, number=number, stratum=stratum, missing=why.value)
            )
            continue
        rows.append(
            models.Position(
                frame=kept,
                number=number,
                stratum=stratum,
                stop=UUID(str(opening.content["record"])),
                entry=opening.content["entry"],
                leaf=opening.content["leaf"],
                salt=opening.nonce.hex(),
                commitment=opening.commitment,
            )
        )
    return rows


def abandon(*, draw: models.Draw, reason: str, by: Acting, now: datetime) -> None:
    """Abandon a draw in public, before anybody can know what would be drawn.

    Raises
    ------
    MayNot
    NotNow
        If the cases are drawn, dice were typed in, the round was told, or no reason is given.
    """
    said = public_words(reason)
    when = frozenset({Status.OPEN, Status.FROZEN})
    with taking(draw, Kind.ABANDONED, by=by, now=now, when=when) as hand:
        if _seed_is_known(hand.draw, now):
            raise NotNow(
                say(
                    "The seed can be known: what it draws is drawn. Nothing is abandoned after "
                    "that."
                )
            )
        hand.step(Kind.ABANDONED, words=said)


def _seed_is_known(draw: models.Draw, now: datetime) -> bool:
    """Whether somebody can know what a frozen frame gives; signed too late, it gives nothing."""
    kept = models.Frame.objects.filter(draw=draw).first()
    if kept is None:
        return False
    if draw.rolls.exists():
        return True
    rule, seal = frame_from(parse(kept.text)).seed_rule, sealing.sealed(kept)
    if rule.at is None or now < rule.at:
        return False
    return seal is not None and not seal.too_late(rule.at)
