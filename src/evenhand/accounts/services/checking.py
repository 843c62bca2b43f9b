"""What a write makes sure of, inside its own transaction, before it changes anything."""

from datetime import datetime, timedelta

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot, WrongRole
from evenhand.accounts.models import Membership, Organisation
from evenhand.accounts.roles import May, OrganisationKind, Role, roles
from evenhand.measures.words.messages import say

LONGEST_ACCESS = timedelta(days=366)
"""Nobody keeps a role unseen for longer than a year: somebody must give it again."""


def held(by: Acting, *, now: datetime) -> Acting:
    """Read the memberships again and hold them until the write is done.

    A role that was taken away while a page was open, or in another request at this very moment,
    allows nothing any more.
    """
    rows = Membership.objects.select_for_update(of=("self",)).current(now)
    rows = rows.filter(person=by.person, organisation=by.organisation)
    return Acting(by.person, by.organisation, tuple(rows.select_related("organisation")))


def still_may(by: Acting, what: May, *, now: datetime) -> Acting:
    """The same, and refuse who may not do this now.

    Raises
    ------
    MayNot
        If none of the roles held now allows it.
    """
    again = held(by, now=now)
    if not again.may(what):
        raise MayNot(say("Your role does not allow this."))
    return again


def role_fits(role: Role, organisation: Organisation) -> None:
    """Refuse a role that such an organisation does not have.

    Raises
    ------
    WrongRole
    """
    if OrganisationKind(organisation.kind) not in roles().roles[role].kinds:
        raise WrongRole(say("There is no such role in an organisation of this kind."))


def may_give(by: Acting, role: Role) -> None:
    """Refuse a role that this person may not give.

    Raises
    ------
    WrongRole
    """
    if role not in by.may_give:
        raise WrongRole(say("Your role does not let you give this role to anyone."))


def access_until(until: datetime | None, *, now: datetime) -> datetime:
    """When access ends: the date that was asked for, and a year from now at the latest.

    Raises
    ------
    WrongRole
        If it is over before it begins, or too far off.
    """
    latest = now + LONGEST_ACCESS
    if until is None:
        return latest
    if not now < until <= latest:
        raise WrongRole(say("Access must end after today and within a year."))
    return until
