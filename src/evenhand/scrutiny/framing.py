"""What a frame of a draw is made of, and how many of each of its parts are drawn.

The same is asked before it is frozen, so that whoever chooses a size sees what it may miss.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, standing, strata
from evenhand.scrutiny.dividing import MISSING
from evenhand.scrutiny.drawing import making
from evenhand.scrutiny.drawing.frame import Log, SeedRule
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.joining import joined
from evenhand.scrutiny.population import Asked, Population, given_out, population
from evenhand.scrutiny.terms import Missing

FEWEST = strata.LEAST
"""Records of a frame: how many there are is public, and fewer than ten would tell of few people."""
LONGEST = timedelta(days=366)
"""Of a period."""


@dataclass(frozen=True)
class Parts:
    """Everything that a frame is made of.

    Attributes
    ----------
    records : of the power and the period, in the strata in which they may be counted.
    out : those that the law keeps from the panel, by reason.
    missing : what is known to exist and is not there.
    sizes : positions of each stratum; what is missing has one of its own.
    """

    log: Log
    records: tuple[making.Record, ...]
    out: Mapping[str, str]
    missing: Mapping[Missing, int]
    sizes: Mapping[str, int]


def parts(draw: models.Draw, *, rule: SeedRule, now: datetime) -> Parts:
    """Read what a frame of a draw would be made of at a moment; of one that is not opened, too.

    Raises
    ------
    NotNow
        If the log of stops is not given out yet, or holds too few records.
    """
    log, given_at = _log(draw, now)
    found = population(
        Asked(
            force=draw.force_id,
            power=draw.power,
            first=draw.first,
            last=draw.last,
            dimensions=tuple(draw.strata),
            log=log,
            given_at=given_at,
        )
    )
    terms = plan(draw, rule)
    inside = [one for one in found.records if making.belongs(one, terms, log)]
    known = {one.id for one in inside}
    left_out = draw.exclusions.all() if draw.pk else ()
    out = {str(one.stop): one.reason for one in left_out if str(one.stop) in known}
    records = joined(draw, inside, out)
    sizes: dict[str, int] = {}
    for one in records:
        if one.id not in out:
            sizes[one.stratum] = sizes.get(one.stratum, 0) + 1
    if sum(sizes.values()) < FEWEST:
        raise NotNow(
            say("The log of stops holds fewer than ten of this. Open a draw of a longer period.")
        )
    missing = _missing(draw, found, len(inside))
    if missing:
        sizes[MISSING] = sum(missing.values())
    return Parts(log, tuple(records), out, missing, sizes)


def plan(draw: models.Draw, rule: SeedRule) -> making.Plan:
    """What a draw asks for, before it is known how many are drawn from each stratum."""
    return making.Plan(
        name=standing.subject(draw),
        panel=draw.panel_id,
        force=draw.force_id,
        power=draw.power,
        first=draw.first,
        last=draw.last,
        drawn={},
        reserves=draw.reserves,
        seed_rule=rule,
    )


def drawn(draw: models.Draw, sizes: Mapping[str, int], *, cases: int) -> dict[str, int]:
    """How many are drawn from each stratum: its share, or what was asked for where that is more.

    Parameters
    ----------
    cases : how many are wanted from all of them together.
    """
    whole = sum(sizes.values())
    shared = strata.shared_out(sizes, min(max(cases, len(sizes)), whole))
    return {key: min(max(many, draw.more.get(key, 0)), sizes[key]) for key, many in shared.items()}


def refuse_period(first: date, last: date, now: datetime) -> None:
    """Refuse a period of which no frame is made.

    Raises
    ------
    NotNow
        If it ends before it begins, is longer than a year or has not ended.
    """
    if first > last or last - first > LONGEST:
        raise NotNow(say("A period begins before it ends, and is a year at most."))
    if last >= day_of(now):
        raise NotNow(say("The period must have ended: what is still to come cannot be drawn."))


def _log(draw: models.Draw, now: datetime) -> tuple[Log, datetime]:
    out = given_out(now)
    if out is None:
        raise NotNow(
            say("The log of stops is given out each full hour, and nothing of it is out yet.")
        )
    given_at, checkpoint = out
    before = (
        models.Frame.objects.filter(draw__panel=draw.panel_id, draw__power=draw.power)
        .order_by("stops_size")
        .last()
    )
    since = before.stops_size if before else None
    return Log(checkpoint.origin, checkpoint.size, since), given_at


def _missing(draw: models.Draw, found: Population, inside: int) -> dict[Missing, int]:
    """What is missing, with what published totals have more than all that is known."""
    missing = dict(found.missing)
    totals = draw.totals.all() if draw.pk else ()
    most = max((one.count for one in totals), default=0)
    more = most - inside - sum(missing.values())
    if more > 0:
        missing[Missing.TOTAL] = more
    return missing
