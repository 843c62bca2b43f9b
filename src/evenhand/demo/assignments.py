"""Which of Demoshire's people lead a workstream or do an action of its plan."""

from datetime import datetime

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.demo.accounts import FORCE
from evenhand.plan import selectors, services

LEADS = ("respected",)
DOES = ("record-ethnicity", "hate-crime-at-work")


@transaction.atomic
def load(*, now: datetime) -> None:
    """Give the lead a workstream and the owner two actions, as the programme manager would.

    People and plan must be there. Doing it again changes nothing.
    """
    plan = selectors.plan(FORCE)
    if plan is None:
        raise LookupError("people are given parts of a plan once there is one")
    if selectors.assignments(plan):
        return
    manager, lead, owner = (
        _held(role) for role in (Role.PROGRAMME_MANAGER, Role.WORKSTREAM_LEAD, Role.ACTION_OWNER)
    )
    by = Acting(manager.person, manager.organisation, (manager,))
    for key in LEADS:
        services.assign(plan=plan, membership=lead.pk, workstream=key, by=by, now=now)
    for key in DOES:
        services.assign(plan=plan, membership=owner.pk, action=key, by=by, now=now)


def _held(role: Role) -> Membership:
    found: Membership = Membership.objects.select_related("person", "organisation").get(
        organisation=FORCE, role=role
    )
    return found
