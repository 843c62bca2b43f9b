"""How somebody who has signed in says something in public: asked again, named by role, kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple, TypedDict

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.noting import reference
from evenhand.accounts.services.checking import held
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say


class Who(TypedDict):
    """Who writes, as the public reads it, and when: what every service that is public takes."""

    by: str
    organisation: str
    now: datetime


class Signature(NamedTuple):
    """What the public reads of somebody: a role, and for whom."""

    by: str
    organisation: str


@contextmanager
def written(
    acting: Acting,
    *,
    signs: Callable[[Acting], Signature | None],
    subject: str,
    step: str,
    now: datetime,
) -> Iterator[Who]:
    """Open the transaction of one write, and give who writes it.

    Inside, the memberships are read again and held: a role that ended while a page was open allows
    nothing. The private log keeps who it was; the public reads the role.

    Parameters
    ----------
    signs : as whom somebody does this, by the roles that they hold at this moment; None where
        none of them allows it.
    subject : what is written to, as the public ledger calls it.
    step : what is done to it.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    """
    with transaction.atomic():
        acting = held(acting, now=now)
        signature = signs(acting)
        if signature is None:
            raise MayNot(say("Your role does not allow this."))
        yield Who(by=signature.by, organisation=signature.organisation, now=now)
        audit.record(
            act=Act.ALTERATION,
            by=reference(acting.person),
            organisation=reference(acting.organisation),
            subject=subject,
            now=now,
            details={"step": step, "as": signature.by},
        )
