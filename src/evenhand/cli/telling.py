"""`evenhand tell`: followers, owners and chief officers are told what they should hear."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from evenhand.following.services import Prepared

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say how many mails are due; make and send none.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="With --dry-run: what would be due on that day.",
    ),
]


@talking
def tell(talk: Talk, dry_run: DryRun = False, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Send the mails that are due: to followers, to owners and leads, to chief officers.

    Run it from cron as often as you like: nobody is told twice. `evenhand serve` does it by itself
    where EVENHAND_MAIL_URL is set. Ends with 3 if the mail server did not answer; what could not be
    sent is sent next time.
    """
    if as_of and not dry_run:
        raise typer.BadParameter("--as-of only looks: give --dry-run too.")
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.following import services

    if dry_run:
        moment = timezone.make_aware(as_of.replace(hour=12)) if as_of else timezone.now()
        due = services.would_prepare(now=moment)
        talk.say(_due(due))
        if as_json:
            data.write_json({"due": vars(due)})
        return
    from evenhand.audit.sequencer import sequence_all
    from evenhand.following.services.telling import tell as go

    sequence_all()  # followers hear of what has its place in the public ledger
    done = go(connection=_connection(talk), clock=timezone.now)
    posted = done.posted
    talk.say(_due(done.prepared))
    talk.say(
        f"{posted.sent} mails sent, {posted.refused} refused for now, {posted.given_up} given up."
    )
    if as_json:
        counts: dict[str, Any] = {"asked": done.asked, "forgotten": done.forgotten}
        data.write_json(counts | {"made": vars(done.prepared), "posted": vars(posted)})
    if posted.away:
        talk.warn("The mail server did not answer. What waits is sent next time.")
        raise typer.Exit(Exit.NETWORK)


def _due(due: "Prepared") -> str:
    return (
        f"{due.news} mails to followers, {due.reminders} to people with something due, "
        f"{due.digests} to chief officers."
    )


def _connection(talk: Talk) -> "BaseEmailBackend":
    """The mail server; on a local site without one, this terminal, beside what the command says."""
    from django.conf import settings
    from django.core.mail import get_connection

    if settings.MAIL_IS_SET:
        return get_connection()
    if not settings.SITE_CAN_WRITE:
        raise typer.BadParameter("There is no mail server: set EVENHAND_MAIL_URL.")
    talk.say("There is no mail server (EVENHAND_MAIL_URL), so mails are written here:")
    return get_connection(stream=sys.stderr)
