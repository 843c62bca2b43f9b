"""Reads: sets of anchor cases, each from whom somebody acts for; blind until scoring has closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.accounts.acting import Acting
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import permissions
from evenhand.scrutiny.anchoring.history import Present, present
from evenhand.scrutiny.anchoring.steps import Kind, Status, Step
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.scoring.answers import kept
from evenhand.scrutiny.scoring.scores import Answers
from evenhand.scrutiny.selectors.cases import Sheet, side_by_side

OPEN_TO_ALL = frozenset({Status.CLOSED, Status.AGREED, Status.REVEALED})


@dataclass(frozen=True)
class Set:
    """A set with all its steps, and how it stands.

    Attributes
    ----------
    status : before whoever looks: its body, or a panel.
    """

    row: models.AnchorSet
    steps: tuple[Step, ...]
    now: Present
    status: Status

    @property
    def subject(self) -> str:
        """What the public ledger calls it."""
        return subject(self.row)


def subject(row: models.AnchorSet) -> str:
    """What the public ledger calls a set; it never changes."""
    return f"anchors/{row.body_id}/{row.number}"


def subject_of(anchor: models.Anchor) -> str:
    """What commitments call a version of a case."""
    return f"{subject(anchor.set)}/case/{anchor.number}.{anchor.version}"


def steps_of(row: models.AnchorSet) -> tuple[Step, ...]:
    """Everything that happened to a set, in order."""
    rows = models.AnchorStep.objects.filter(set=row).order_by("number")
    return tuple(
        Step(
            one.number,
            Kind(one.kind),
            one.recorded_at,
            one.by,
            one.organisation,
            one.words,
            one.data,
        )
        for one in rows
    )


def current(row: models.AnchorSet) -> dict[int, models.Anchor]:
    """The last version of each case of a set, by its number."""
    rows = models.Anchor.objects.filter(set=row).select_related("set", "key")
    return {one.number: one for one in rows.order_by("number", "version")}


def sets(by: Acting) -> list[Set]:
    """The sets that somebody works with, of their body or before their panel: newest first."""
    rows = models.AnchorSet.objects.select_related("body").order_by("-opened_at", "-pk")
    found = [_seen(by, one) for one in rows] if permissions.has_part(by) else []
    return [one for one in found if one is not None]


def a_set(by: Acting, body: str, number: int) -> Set:
    """One of them.

    Raises
    ------
    NotHere
        If there is none that somebody works with, whether or not another does.
    """
    rows = models.AnchorSet.objects.select_related("body")
    row = rows.filter(body=body, number=number).first()
    found = _seen(by, row) if row is not None else None
    if found is None:
        raise NotHere(say("There is no such set of anchor cases."))
    return found


def _seen(by: Acting, row: models.AnchorSet) -> Set | None:
    if not permissions.has_part(by):
        return None
    steps = steps_of(row)
    now = present(steps)
    own = row.body_id == by.organisation.pk and permissions.keeps(by)
    status = now.status if own else now.before(by.organisation.pk)
    return Set(row, steps, now, status) if status else None


def anchor(by: Acting, body: str, number: int, place: int) -> models.Anchor:
    """The last version of one case.

    Raises
    ------
    NotHere
    """
    found = current(a_set(by, body, number).row).get(place)
    if found is None:
        raise NotHere(say("There is no such case in this set."))
    return found


def counted(anchor: models.Anchor, panel: str) -> list[models.AnchorScore]:
    """The scores that count of a case before a panel: the last of each member."""
    rows = models.AnchorScore.objects.filter(anchor=anchor, panel=panel)
    return list({one.person_id: one for one in rows.order_by("person", "number")}.values())


def my_score(by: Acting, anchor: models.Anchor) -> Answers | None:
    """The last score that somebody gave a case for the panel they act for; None where none."""
    rows = models.AnchorScore.objects.filter(
        anchor=anchor, panel=by.organisation.pk, person=by.person
    )
    last = rows.order_by("number").last()
    return kept(last.answers) if last else None


def scores_of(by: Acting, anchor: models.Anchor) -> tuple[Sheet, ...]:
    """Every member's score of a case; before their panel closed its scoring, the reader's alone.

    Raises
    ------
    NotHere
    """
    whole = a_set(by, anchor.set.body_id, anchor.set.number)
    rows = counted(anchor, by.organisation.pk)
    if whole.status not in OPEN_TO_ALL:
        rows = [one for one in rows if one.person_id == by.person.pk]
        return tuple(Sheet("", kept(one.answers), mine=True) for one in rows)
    return side_by_side(rows, by.person.pk)


def agreed_of(by: Acting, anchor: models.Anchor) -> models.AnchorAgreed | None:
    """What the panel that somebody acts for agreed on a case; None before it has."""
    found: models.AnchorAgreed | None = models.AnchorAgreed.objects.filter(
        anchor=anchor, panel=by.organisation.pk
    ).first()
    return found


def agreed_by_panel(row: models.AnchorSet) -> Mapping[str, dict[int, Answers]]:
    """What each panel agreed, by its id and the number of the case."""
    found: dict[str, dict[int, Answers]] = {}
    rows = models.AnchorAgreed.objects.filter(anchor__in=current(row).values())
    for one in rows.select_related("anchor"):
        found.setdefault(one.panel_id, {})[one.anchor.number] = kept(one.answers)
    return found


def knows(by: Acting, row: models.AnchorSet) -> bool:
    """Whether somebody took a step of a set for its body: then they know its sealed scores."""
    taken = models.AnchorTaker.objects.filter(person=by.person, step__set=row)
    return taken.filter(step__kind__in=[Kind.WRITTEN.value, Kind.KEYED.value]).exists()
