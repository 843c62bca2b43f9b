"""What words can be taken out of: draws, recommendations and meetings, each a row of steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import GROUPS, Acting
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature
from evenhand.scrutiny import models, standing
from evenhand.scrutiny import permissions as of_draws
from evenhand.scrutiny.recommending import selectors as recommending
from evenhand.scrutiny.recommending import steps as advised
from evenhand.scrutiny.redacting.parts import parts
from evenhand.scrutiny.terms import Kind
from evenhand.scrutiny.visiting import selectors as visiting
from evenhand.scrutiny.visiting import steps as visited

DRAW, RECOMMENDATION, MEETING = "draw", "recommendation", "meeting"
WHATS = (DRAW, RECOMMENDATION, MEETING)
PANEL, FORCE = "panel", "force"
Row = models.Draw | models.Recommendation | models.Appointment
StepRow = models.DrawStep | models.RecommendationStep | models.AppointmentStep
BY_THE_FORCE = frozenset({Kind.EXCLUDED.value, Kind.ANSWERED.value})
"""Steps of a draw that the force takes."""
Place = tuple[int, str]
"""The number of a step, and the name of a part of it. What was agreed on a case stands in none: its
number is 0, and its part ``agreed`` with the case's place."""


@dataclass(frozen=True)
class Thread:
    """A draw, a recommendation or a meeting, with all its steps.

    ``owner`` and ``number`` are its address; ``prefix`` stands before its kinds in the ledger.
    """

    what: str
    row: Row
    steps: tuple[StepRow, ...]
    agreed: tuple[models.Agreed, ...] = ()

    @property
    def subject(self) -> str:
        """What the public ledger calls it."""
        if isinstance(self.row, models.Draw):
            return standing.subject(self.row)
        if isinstance(self.row, models.Recommendation):
            return recommending.subject(self.row)
        return visiting.subject(self.row)

    @property
    def prefix(self) -> str:
        """What stands before the kinds of its steps in the ledger."""
        return "appointment" if self.what == MEETING else self.what

    @property
    def owner(self) -> str:
        """The first part of its address: the panel, or the force that is recommended to."""
        row = self.row
        return str(row.force_id if isinstance(row, models.Recommendation) else row.panel_id)

    @property
    def number(self) -> int:
        """The second part."""
        return int(self.row.number)

    @property
    def last(self) -> int:
        """The number of the last step in which words stand, or were taken out.

        Steps that members take by themselves meanwhile are none that a writer must have seen.
        """
        return max((one.number for one in self.steps if tells(one)), default=0)

    def texts(self) -> dict[Place, str]:
        """Every text that can be taken out, by where it stands."""
        found = {
            (one.number, name): text for one in self.steps for name, text in parts(one).items()
        }
        for one in self.agreed:
            if one.words and not one.redacted:
                found[0, f"agreed {one.case.place}"] = one.words
        return found

    def side(self, number: int) -> str:
        """Who said what stands in a step: the panel, the force, or another by its name."""
        if number == 0:
            return PANEL
        step = next(one for one in self.steps if one.number == number)
        if isinstance(step, models.DrawStep):
            return FORCE if step.kind in BY_THE_FORCE else PANEL
        if isinstance(step, models.AppointmentStep):
            return FORCE if step.kind in visited.BY_THE_FORCE else PANEL
        if step.kind in advised.BY_THE_FORCE:
            return FORCE
        made_here = isinstance(self.row, models.Recommendation) and self.row.body_id
        return PANEL if made_here else f"list {step.organisation}"


def tells(step: StepRow) -> bool:
    """Whether words of people stand in a step, or were taken out by it."""
    return bool(parts(step)) or bool(step.redacted) or step.kind == Kind.REDACTED.value


def at(step: StepRow) -> datetime:
    """When a step was recorded."""
    return step.at if isinstance(step, models.DrawStep) else step.recorded_at


def said_again(step: StepRow, leaf: str, data: Mapping[str, Any], words: str) -> dict[str, Any]:
    """What an entry says that stands for an emptied one: ``leaf`` names that."""
    return {
        "number": step.number,
        "words": words,
        "data": data,
        "kind": str(step.kind),
        "at": at(step).isoformat(),
        "by": step.by,
        "organisation": step.organisation,
        "leaf": leaf,
    }


def sides(by: Acting, thread: Thread) -> frozenset[str]:
    """For which sides of a thing somebody speaks: whose words they may take out, with the role."""
    row, found = thread.row, set[str]()
    if by.is_of(row.force_id):
        found.add(FORCE)
    if isinstance(row, models.Recommendation):
        if row.body_id:
            found |= {PANEL} if row.body_id == by.organisation.pk else set()
        elif by.looks_at(row.force_id) and by.organisation.kind not in GROUPS:
            found.add(f"list {by.organisation.name}")
    elif row.panel_id == by.organisation.pk:
        found.add(PANEL)
    return frozenset(found)


def signature(by: Acting, thread: Thread) -> Signature | None:
    """What the public reads of who takes words out; None where no role of theirs lets them."""
    if isinstance(thread.row, models.Draw):
        return of_draws.signature(by, thread.row, Kind.REDACTED)
    if not by.may(May.TAKE_WORDS_OUT) or not sides(by, thread):
        return None
    return Signature(by.called(May.TAKE_WORDS_OUT), str(by.organisation.name))


def thread(what: str, owner: str, number: int) -> Thread | None:
    """One thing by its address; None where there is none."""
    if what == DRAW:
        draws = models.Draw.objects.select_related("panel", "force")
        row: Row | None = draws.filter(panel=owner, number=number).first()
    elif what == RECOMMENDATION:
        row = recommending.recommendation(owner, number)
    else:
        row = visiting.appointment(owner, number)
    return of(row) if row else None


def of(row: Row) -> Thread:
    """The thread of a row."""
    if isinstance(row, models.Draw):
        agreed = models.Agreed.objects.filter(case__draw=row).select_related("case")
        return Thread(DRAW, row, tuple(row.steps.order_by("number")), tuple(agreed))
    what = RECOMMENDATION if isinstance(row, models.Recommendation) else MEETING
    return Thread(what, row, tuple(row.steps.order_by("number")))


def of_force(force_id: str) -> Iterator[Thread]:
    """Everything in which words stand about one force's scrutiny."""
    for model in (models.Draw, models.Recommendation, models.Appointment):
        for row in model.objects.filter(force=force_id).order_by("pk"):
            yield of(row)


def of_whom(by: Acting) -> list[Thread]:
    """Everything in which somebody's organisation said words that could be taken out."""
    if not by.may(May.TAKE_WORDS_OUT):
        return []
    found = []
    for model, own in (
        (models.Draw, "panel"),
        (models.Recommendation, "body"),
        (models.Appointment, "panel"),
    ):
        rows = model.objects.filter(**{own: by.organisation.pk})
        force = by.organisation.force_id
        if force and by.is_of(force):
            rows = model.objects.filter(force=force)
        elif model is models.Recommendation and by.organisation.kind not in GROUPS:
            rows = rows | model.objects.filter(
                body=None, steps__organisation=by.organisation.name, steps__number=1
            )
        found += [of(row) for row in rows.select_related("force").order_by("-pk")]
    return [one for one in found if own_texts(by, one)]


def own_texts(by: Acting, one: Thread) -> dict[Place, str]:
    """What somebody may take out of a thing: the words of their own side."""
    mine = sides(by, one)
    return {place: text for place, text in one.texts().items() if one.side(place[0]) in mine}
