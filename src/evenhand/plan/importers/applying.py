"""Takes in what a preview has shown: all of it, or nothing."""

from datetime import datetime

from django.db import transaction

from evenhand.measures.words.messages import say
from evenhand.plan import models, services
from evenhand.plan.errors import NotAllowed
from evenhand.plan.importers.comparing import Preview


@transaction.atomic
def apply(plan: models.Plan, shown: Preview, *, by: str, organisation: str, now: datetime) -> None:
    """Promise what is new and change what changes, as the preview said.

    Raises
    ------
    NotAllowed
        If the preview found problems, or a rule refuses one of the changes.
    EditedMeanwhile, AlreadyThere
        If somebody else was faster. Nothing is written then either.
    """
    if shown.problems:
        raise NotAllowed(say("The file has problems. Nothing of it was taken in."))
    who = {"by": by, "organisation": organisation}
    for one in shown.new:
        services.promise(
            plan=plan, key=one.key, workstream=one.workstream, terms=one.terms, now=now, **who
        )
    actions = {one.key: one for one in plan.actions.select_related("plan__framework")}
    for changed in shown.changed:
        services.change(
            action=actions[changed.key],
            expected=changed.expected,
            terms=changed.terms,
            reason=changed.reason,
            now=now,
            **who,
        )
