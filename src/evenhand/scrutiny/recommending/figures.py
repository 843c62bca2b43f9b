"""How many recommendations were answered in time and followed, in numbers and in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.scrutiny.recommending.history import Present
from evenhand.scrutiny.recommending.steps import Awaits, Status
from evenhand.scrutiny.recommending.terms import Response


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of several recommendations.

    Those that were withdrawn count only among ``made`` and ``withdrawn``.

    Attributes
    ----------
    made, withdrawn : how many there are.
    due : whose answer came, or should have come by now; ``on_time`` of them came in time.
    awaited, overdue : without an answer, before and after the last day.
    accepted, in_part, refused : as the last answer says.
    to_follow : those done, and those whose day to be done has gone; ``followed`` of them were done,
        as those who recommended them say. What was refused counts from its day on.
    disputed : the force said done, and those who recommended it said not, or not all.
    late : accepted, and not done by its day. ``repeated``: that said what was said before.
    """

    made: int = 0
    withdrawn: int = 0
    due: int = 0
    on_time: int = 0
    awaited: int = 0
    overdue: int = 0
    accepted: int = 0
    in_part: int = 0
    refused: int = 0
    to_follow: int = 0
    followed: int = 0
    disputed: int = 0
    late: int = 0
    repeated: int = 0

    @property
    def on_time_percent(self) -> int | None:
        """Of those due, the share answered on time; None where none was due."""
        return percent(self.on_time, self.due)

    @property
    def followed_percent(self) -> int | None:
        """Of those to be followed by now, the share that was; None where there is none."""
        return percent(self.followed, self.to_follow)


def percent(part: int, whole: int) -> int | None:
    """A share of 100, rounded; 0 and 100 only where it is none and all."""
    if whole == 0:
        return None
    share = (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        return min(99, max(1, share))
    return share


def figures(found: Iterable[Present]) -> Figures:
    """Count recommendations, each as it stands on its day."""
    every = list(found)
    live = [one for one in every if not one.withdrawn]
    due = [one for one in live if one.on_time is not None]
    to_follow = [one for one in live if one.followed or one.on > one.advice.by]
    return Figures(
        made=len(every),
        withdrawn=len(every) - len(live),
        due=len(due),
        on_time=sum(one.on_time is True for one in due),
        awaited=sum(one.status is Status.AWAITED for one in live),
        overdue=sum(one.status is Status.OVERDUE for one in live),
        accepted=sum(one.response is Response.ACCEPTED for one in live),
        in_part=sum(one.response is Response.IN_PART for one in live),
        refused=sum(one.response is Response.REFUSED for one in live),
        to_follow=len(to_follow),
        followed=sum(one.followed for one in to_follow),
        disputed=sum(_disputed(one) for one in live),
        late=sum(one.status is Status.LATE for one in live),
        repeated=sum(bool(one.advice.repeats) for one in live),
    )


def _disputed(one: Present) -> bool:
    """Whether those who asked said that it is not done, and it has not been since."""
    return one.view is not None and one.awaits in {Awaits.ACTION, Awaits.COMPLETION}


def sentences(found: Figures) -> tuple[str, ...]:
    """What a reader should know first, in whole sentences."""
    if found.made == 0:
        return (say("Nothing has been recommended yet."),)
    told = (_on_time(found), _followed(found), _overdue(found), _late(found), _repeated(found))
    return tuple(one for one in told if one)


def _on_time(found: Figures) -> str:
    share = found.on_time_percent
    if share is None:
        return say("No answer was due yet.")
    if found.due == 1:
        return (
            say("1 answer was due, and it came in time.")
            if found.on_time
            else say("1 answer was due, and it did not come in time.")
        )
    return say(
        "Of {due} answers that were due, {on_time} came in time ({share}%).",
        due=f"{found.due:,}",
        on_time=f"{found.on_time:,}",
        share=str(share),
    )


def _followed(found: Figures) -> str:
    share = found.followed_percent
    if share is None:
        return say("No recommendation was due to be completed yet.")
    if found.to_follow == 1:
        return (
            say("1 recommendation was due to be completed, and it was.")
            if found.followed
            else say("1 recommendation was due to be completed, and it was not.")
        )
    said = {"to_follow": f"{found.to_follow:,}", "share": str(share)}
    if found.followed == 1:
        return say(
            "{to_follow} recommendations were due to be completed, and 1 was ({share}%), as those "
            "who recommended it say.",
            **said,
        )
    return say(
        "{to_follow} recommendations were due to be completed, and {followed} were ({share}%), as "
        "those who recommended them say.",
        followed=f"{found.followed:,}",
        **said,
    )


def _overdue(found: Figures) -> str:
    if found.overdue == 0:
        return ""
    if found.overdue == 1:
        return say("1 answer is overdue.")
    return say("{count} answers are overdue.", count=f"{found.overdue:,}")


def _late(found: Figures) -> str:
    if found.late == 0:
        return ""
    if found.late == 1:
        return say("1 was accepted and not done in time.")
    return say("{count} were accepted and not done in time.", count=f"{found.late:,}")


def _repeated(found: Figures) -> str:
    if found.repeated == 0:
        return ""
    if found.repeated == 1:
        return say("1 repeats what was recommended before.")
    return say("{count} repeat what was recommended before.", count=f"{found.repeated:,}")
