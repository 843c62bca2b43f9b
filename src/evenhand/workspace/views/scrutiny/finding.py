"""What a page about a draw starts from: who looks, at which, and what they may do with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from evenhand.accounts.access import ActingRequest
from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import note_may_not, reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.scrutiny import models, permissions, selectors, standing
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.selectors import Attended, Overview
from evenhand.scrutiny.terms import Kind

PARTS = (
    *(May.SEE_CASES, May.RECOMMEND, May.ATTEND_DRAWS, May.ANSWER_FINDINGS, May.ANSWER_SCRUTINY),
    May.TAKE_WORDS_OUT,
)
"""What gives somebody a part in scrutiny."""


def may_see(by: Acting) -> bool:
    """Whether any role of theirs has a part in scrutiny."""
    return any(by.may(one) for one in PARTS)


@dataclass(frozen=True)
class Desk:
    """A draw before a member of its panel."""

    by: Acting
    whole: Overview
    at: datetime
    kinds: frozenset[Kind]

    @property
    def draw(self) -> models.Draw:
        """The draw itself."""
        return self.whole.draw

    @property
    def url(self) -> str:
        """Its page in the workspace."""
        return reverse("draw", args=[self.draw.number])

    @property
    def last(self) -> int:
        """The number of the last step."""
        return self.whole.steps[-1].number if self.whole.steps else 0

    def signature(self, kind: Kind) -> Signature:
        """As whom the public reads them in a step.

        Raises
        ------
        PermissionDenied
        """
        found = permissions.signature(self.by, self.draw, kind)
        if found is None:
            refuse(self.by, str(kind), at=self.at)
        return found

    def since(self, number: int) -> tuple[models.DrawStep, ...]:
        """What was recorded after a step."""
        return tuple(one for one in self.whole.steps if one.number > number)


def the_draw(request: ActingRequest, number: int) -> Desk:
    """A draw of the panel that somebody acts for.

    Raises
    ------
    Http404
        If it has none such.
    """
    by = request.acting
    try:
        whole = selectors.draw(by, number)
    except NotHere as error:
        raise Http404(str(error)) from error
    return Desk(by, whole, timezone.now(), permissions.steps(by, whole.draw))


def the_attended(request: ActingRequest, panel: str, number: int) -> Attended:
    """A draw as the force sees it.

    Raises
    ------
    Http404
    """
    try:
        return selectors.attended(request.acting, panel, number)
    except NotHere as error:
        raise Http404(str(error)) from error


def refuse(by: Acting, what: str, *, at: datetime) -> NoReturn:
    """Refuse a step that no role of theirs allows, and keep that it was asked for.

    Raises
    ------
    PermissionDenied
    """
    note_may_not(by, what, now=at)
    raise PermissionDenied


def see(by: Acting, draw: models.Draw, what: str, *, at: datetime) -> None:
    """Keep in the private log that somebody saw something of a draw's cases."""
    audit.record(
        act=Act.CONSULTATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=standing.subject(draw),
        now=at,
        details={"seen": what},
    )
