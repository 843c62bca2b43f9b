"""What the agreed scores of a draw say of its whole frame, with what could not be seen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite, isnan, nan
from typing import Any

from evenhand.scrutiny import models, standing
from evenhand.scrutiny.terms import Fault
from evenhand.stats.errors import StatsError
from evenhand.stats.estimate import Estimate
from evenhand.stats.raters import RaterAgreement, fleiss_kappa, krippendorff_alpha
from evenhand.stats.samples import largest_missed, share_of_frame, worst_case

FEWEST = 10
"""Cases that were looked at: of fewer, nothing is told by colour."""
PLACES = 4
ORDER = {"green": 0.0, "amber": 1.0, "red": 2.0, "cannot_tell": nan}


def result(draw: models.Draw) -> dict[str, Any]:
    """Work out what may be told of a draw whose cases are all agreed, as plain values.

    Shares are text with four decimals, so that each is written in one way. What cannot be told is
    an empty text.
    """
    looked = standing.looked_at(draw)
    ratings = dict(models.Agreed.objects.filter(case__draw=draw).values_list("case", "rating"))
    told = Counter(ratings[one.pk] for one in looked)
    strata = _strata(draw, looked, ratings)
    names = list(strata)
    size = [strata[key]["size"] for key in names]
    judged = [strata[key]["judged"] for key in names]
    red = [strata[key]["red"] for key in names]
    unseen = [strata[key]["unseen"] for key in names]
    drawn = [strata[key]["drawn"] for key in names]
    enough = len(looked) >= FEWEST
    return {
        "cases": len(looked),
        "unseen": sum(unseen),
        "ratings": {key: told[key] for key in ORDER} if enough else {},
        "red": _share(size, judged, red) if enough else {},
        "bound": _bound(size, drawn, red, unseen) if enough else {},
        "missed": _missed(size, judged) if enough else {},
        "agreement": _agreement(looked),
    }


def _strata(
    draw: models.Draw, looked: Sequence[models.Case], ratings: Mapping[int, str]
) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    no_video = _without_video(draw)
    seen = {one.pk for one in looked}
    for case in draw.drawn.select_related("position").order_by("place"):
        stratum = found.setdefault(case.stratum, Counter(size=case.of))
        if case.reserve and case.pk not in seen and not _called(case):
            continue
        stratum["drawn"] += 1
        rating = ratings.get(case.pk, "") if case.pk in seen else ""
        if rating == "red":
            stratum["red"] += 1
        elif not rating or rating == "cannot_tell" or case.pk in no_video:
            stratum["unseen"] += 1
        if rating in {"green", "amber", "red"}:
            stratum["judged"] += 1
    return found


def _called(case: models.Case) -> bool:
    return models.Called.objects.filter(reserve=case).exists()


def _without_video(draw: models.Draw) -> set[int]:
    """Cases whose video is known to be gone: they count as the worst they can be."""
    said = models.VideoAsked.objects.filter(case__draw=draw, missing=True)
    found = models.Finding.objects.filter(draw=draw, fault=Fault.NO_VIDEO, case__isnull=False)
    return {*said.values_list("case", flat=True), *found.values_list("case", flat=True)}


def _share(size: list[int], judged: list[int], red: list[int]) -> dict[str, str]:
    """Of the whole frame: where nothing of a stratum could be judged, it cannot be told."""
    try:
        share = share_of_frame(size, judged, red)
    except StatsError:
        return {}
    return plainly(share.share)


def _bound(size: list[int], drawn: list[int], red: list[int], unseen: list[int]) -> dict[str, Any]:
    try:
        bound = worst_case(size, drawn, red, unseen)
    except StatsError:
        return {}
    return {"if_good": plainly(bound.if_good.share), "if_bad": plainly(bound.if_bad.share)}


def _missed(size: list[int], judged: list[int]) -> dict[str, str]:
    try:
        missed = largest_missed(size, judged)
    except StatsError:
        return {}
    return {
        "share": in_text(missed.share),
        "cases": str(missed.cases),
        "chance": in_text(missed.chance),
    }


def _agreement(looked: Sequence[models.Case]) -> dict[str, Any]:
    """How far members agreed before they spoke with each other."""
    scores = {one.pk: {s.person_id: s.rating for s in standing.counted(one)} for one in looked}
    people = sorted({person for each in scores.values() for person in each})
    table = [[ORDER[each.get(who, "cannot_tell")] for who in people] for each in scores.values()]
    told: dict[str, Any] = {"members": len(people)}
    try:
        told["alpha"] = _agreed(krippendorff_alpha(table, scale="ordinal"))
    except (StatsError, ValueError):
        told["alpha"] = {}
    whole = [row for row in table if len(row) > 1 and not any(map(isnan, row))]
    try:
        told["kappa"] = _agreed(fleiss_kappa(whole)) if len(whole) == len(table) else {}
    except (StatsError, ValueError):
        told["kappa"] = {}
    return told


def _agreed(found: RaterAgreement) -> dict[str, str]:
    return {
        **plainly(found.agreement),
        "observed": in_text(found.observed),
        "cases": str(found.cases),
    }


def plainly(found: Estimate) -> dict[str, str]:
    """A value with its likely range, each in one way of writing; empty where it cannot be told."""
    return {
        "value": in_text(float(found.value)),
        "low": in_text(float(found.low)),
        "high": in_text(float(found.high)),
    }


def in_text(value: float) -> str:
    """A number with four decimals; empty where there is none."""
    return f"{value:.{PLACES}f}" if isfinite(value) else ""
