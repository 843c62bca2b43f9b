"""Whether the rows beside a draw's steps are what the steps committed to.

Each such row has one step of the same moment. A step tells in public what may be public of its row,
and holds a commitment to the rest; one from before there were commitments is compared by what it
tells alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evenhand.encounters.services import holding
from evenhand.ledger.tree.entries import NotCanonical
from evenhand.measures.words.messages import say
from evenhand.scrutiny import committing, models, standing
from evenhand.scrutiny.committing import COMMITMENT, ROW, Beside
from evenhand.scrutiny.terms import Kind


def disagreements(draw: models.Draw, steps: Sequence[models.DrawStep]) -> Iterator[str]:
    """Find what was changed, added or taken away beside the steps of a draw, as sentences."""
    key = committing.key_of(draw)
    for one in COMPARED:
        own = [step for step in steps if step.kind == one.kind]
        if not _agree(one, own, list(one.rows(draw)), key):
            yield one.says()
    yield from _takers(draw)
    yield from _dice(draw, steps)
    yield from _numbers(draw)
    yield from _holds(draw, steps)


@dataclass(frozen=True)
class Compared:
    """Rows of one table, and the steps that stand beside them.

    Attributes
    ----------
    plain : what a step of this kind says of its row in public.
    says : the sentence for one that is not as it was recorded.
    under : what the data of a step calls its commitment to the row.
    """

    kind: Kind
    rows: Callable[[models.Draw], Iterable[Any]]
    plain: Callable[[Any], Mapping[str, Any]]
    says: Callable[[], str]
    under: str = COMMITMENT


def _agree(
    one: Compared, steps: Sequence[models.DrawStep], rows: Sequence[Any], key: bytes
) -> bool:
    names = {name for row in rows for name in one.plain(row)}
    told = Counter(_seen(step.at, {name: step.data.get(name) for name in names}) for step in steps)
    held = Counter(_seen(row.at, one.plain(row)) for row in rows)
    committed = Counter(step.data[one.under] for step in steps if one.under in step.data)
    if told != held or not committed:
        return told == held
    return not committed - Counter(_commitment(row, key) for row in rows)


def _seen(at: Any, said: Mapping[str, Any]) -> tuple[Any, ...]:
    return (at, *sorted(said.items()))


def _commitment(row: Beside, key: bytes) -> str:
    try:
        return committing.commitment(row, key)
    except NotCanonical:  # nobody could have recorded it so
        return ""


def _takers(draw: models.Draw) -> Iterator[str]:
    """Whether each score is of who gave it, as far as is kept of who took which step."""
    rows = models.DrawTaker.objects.filter(step__draw=draw, step__kind=Kind.SCORED.value)
    gave = {one.step.data["commitment"]: one.person_id for one in rows.select_related("step")}
    scores = models.Score.objects.filter(case__draw=draw)
    if gave != dict(scores.values_list("commitment", "person")):
        yield _score_changed()


def _score_changed() -> str:
    return say("a member’s score was changed, added or taken away.")


def _dice(draw: models.Draw, steps: Sequence[models.DrawStep]) -> Iterator[str]:
    """Whether both sides typed the same where it was said so, and it is what the seed is of."""
    typed: dict[int, set[str]] = {}
    for attempt, digits in draw.rolls.values_list("attempt", "digits"):
        typed.setdefault(attempt, set()).add(digits)
    said = [one for one in steps if one.kind == Kind.ROLLED and "equal" in one.data]
    if any((len(typed.get(one.data["attempt"], ())) == 1) != one.data["equal"] for one in said):
        yield say("dice that one side typed in are not what they were.")
    drawn = next((one for one in steps if one.kind == Kind.DRAWN), None)
    if drawn and typed and typed[max(typed)] != {drawn.data["beacon"]}:
        yield say("dice were typed in that its seed was not made of.")


def _numbers(draw: models.Draw) -> Iterator[str]:
    """What was asked again without an answer has no step; a gap in its numbers shows it is gone."""
    for rows, says in (
        (models.VideoAsked.objects, say("a question for a video was taken away.")),
        (models.VideoLetGo.objects, say("a word on a video that was let go was taken away.")),
    ):
        found = rows.filter(case__draw=draw).order_by("case", "number")
        numbered = found.values_list("case", "number")
        for _, each in groupby(numbered, key=lambda one: one[0]):
            numbers = [number for _, number in each]
            if numbers != list(range(1, len(numbers) + 1)):
                yield says


def _holds(draw: models.Draw, steps: Sequence[models.DrawStep]) -> Iterator[str]:
    """Whether as many records are held, and let go, as was said; and no other than were drawn."""
    found = holding.held_for(standing.subject(draw))
    drawn = set(draw.drawn.values_list("position__stop", flat=True))
    told = sum(one.data["records"] for one in steps if one.kind == Kind.HELD)
    if len(found.held) != told or not set(found.held) <= drawn:
        yield say("a hold of a record that was drawn was changed, added or taken away.")
    over = sum(one.data["records"] for one in steps if one.kind == Kind.HOLD_ENDED)
    if found.ended != over:
        yield say("a hold of a record that was drawn was ended or taken up again unseen.")


def _hidden(row: models.Shown) -> Mapping[str, Any]:
    return {"hidden": len(row.hidden) if isinstance(row.hidden, list) else None}


def _told_of_video(draw: models.Draw) -> Iterable[models.VideoAsked]:
    """Those that have a step: the first, and any that got an answer."""
    rows = models.VideoAsked.objects.filter(case__draw=draw).select_related("case")
    return [one for one in rows if one.number == 1 or one.acknowledged or one.missing]


def _told_of_end(draw: models.Draw) -> Iterable[models.VideoLetGo]:
    rows = models.VideoLetGo.objects.filter(case__draw=draw).select_related("case")
    return [one for one in rows if one.number == 1 or one.acknowledged]


COMPARED: Sequence[Compared] = (
    Compared(
        Kind.RESERVE,
        lambda draw: models.Called.objects.filter(
            reserve__draw=draw, instead_of__draw=draw
        ).select_related("reserve", "instead_of"),
        lambda row: {"reason": row.reason},
        lambda: say("which reserve stands in for a case was changed, added or taken away."),
    ),
    Compared(
        Kind.SHOWN,
        lambda draw: models.Shown.objects.filter(case__draw=draw).select_related("case"),
        _hidden,
        lambda: say("what is hidden of the words of a case was changed, added or taken away."),
    ),
    Compared(
        Kind.CONFLICT,
        lambda draw: models.Conflict.objects.filter(case__draw=draw).select_related("case"),
        lambda _row: {},
        lambda: say("a conflict of interest in a case was changed, added or taken away."),
    ),
    Compared(
        Kind.ROLLED,
        lambda draw: draw.rolls.all(),
        lambda row: {"side": row.side, "attempt": row.attempt},
        lambda: say("dice that were typed in were changed, added or taken away."),
    ),
    Compared(
        Kind.VIDEO,
        _told_of_video,
        lambda row: {"acknowledged": row.acknowledged, "missing": row.missing},
        lambda: say("what the evidence system said of a video was changed, added or taken away."),
    ),
    Compared(
        Kind.VIDEO_LET_GO,
        _told_of_end,
        lambda row: {"acknowledged": row.acknowledged},
        lambda: say(
            "what the evidence system said of a hold’s end was changed, added or taken away."
        ),
    ),
    Compared(
        Kind.SCORED,
        lambda draw: models.Score.objects.filter(case__draw=draw).select_related("case"),
        lambda row: {"commitment": row.commitment},
        _score_changed,
        under=ROW,
    ),
    Compared(
        Kind.AGREED,
        lambda draw: models.Agreed.objects.filter(case__draw=draw),
        lambda row: {"commitment": row.commitment},
        lambda: say("an agreed score was changed, added or taken away."),
        under=ROW,
    ),
    Compared(
        Kind.FOUND,
        lambda draw: draw.findings.select_related("case"),
        lambda row: {"finding": row.number},
        lambda: say("which case a finding comes from, or when it was made, was changed."),
    ),
    Compared(
        Kind.ANSWERED,
        lambda draw: models.Learning.objects.filter(finding__draw=draw).select_related("finding"),
        lambda row: {"finding": row.finding.number},
        lambda: say("when it was said what was learnt from a finding was changed."),
    ),
)
