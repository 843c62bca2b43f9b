"""What a draw says of all cases, in finished sentences: each with its range and of how many."""

from dataclasses import dataclass

import numpy as np

from evenhand.measures.words import draws as words
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.scrutiny.told.draws import ToldDraw
from evenhand.scrutiny.told.results import ToldRange, ToldResult
from evenhand.scrutiny.told.words import power
from evenhand.stats.errors import StatsError
from evenhand.stats.estimate import Estimate
from evenhand.stats.samples import FrameShare, Missed, WorstCase, chance_of_none

__all__ = ["Results", "results"]

CHANCE = 0.05
"""How often a draw would have missed what it is said to rule out."""


@dataclass(frozen=True, slots=True)
class Results:
    """The sentences of a draw that has concluded.

    Attributes
    ----------
    lead : the likely range of the share of red; empty where too few were looked at.
    cannot : whether that range is too wide to tell anything.
    share : the same with the best estimate.
    untold : why no share is told; empty where one is.
    risk : the most red cases that such a draw could have missed.
    none_seen : where no red was seen: what that rules out, and what it does not.
    worst : what it would be if all that could not be seen were red; empty if all was seen.
    agreement : how far members agreed before they spoke with each other.
    judged : how many cases were green, amber or red.
    """

    lead: str
    cannot: bool
    share: str
    untold: str
    risk: str
    none_seen: str
    worst: str
    agreement: str
    judged: int


def results(told: ToldDraw) -> Results | None:
    """Say what a draw found; None before its panel has agreed on every case."""
    found = told.result
    if found is None:
        return None
    red = say("red")
    judged = sum(found.ratings.get(one, 0) for one in ("green", "amber", "red"))
    missed, share = _missed(found, told.positions), _share(found.red, told.positions)
    return Results(
        lead=_lead(told, share, judged, red),
        cannot=share is None or _wide(share),
        share=words.share(share, red, size=told.positions, looked=judged) if share else "",
        untold=_untold(found, judged),
        risk=words.risk(missed, red, size=told.positions) if missed else "",
        none_seen=_none_seen(told, found, judged, missed) if missed else "",
        worst=_worst(found, told.positions, red),
        agreement=_agreement(found),
        judged=judged,
    )


def _lead(told: ToldDraw, share: FrameShare | None, judged: int, red: str) -> str:
    if share is None:
        return ""
    if _wide(share) or judged == told.positions:
        return words.share(share, red, size=told.positions, looked=judged)
    low, high = numbers.rate_range(float(share.share.low), float(share.share.high), share=True)
    return say(
        "Judged from {looked} of {size}, between {low} and {high} of every 100 of these {power} "
        "were red.",
        **{"looked": numbers.whole(judged), "size": numbers.whole(told.positions)},
        **{"low": low, "high": high},
        power=power(told.power),
    )


def _wide(share: FrameShare) -> bool:
    """Whether a range answers nothing."""
    return float(share.share.high - share.share.low) > words.WIDEST


def _untold(found: ToldResult, judged: int) -> str:
    if found.red is not None and found.red.value is not None:
        return ""
    if not found.ratings:
        return say(
            "Fewer than 10 cases were looked at. How they were judged is not shown, to protect "
            "people, and we cannot tell how many of all cases are red."
        )
    if judged:
        return say(
            "In one part of the frame no case could be judged, so we cannot tell how many of all "
            "cases are red."
        )
    return say("No case could be judged, so we cannot tell how many of all cases are red.")


def _missed(found: ToldResult, size: int) -> Missed | None:
    if found.missed is None:
        return None
    cases = found.missed_cases
    return Missed(found.missed, round(found.missed * size) if cases is None else cases, CHANCE)


def _none_seen(told: ToldDraw, found: ToldResult, judged: int, missed: Missed) -> str:
    if found.ratings.get("red") != 0 or not judged:
        return ""
    few, hidden = missed.cases // 2, 0.0
    if few and judged == sum(one.drawn for one in told.strata):
        sizes, drawn = zip(*((one.size, one.drawn) for one in told.strata), strict=True)
        try:
            hidden = chance_of_none(sizes, drawn, few)
        except StatsError:
            few = 0
    return words.none_seen(
        missed, say("red"), size=told.positions, looked=judged, few=few, hidden=hidden
    )


def _worst(found: ToldResult, size: int, red: str) -> str:
    good, bad = _share(found.if_good, size), _share(found.if_bad, size)
    if good is None or bad is None:
        return ""
    return words.worst(WorstCase(good, bad, found.unseen), red)


def _agreement(found: ToldResult) -> str:
    if found.members < 2:
        return say("Fewer than two members scored, so nobody can say how far members agree.")
    span = found.alpha
    if span is None or span.low is None or span.high is None:
        return say(
            "We cannot tell how far members agreed before they spoke with each other: too few "
            "cases, or too few that differ."
        )
    low, high = (
        numbers.decimal(end, landmarks=(0.0, 1.0), least=2) for end in (span.low, span.high)
    )
    message = (
        "Scoring alone, before they spoke with each other, {members} members agreed beyond chance "
        "between {low} and {high}, where 1 is complete and 0 is none."
        if span.low > 0
        else "We cannot tell whether {members} members, scoring alone, agreed more than chance "
        "would give: between {low} and {high}, where 1 is complete and 0 is none."
    )
    return say(message, members=str(found.members), low=low, high=high)


def _share(said: ToldRange | None, size: int) -> FrameShare | None:
    if said is None or said.value is None or said.low is None or said.high is None:
        return None
    ends = [np.asarray(one) for one in (said.value, said.low, said.high)]
    share, cases = Estimate(*ends), Estimate(*(one * size for one in ends))
    return FrameShare(share, cases, np.asarray([]))
