"""What says inside a sealed record which officer recorded it: signed by us, checked later.

A device asks for one while its officer is signed in and puts it in each record. So a sign-in that
ended since, another person's sign-in or a new password change nothing about whose record it is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core import signing

SALT = "evenhand stop pass v1"


class BadPass(ValueError):
    """Not a pass that this site gave."""


@dataclass(frozen=True)
class Pass:
    """Which officer, of which force, on which device, since when.

    Attributes
    ----------
    officer : the person's number.
    device : None where the device had not said which it is.
    """

    officer: int
    force: str
    device: UUID | None
    issued: datetime


def give(*, officer: int, force: str, device: UUID | None, now: datetime) -> str:
    """Make the text of a pass; only this site can make one."""
    said = {
        "officer": officer,
        "force": force,
        "device": str(device) if device else "",
        "issued": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return signing.dumps(said, salt=SALT)


def read(text: object) -> Pass:
    """Read a pass, however old: a record may wait for long.

    Raises
    ------
    BadPass
        If this site did not sign it.
    """
    if not isinstance(text, str):
        raise BadPass
    try:
        said: Any = signing.loads(text, salt=SALT)
        return Pass(
            officer=int(said["officer"]),
            force=str(said["force"]),
            device=UUID(said["device"]) if said["device"] else None,
            issued=datetime.fromisoformat(said["issued"]),
        )
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadPass from error
