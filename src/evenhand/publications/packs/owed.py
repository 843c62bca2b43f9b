"""The parts of a pack that say what was asked for, what came of it, and what is awaited."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.monitoring import selectors as alerts
from evenhand.monitoring.history import Awaits
from evenhand.monitoring.words import headline
from evenhand.publications.packs.lines import Line, Part
from evenhand.scrutiny.told import words
from evenhand.scrutiny.told.draws import ToldFinding
from evenhand.scrutiny.told.recommendations import Told
from evenhand.scrutiny.told.videos import videos

MOST = 40
"""Recommendations that came to an end and are told one by one, the latest first."""


def advice_line(one: Told) -> Line:
    """A recommendation: what was said, and what came of it."""
    return Line(
        key=one.subject,
        words=one.you_said,
        notes=(one.we_did,),
        page=reverse("recommendation", args=[one.force, one.number]),
        link=say("Recommendation {number}", number=str(one.number)),
        state="/".join((one.status, one.awaits, one.response, "late" * bool(one.days_overdue))),
    )


def finding_line(one: ToldFinding) -> Line:
    """A finding of the panel, with what is awaited or what came back."""
    page = reverse("panel-draw", args=[one.panel, one.draw])
    return Line(
        key=one.subject,
        words=say("{fault}: “{words}”", fault=words.fault(one.fault), words=one.words),
        notes=(_answered(one),),
        page=f"{page}#finding-{one.number}",
        link=say("Finding {number} of draw {draw}", number=str(one.number), draw=str(one.draw)),
        state="answered" if one.answered_on else "late" if one.days_overdue else "awaited",
    )


def _answered(one: ToldFinding) -> str:
    if one.answered_on:
        return say(
            "Answered on {day}. {taken}: “{words}”",
            day=notes.day(one.answered_on),
            taken=words.taken(one.taken),
            words=one.learning,
        )
    due = notes.day(one.due)
    if one.days_overdue:
        return say("No answer has come. It was due by {day}.", day=due)
    return say("An answer is due by {day}.", day=due)


def alert_line(one: alerts.Story) -> Line:
    """An alert, with what is awaited."""
    return Line(
        key=one.subject,
        words=headline(one.told),
        notes=(_awaited(one),),
        page=reverse("alert", args=[one.alert.force_id, one.alert.number]),
        link=say("Alert {number}", number=str(one.alert.number)),
        state=f"{one.status.value}/{one.awaits.value}",
    )


def _awaited(one: alerts.Story) -> str:
    if one.days_overdue:
        return say("The force’s answer is overdue.")
    return {
        Awaits.ANSWER: say("The force has to answer."),
        Awaits.JUDGEMENT: say("An explanation waits for the view of an independent reviewer."),
        Awaits.DATA: say("An explanation waits for the figures that test it."),
        Awaits.CONCLUSION: say("The force has to come to a conclusion."),
        Awaits.SIGNATURE: say("A conclusion waits to be signed off."),
        Awaits.ACTION: say("It became reform. An action in the plan is awaited."),
        Awaits.REMEASUREMENT: say("It became reform. It is to be measured again."),
        Awaits.NOTHING: say("Nothing is awaited."),
    }[one.awaits]


def advice(found: Sequence[Told], others: int, *, force: str) -> Part:
    """The panel's own recommendations that are open; of others only how many there are.

    Parameters
    ----------
    others : open recommendations to the force that somebody else made.
    """
    still = [one for one in found if one.awaits != "nothing"]
    lines = [advice_line(one) for one in still]
    if others:
        lines.append(
            Line(
                key="advice/others",
                words=say(
                    "Open recommendations of others to the force: {count}.",
                    count=numbers.whole(others),
                ),
                page=reverse("recommendations", args=[force]),
                link=say("All recommendations"),
            )
        )
    return Part(
        "advice",
        say("Recommendations that are open"),
        say("The panel made these. The force has to answer, to act, or to show what it did."),
        lines=tuple(lines),
        none="" if still else say("No recommendation of this panel is open."),
    )


def became(found: Sequence[Told]) -> Part:
    """What became of what the panel recommended before."""
    over = [one for one in found if one.awaits == "nothing"]
    cut = (say("Only the latest {most} are here.", most=str(MOST)),) if len(over) > MOST else ()
    return Part(
        "became",
        say("What became of earlier recommendations"),
        say("What the panel said, and what the force did."),
        lines=tuple(advice_line(one) for one in over[:MOST]),
        lacks=cut,
        none="" if over else say("No recommendation of this panel has come to an end yet."),
    )


def awaited(findings: Iterable[ToldFinding], found: Iterable[alerts.Story]) -> Part:
    """Findings and alerts that await an answer."""
    waiting = [finding_line(one) for one in findings if one.answered_on is None]
    still = [alert_line(one) for one in found if one.awaits is not Awaits.NOTHING]
    none = [
        *([] if waiting else [say("No finding of this panel awaits an answer.")]),
        *([] if still else [say("No alert about this force is open.")]),
    ]
    return Part(
        "awaited",
        say("Findings and alerts that await an answer"),
        say("A finding is the panel’s own. An alert was raised because a figure moved."),
        lines=(*waiting, *still),
        none=" ".join(none),
    )


def of_videos(panel: str, *, force: str, now: datetime) -> Part:
    """Whether the videos that the panel asked for were there."""
    found = videos(panel, at=now)
    key, title = "videos", say("Body-worn video")
    about = say("Each draw asks the force’s evidence system to hold the video of every case.")
    not_known = say(
        "We do not have how many encounters were filmed: only the cases that the panel drew."
    )
    if not found.asked:
        lack = say("We do not have an answer about videos: the panel’s draws asked for none yet.")
        return Part(key, title, about, lacks=(lack, not_known))
    said = {"asked": found.asked, "kept": found.kept, "missing": found.missing}
    counts = {name: numbers.whole(count) for name, count in said.items()}
    told = [
        say("Videos asked for: {asked}. Kept: {kept}. Missing: {missing}.", **counts),
    ]
    if found.waiting:
        waiting = numbers.whole(found.waiting)
        told.append(say("Of {waiting} we do not have an answer yet.", waiting=waiting))
    line = Line(
        key="videos/all",
        words=" ".join(told),
        notes=(say("A missing video is a finding. It counts as the worst case."),),
        page=reverse("force-scrutiny", args=[force]),
        link=say("The panel’s draws"),
    )
    return Part(key, title, about, lines=(line,), lacks=(not_known,))
