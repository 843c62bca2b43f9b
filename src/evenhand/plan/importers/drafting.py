"""A table that somebody sends to the workspace: kept a day, shown, then taken in or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors
from evenhand.plan.errors import EditedMeanwhile, UnknownReference
from evenhand.plan.history import LONDON, Kind
from evenhand.plan.importers.applying import apply
from evenhand.plan.importers.comparing import Preview, preview
from evenhand.plan.importers.opening import Table, read
from evenhand.plan.permissions import is_force_of
from evenhand.plan.services.writing import written_by

KEPT_FOR = timedelta(days=1)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Shown:
    """A draft with what it would do to the plan as it stands.

    Attributes
    ----------
    seen : the last change of the plan that the comparison has seen.
    """

    draft: models.ImportDraft
    preview: Preview
    seen: int


@transaction.atomic
def keep(
    *, plan: models.Plan, content: bytes, name: str, by: Acting, now: datetime
) -> models.ImportDraft:
    """Read a file and keep its table until it is taken in; drafts of other days go.

    Raises
    ------
    CannotRead
        If it is no table of a plan. Nothing is kept then.
    MayNot
        If this person does not run the plan.
    """
    table: Table = read(content, name=name)
    still_may(by, May.CHANGE_PLAN, now=now)
    if not is_force_of(by, plan):
        raise MayNot(say("Your role does not allow this."))
    models.ImportDraft.objects.filter(sent_at__lt=now - KEPT_FOR).delete()
    return models.ImportDraft.objects.create(
        person=by.person,
        plan=plan,
        name=PurePath(name).name[-LONGEST_NAME:],
        table=table,
        sent_at=now,
    )


def show(*, number: int, by: Acting, now: datetime) -> Shown:
    """Say what a draft would do to the plan as it stands now.

    Raises
    ------
    UnknownReference
        If this person has sent no such draft, or it was taken in or is too old.
    """
    draft = _draft(number, by, now)
    seen = selectors.head(draft.plan).last
    return Shown(draft, preview(draft.plan, draft.table, on=now.astimezone(LONDON).date()), seen)


def take_in(*, number: int, seen: int, by: Acting, now: datetime) -> Preview:
    """Take a draft in, exactly as it was shown, and let it go.

    Parameters
    ----------
    seen : the last change of the plan when it was shown.

    Raises
    ------
    EditedMeanwhile
        If the plan has changed since; it must be looked at again.
    NotAllowed, UnknownReference, MayNot
        Nothing is written then.
    """
    draft = _draft(number, by, now)
    with written_by(by, plan=draft.plan, kind=Kind.PROMISED, now=now) as who:
        # Two who send the same form at once meet here.
        if not models.ImportDraft.objects.select_for_update().filter(pk=draft.pk).exists():
            raise UnknownReference(_gone())
        shown = show(number=number, by=by, now=now)
        if shown.seen != seen:
            raise EditedMeanwhile(
                say("The plan has changed since you looked. Look at what the file would do now."),
                (),
            )
        apply(draft.plan, shown.preview, **who)
        draft.delete()
    return shown.preview


def give_up(*, number: int, by: Acting) -> None:
    """Let a draft go; one that is gone already stays gone."""
    models.ImportDraft.objects.filter(pk=number, person=by.person).delete()


def _draft(number: int, by: Acting, now: datetime) -> models.ImportDraft:
    known = models.ImportDraft.objects.filter(
        pk=number, person=by.person, sent_at__gte=now - KEPT_FOR
    )
    found = known.select_related("plan__framework", "plan__force").first()
    if found is None or found.plan.force_id != by.organisation.force_id:
        raise UnknownReference(_gone())
    return found


def _gone() -> str:
    return say("This file was taken in already, or was sent more than a day ago. Send it again.")
