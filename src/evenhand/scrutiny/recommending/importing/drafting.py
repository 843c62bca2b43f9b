"""A list that somebody sends to the workspace: kept a day, shown, then taken in or given up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import PurePath

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.services.checking import held
from evenhand.accounts.services.writing import Signature, written
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny.models.drafts import AdviceDraft
from evenhand.scrutiny.models.recommendations import Recommendation
from evenhand.scrutiny.recommending import permissions
from evenhand.scrutiny.recommending.errors import EditedMeanwhile, NotAllowed
from evenhand.scrutiny.recommending.importing.previewing import Preview, apply, preview
from evenhand.scrutiny.recommending.importing.rows import Problem, Row
from evenhand.scrutiny.recommending.steps import Kind
from evenhand.scrutiny.recommending.terms import Source
from evenhand.sheets.reading import read

KEPT_FOR = timedelta(days=1)
LONGEST_NAME = 200


class Gone(NotAllowed):
    """The list was taken in or given up, is too old, or was never this person's."""


@dataclass(frozen=True)
class Shown:
    """A list with what it would add as things stand now.

    Attributes
    ----------
    seen : stands for exactly what is shown; taking in asks for the same.
    """

    draft: AdviceDraft
    preview: Preview
    seen: str


@transaction.atomic
def keep(*, content: bytes, name: str, by: Acting, now: datetime) -> AdviceDraft:
    """Read a file and keep its table until it is taken in; lists of other days go.

    Raises
    ------
    CannotRead
        If it is no table. Nothing is kept then.
    MayNot
        If no role of theirs takes in lists.
    """
    table = read(content, name=name)
    if permissions.takes_in(held(by, now=now)) is None:
        raise MayNot(say("Your role does not allow this."))
    AdviceDraft.objects.filter(sent_at__lt=now - KEPT_FOR).delete()
    kept: AdviceDraft = AdviceDraft.objects.create(
        person=by.person,
        organisation=by.organisation,
        name=PurePath(name).name[-LONGEST_NAME:],
        table=table,
        sent_at=now,
    )
    return kept


def show(*, number: int, by: Acting, now: datetime) -> Shown:
    """Say what a list would add as things stand now.

    Raises
    ------
    Gone
        If this person has sent no such list, or it was taken in or is too old.
    """
    draft = _draft(number, by, now)
    own = None if by.organisation.force_id else by.organisation
    found = preview(draft.table, today=day_of(now), own=own)
    found = _only_theirs(found, by)
    return Shown(draft, found, _seen(found))


def take_in(*, number: int, seen: str, by: Acting, now: datetime) -> list[Recommendation]:
    """Take a list in, exactly as it was shown, and let it go.

    Parameters
    ----------
    seen : what :func:`show` said of it.

    Raises
    ------
    EditedMeanwhile
        If it would add something else by now; it must be looked at again.
    NotAllowed, SaidAlready, Gone, MayNot
        Nothing is written then.
    """
    about = {"subject": "recommendations/list", "step": str(Kind.MADE)}
    with written(by, signs=_signs, now=now, **about) as who:
        # Two who send the same form at once meet here.
        if not AdviceDraft.objects.select_for_update().filter(pk=number).exists():
            raise Gone(gone())
        shown = show(number=number, by=by, now=now)
        if shown.seen != seen:
            raise EditedMeanwhile(
                say("Something changed since you looked. See what the list would add now."), ()
            )
        own = None if by.organisation.force_id else by.organisation
        made = apply(shown.preview, **who, person=by.person, own=own)
        shown.draft.delete()
    return made


def give_up(*, number: int, by: Acting) -> None:
    """Let a list go; one that is gone already stays gone."""
    AdviceDraft.objects.filter(pk=number, person=by.person).delete()


def gone() -> str:
    """What is said of a list that is not there any more."""
    return say("This list was taken in already, or was sent more than a day ago. Send it again.")


def _signs(by: Acting) -> Signature | None:
    return permissions.takes_in(by)


def _draft(number: int, by: Acting, now: datetime) -> AdviceDraft:
    known = AdviceDraft.objects.filter(
        pk=number,
        person=by.person,
        organisation=by.organisation,
        sent_at__gte=now - KEPT_FOR,
    )
    found: AdviceDraft | None = known.first()
    if found is None:
        raise Gone(gone())
    return found


def _only_theirs(found: Preview, by: Acting) -> Preview:
    """The same, with what is wrong in rows that are not theirs to take in."""
    wrong = [problem for row in found.new for problem in _not_theirs(row, by)]
    problems = sorted((*found.problems, *wrong), key=lambda one: one.row)
    refused = {one.row for one in wrong}
    return replace(
        found,
        new=_without(found.new, refused),
        again=_without(found.again, refused),
        problems=tuple(problems),
    )


def _without(rows: Sequence[Row], numbers: set[int]) -> tuple[Row, ...]:
    return tuple(one for one in rows if one.number not in numbers)


def _not_theirs(row: Row, by: Acting) -> list[Problem]:
    """What is wrong with who takes a row in: a force shows where others can read the same."""
    force = str(row.force.name)
    if by.is_of(row.force.pk):
        found = []
        if row.advice.source is Source.OVERSIGHT:
            sentence = say("Bodies that hold {force} to account take this in.", force=force)
            found.append(Problem(row.number, "source", sentence))
        missing = [
            (name, cell)
            for name, cell in (("report", row.advice.report), ("link", row.advice.link))
            if not cell
        ]
        sentence = say("A force says where everybody can read it. This cell may not be empty.")
        return [*found, *(Problem(row.number, name, sentence) for name, _ in missing)]
    if not permissions.may_import(by, row.force.pk):
        sentence = say("You take in no recommendations to {force}.", force=force)
        return [Problem(row.number, "force", sentence)]
    own = row.organisation == by.organisation.name
    if own and row.advice.source is not Source.OVERSIGHT:
        sentence = say("What you say yourself has the source “oversight”.")
        return [Problem(row.number, "source", sentence)]
    return []


def _seen(found: Preview) -> str:
    """Stands for what is shown: which rows are new, said before, here already, and wrong."""
    said = (
        [one.number for one in found.new],
        [one.number for one in found.again],
        [(one.number, name) for one, name in found.already],
        [(one.row, one.column) for one in found.problems],
    )
    return sha256(repr(said).encode()).hexdigest()
