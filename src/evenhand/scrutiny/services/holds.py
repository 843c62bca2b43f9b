"""Holding what was drawn: the record here, and the video in the force's evidence system."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Max
from django.utils import timezone

from evenhand.encounters.registered.records import WITHOUT_VIDEO
from evenhand.encounters.selectors import registered
from evenhand.encounters.services import holding
from evenhand.measures.words.messages import say
from evenhand.scrutiny import committing, evidence, models, standing
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.evidence import Answer, NoAnswer
from evenhand.scrutiny.services.writing import SITE, add, by_the_site
from evenhand.scrutiny.terms import HoldEnded, Kind, Status

EVERY = 5 * 60  # seconds between two rounds of `evenhand serve`: videos go soon
AFTER = timedelta(days=28)
"""How long everything is held once the panel has agreed, so that findings can still be made."""


def hold(draw: models.Draw, cases: Sequence[models.Case], *, now: datetime) -> int:
    """Hold the records of cases and reserves until the draw is done; call it where it is drawn."""
    stops = [one.position.stop for one in cases if one.position.stop]
    held = holding.hold(stops, why=standing.subject(draw), now=now)
    add(draw, Kind.HELD, who=SITE, now=now, data={"records": held})
    return held


def release(draw: models.Draw, *, now: datetime, why: HoldEnded = HoldEnded.DONE) -> int:
    """End the holds of a draw, once, in public with a reason of a list; how many records it frees.

    The evidence system is told on the next rounds, until it says that it knows.
    """
    with by_the_site(draw) as locked:
        if locked.steps.filter(kind=Kind.HOLD_ENDED.value).exists():
            return 0
        ended = holding.end(why=standing.subject(locked), now=now)
        data = {"records": ended, "why": why.value}
        add(locked, Kind.HOLD_ENDED, who=SITE, now=now, words=because(why), data=data)
    return ended


def because(why: HoldEnded) -> str:
    """Why what was drawn is no longer kept from deletion, as everybody reads it."""
    return {
        HoldEnded.DONE: say(
            "The panel agreed on every case, and every finding was answered, four weeks ago."
        ),
        HoldEnded.ABANDONED: say("The draw was abandoned."),
        HoldEnded.TOO_LONG: say(
            "It was kept for {days} days, the longest time, and the draw is not done.",
            days=str(settings.HOLD_DAYS),
        ),
    }[why]


def why_ended(draw: models.Draw, *, now: datetime) -> HoldEnded | None:
    """Why the holds of a draw end by now; None while they last.

    The longest time begins again when all is agreed: who has to answer a finding gains nothing by
    waiting until the record that it is about is gone.
    """
    if standing.status(draw) is Status.ABANDONED:
        return HoldEnded.ABANDONED
    result = models.Result.objects.filter(draw=draw).first()
    waits = draw.findings.filter(learning__isnull=True).exists()
    if result is not None and not waits and now - result.at >= AFTER:
        return HoldEnded.DONE
    return HoldEnded.TOO_LONG if now >= last_moment(draw) else None


def last_moment(draw: models.Draw) -> datetime:
    """Until when what was drawn is kept from deletion at the latest."""
    begun = draw.steps.filter(kind__in=[Kind.HELD.value, Kind.RESULT.value])
    moment: datetime = begun.aggregate(last=Max("at"))["last"] or draw.opened_at
    return moment + timedelta(days=settings.HOLD_DAYS)


def by_itself() -> None:
    """One round for `evenhand serve`: ask for videos that nobody confirmed, end what is done."""
    now = timezone.now()
    ask_for_videos(now=now)
    release_done(now=now)
    let_videos_go(now=now)


def release_done(*, now: datetime) -> int:
    """End the holds of every draw that is done, abandoned or too old; return how many ended."""
    ended = 0
    held = models.Draw.objects.filter(steps__kind=Kind.HELD.value)
    for draw in held.exclude(steps__kind=Kind.HOLD_ENDED.value).order_by("pk").distinct():
        if why := why_ended(draw, now=now):
            ended += release(draw, now=now, why=why)
    return ended


def let_videos_go(*, now: datetime, most: int = 50) -> int:
    """Tell evidence systems of holds that ended; return how many said that they know.

    Every video that a hold was asked for is let go, also where nobody confirmed the hold: the
    system may have got the question, and its answer been lost.
    """
    ended = models.Case.objects.filter(draw__steps__kind=Kind.HOLD_ENDED.value)
    asked = ended.filter(videos__isnull=False).exclude(videos__missing=True)
    waiting = asked.exclude(let_go__acknowledged=True).select_related("draw", "position")
    counted = waiting.annotate(
        times=Count("let_go", distinct=True), last=Max("let_go__at")
    ).order_by(F("last").asc(nulls_first=True), "pk")
    due = [
        case
        for case in counted.iterator()
        if case.last is None or now - case.last >= patience(case.times)
    ]
    return sum(let_video_go(case=case, now=now).acknowledged for case in due[:most])


def let_video_go(*, case: models.Case, now: datetime) -> models.VideoLetGo:
    """Tell the evidence system of a force that one hold ended, and keep what it answered."""
    trouble = ""
    try:
        evidence.let_go(case.draw.force_id, record=_called(case), hold=hold_id(case), now=now)
    except NoAnswer as error:
        trouble = str(error)[:300]
    with by_the_site(case.draw) as draw:
        kept: models.VideoLetGo = models.VideoLetGo.objects.create(
            case=case,
            number=models.VideoLetGo.objects.filter(case=case).count() + 1,
            at=now,
            acknowledged=not trouble,
            trouble=trouble,
        )
        if kept.acknowledged or kept.number == 1:
            told = {"acknowledged": kept.acknowledged, **committing.committed(kept, draw)}
            add(draw, Kind.VIDEO_LET_GO, who=SITE, now=now, data=told)
    return kept


def _called(case: models.Case) -> str:
    """What the evidence system knows the video of a case by."""
    stop, frozen = case.position.stop, case.position.frame.at
    return (registered.video(stop, at=frozen) if stop else "") or str(stop)


def ask_for_videos(*, now: datetime, most: int = 50) -> int:
    """Ask evidence systems to hold videos that nobody has acknowledged yet; return how many are.

    What is asked and answered is kept each time. A system that is away is asked again, each time
    after twice as long, at least once a day, those first that were asked longest ago; one that says
    there is no video has given a finding, and is not asked again.
    """
    held = 0
    waiting = (
        models.Case.objects.filter(position__stop__isnull=False)
        .exclude(draw__power__in=WITHOUT_VIDEO)
        .exclude(draw__steps__kind=Kind.HOLD_ENDED.value)
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
        said = evidence.ask(case.draw.force_id, record=_called(case), hold=hold_id(case), now=now)
    except NoAnswer as error:
        said = str(error)
    return keep_answer(said, case=case, now=now)


def keep_answer(said: Answer | str, *, case: models.Case, now: datetime) -> models.VideoAsked:
    """Keep what the evidence system answered of a video; or why there is no answer, as a sentence.

    The public reads of the first question and of each answer, and not of which case.
    """
    with by_the_site(case.draw) as draw:
        number = models.VideoAsked.objects.filter(case=case).count() + 1
        kept: models.VideoAsked = models.VideoAsked.objects.create(
            case=case, number=number, at=now, **_columns(said)
        )
        if kept.acknowledged or kept.missing or number == 1:
            told = {"acknowledged": kept.acknowledged, "missing": kept.missing}
            sealed = committing.committed(kept, draw)
            add(draw, Kind.VIDEO, who=SITE, now=now, data={**told, **sealed})
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
