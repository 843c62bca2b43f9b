"""What happens to an appointment: the force lets the panel in, it is moved, held, minuted.

Each takes ``expected``: the number of the last step that the writer has seen. If somebody else was
faster, nothing is written. ``by`` and ``organisation`` are what the public reads.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from evenhand.scrutiny.models import meetings as models
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.services.answering import first
from evenhand.scrutiny.visiting import selectors
from evenhand.scrutiny.visiting.agenda import items
from evenhand.scrutiny.visiting.services.calling import read_slot
from evenhand.scrutiny.visiting.services.writing import add
from evenhand.scrutiny.visiting.steps import Kind, Step
from evenhand.scrutiny.visiting.terms import Held, Minutes, Slot


def agree(
    *,
    appointment: models.Appointment,
    expected: int,
    words: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Step:
    """Let the panel in on that day, as the force."""
    return add(
        appointment,
        Kind.AGREED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        words=words,
    )


def decline(
    *,
    appointment: models.Appointment,
    expected: int,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Step:
    """Not let the panel in on that day, as the force, for a reason that is public."""
    return add(
        appointment,
        Kind.DECLINED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        words=reason,
    )


def move(
    *,
    appointment: models.Appointment,
    expected: int,
    slot: Slot | Mapping[str, Any],
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Step:
    """Name another time; the force has to agree to a visit again."""
    return add(
        appointment,
        Kind.MOVED,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        words=reason,
        data={"slot": read_slot(slot).model_dump(mode="json")},
    )


def call_off(
    *,
    appointment: models.Appointment,
    expected: int,
    reason: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Step:
    """Say that it will not take place, as the panel."""
    return add(
        appointment,
        Kind.CALLED_OFF,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        words=reason,
    )


def publish_agenda(
    *,
    appointment: models.Appointment,
    expected: int,
    words: str,
    others: Sequence[str] = (),
    by: str,
    organisation: str,
    now: datetime,
) -> Step:
    """Publish the agenda of a meeting: all that is open, so that nobody leaves anything out.

    Parameters
    ----------
    others : items that the chair adds, in words.
    """
    slot = selectors.visit_of(appointment, at=now).now.slot
    try:
        built = items(appointment.panel_id, now=now, others=others, meets=slot.starts)
    except ValidationError as error:
        raise NotAllowed(first(error)) from error
    return add(
        appointment,
        Kind.AGENDA,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        words=words,
        data={"items": [one.model_dump(mode="json") for one in built]},
    )


def hold(
    *,
    appointment: models.Appointment,
    expected: int,
    held: Held | Mapping[str, Any],
    words: str,
    by: str,
    organisation: str,
    now: datetime,
) -> Step:
    """Say that it took place, who came, what it took and, of a visit, what was found."""
    try:
        said = Held.model_validate(held)
    except ValidationError as error:
        raise NotAllowed(first(error)) from error
    return add(
        appointment,
        Kind.HELD,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        words=words,
        data={"held": said.model_dump(mode="json")},
    )


def publish_minutes(
    *,
    appointment: models.Appointment,
    expected: int,
    words: str,
    decisions: Sequence[str] = (),
    wrong: str = "",
    by: str,
    organisation: str,
    now: datetime,
) -> Step:
    """Publish the minutes of a meeting, or correct them; those before stay as they were.

    Parameters
    ----------
    decisions : what was decided, each in words that may be public.
    wrong : what is corrected in the minutes that stand; empty for the first.
    """
    said = read_minutes(appointment, decisions, wrong, now=now)
    return add(
        appointment,
        Kind.MINUTES,
        expected=expected,
        by=by,
        organisation=organisation,
        now=now,
        words=words,
        data={"minutes": said.model_dump(mode="json")},
    )


def read_minutes(
    appointment: models.Appointment, decisions: Sequence[str], wrong: str, *, now: datetime
) -> Minutes:
    """What minutes hold beside their words, checked, with the step that they correct.

    Raises
    ------
    NotAllowed
        With what is wrong.
    """
    before = selectors.visit_of(appointment, at=now).now.minutes
    try:
        return Minutes(
            decisions=tuple(decisions),
            corrects=before[-1].number if before else None,
            wrong=wrong.strip(),
        )
    except ValidationError as error:
        raise NotAllowed(first(error)) from error
