"""A supervisor reads a stop, asks about it and agrees to it; its officer answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import (
    Device,
    Explained,
    Review,
    Reviewed,
    Step,
    Stop,
)
from evenhand.encounters.services.devices import own_force
from evenhand.measures.words.messages import say

AFTER = {
    Step.READ: {Reviewed.WAITING},
    Step.ASKED: set(Reviewed),
    Step.ANSWERED: {Reviewed.ASKED},
    Step.AGREED: set(Reviewed) - {Reviewed.AGREED},
}
"""From which state each step can be taken."""


@transaction.atomic
def review(
    *, stop: UUID, step: Step, words: str, expected: int, by: Acting, now: datetime
) -> Review:
    """Take one step of a review.

    Parameters
    ----------
    expected : the version that was looked at.

    Raises
    ------
    MayNot
        If they review no stops, or the stop is their own; an answer is its officer's alone.
    NotHere, NotNow
    """
    answering = step == Step.ANSWERED
    by = still_may(by, May.RECORD_STOPS if answering else May.REVIEW_STOPS, now=now)
    found = Stop.objects.select_for_update().filter(pk=stop, force=own_force(by)).first()
    if found is None:
        raise NotHere(say("There is no such stop in your force."))
    own = found.officer_id == by.person.pk
    if answering and not own:
        raise MayNot(say("Only the officer who recorded it answers."))
    if own and not answering:
        raise MayNot(say("Nobody reviews their own stops. Another supervisor does."))
    if found.versions != expected:
        raise NotNow(say("It was corrected meanwhile. Look at it again."))
    if found.reviewed not in AFTER[step]:
        raise NotNow(say("This step cannot be taken now. Look at it again."))
    if step in {Step.ASKED, Step.ANSWERED} and not words.strip():
        raise NotNow(say("Enter what you want to say: it is kept."))
    added = Review.objects.create(
        stop=found, step=step, words=words.strip(), version=expected, by=by.person, at=now
    )
    found.reviewed = Reviewed(step.value)
    found.save(update_fields=["reviewed"])
    audit.record(
        act=Act.CONSULTATION if step == Step.READ else Act.ALTERATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"stop/{found.pk}",
        now=now,
        details={"review": step.value},
    )
    return added


@transaction.atomic
def explain_missing(
    *, device: UUID, first: int, last: int, words: str, by: Acting, now: datetime
) -> Explained:
    """Say why records of a device never came, from one number to another.

    Raises
    ------
    MayNot, NotHere, NotNow
    """
    by = still_may(by, May.REVIEW_STOPS, now=now)
    _has_words(words)
    found = Device.objects.select_for_update().filter(pk=device, force=own_force(by)).first()
    if found is None:
        raise NotHere(say("There is no such device in your force."))
    if not 1 <= first <= last <= found.highest:
        raise NotNow(say("Name numbers that the device has given."))
    _note(f"device/{found.pk}", by=by, now=now)
    return Explained.objects.create(
        device=found, first=first, last=last, words=words.strip(), by=by.person, at=now
    )


def _note(subject: str, *, by: Acting, now: datetime) -> None:
    audit.record(
        act=Act.ALTERATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=subject,
        now=now,
        details={"explained": True},
    )


def _has_words(words: str) -> None:
    if not words.strip():
        raise NotNow(say("Enter what you found out: it is kept."))
