"""Holding what was drawn: the record here, and the video in the force's evidence system."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F, Max
from django.utils import timezone

from evenhand.encounters.services import holding
from evenhand.measures.words.messages import say
from evenhand.scrutiny import evidence, models, standing
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.evidence import Answer, NoAnswer
from evenhand.scrutiny.services.writing import SITE, add, by_the_site
from evenhand.scrutiny.terms import Kind

EVERY = 5 * 60  # seconds between two rounds of `evenhand serve`: videos go soon
AFTER = timedelta(days=28)
"""How long everything is held once the panel has agreed, so that findings can still be made."""


def hold(draw: models.Draw, cases: Sequence[models.Case], *, now: datetime) -> int:
    """Hold the records of cases and reserves until the draw is done; call it where it is drawn."""
    stops = [one.position.stop for one in cases if one.position.stop]
    held = holding.hold(stops, why=standing.subject(draw), now=now)
    add(draw, Kind.HELD, who=SITE, now=now, data={"records": held})
    return held


def release(draw: models.Draw, *, now: datetime) -> int:
    """End the holds of a draw whose cases are all agreed and whose findings are answered."""
    return holding.end(why=standing.subject(draw), now=now)


def by_itself() -> None:
    """One round for `evenhand serve`: ask for videos that nobody confirmed, end what is done."""
    now = timezone.now()
    ask_for_videos(now=now)
    release_done(now=now)


def release_done(*, now: datetime) -> int:
    """End the holds of every draw that is done: all agreed and answered; return how many ended."""
    ended = 0
    for draw in models.Draw.objects.filter(result__isnull=False).order_by("pk"):
        waits = draw.findings.filter(learning__isnull=True).exists()
        if not waits and now - draw.result.at >= AFTER:
            ended += release(draw, now=now)
    return ended


def ask_for_videos(*, now: datetime, most: int = 50) -> int:
    """Ask evidence systems to hold videos that nobody has acknowledged yet; return how many are.

    What is asked and answered is kept each time. A system that is away is asked again, each time
    after twice as long, at least once a day, those first that were asked longest ago; one that says
    there is no video has given a finding, and is not asked again.
    """
    held = 0
    waiting = (
        models.Case.objects.filter(position__stop__isnull=False)
        .select_related("draw__force", "position")
        .annotate(times=Count("videos"), last=Max("videos__at"))
    )
    done = models.VideoAsked.objects.filter(acknowledged=True) | models.VideoAsked.objects.filter(
        missing=True
    )
    open_ones = waiting.exclude(pk__in=done.values("case"))
    due = [
        case
        for case in open_ones.order_by(F("last").asc(nulls_first=True), "pk").iterator()
        if case.last is None or now - case.last >= patience(case.times)
    ]
    for case in due[:most]:
        held += ask_for_video(case=case, now=now).acknowledged
    return held


def patience(times: int) -> timedelta:
    """How long to wait after so many questions without an answer before the next."""
    doubled: int = 1 << min(max(times - 1, 0), 16)
    return min(timedelta(seconds=EVERY * doubled), timedelta(days=1))


def ask_for_video(*, case: models.Case, now: datetime) -> models.VideoAsked:
    """Ask the evidence system of a force to hold one video, and keep what it answered.

    Nothing waits for a lock while the other system answers.

    Raises
    ------
    NotHere
        If the case has no record whose video could be held.
    """
    stop = case.position.stop
    if stop is None:
        raise NotHere(say("There is no record, so there is no video to hold."))
    said: Answer | str
    try:
        said = evidence.ask(case.draw.force_id, record=str(stop), hold=hold_id(case), now=now)
    except NoAnswer as error:
        said = str(error)
    with by_the_site(case.draw) as draw:
        number = models.VideoAsked.objects.filter(case=case).count() + 1
        kept: models.VideoAsked = models.VideoAsked.objects.create(
            case=case, number=number, at=now, **_columns(said)
        )
        if kept.acknowledged or kept.missing or number == 1:
            add(draw, Kind.VIDEO, who=SITE, now=now, data=_told(kept))
    return kept


def hold_id(case: models.Case) -> str:
    """What the evidence system is told a hold is called: the same each time it is asked."""
    return f"{standing.subject(case.draw)}/case/{case.place}"


def _columns(said: Answer | str) -> dict[str, object]:
    if isinstance(said, str):
        return {"acknowledged": False, "trouble": said[:300]}
    if said.missing:
        return {
            "acknowledged": False,
            "missing": True,
            "trouble": say("The evidence system has no video of it."),
        }
    return {
        "acknowledged": True,
        "reference": said.reference,
        "deletes_on": said.deletes_on,
        "link": said.link,
    }


def _told(kept: models.VideoAsked) -> dict[str, object]:
    """What the public ledger has of it: not which case, only that one was asked for."""
    return {"acknowledged": kept.acknowledged, "missing": kept.missing}
