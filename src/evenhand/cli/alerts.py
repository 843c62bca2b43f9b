"""`evenhand alerts`: raise what the watch finds, and record what nobody answered."""

from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, By
from evenhand.cli.talk import Talk

group = typer.Typer(no_args_is_help=True, help="Alerts of the watch, and who has to answer them.")
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM",
        help="The last month to look at; without it, the last of the latest whole quarter.",
    ),
]


@group.command("watch", short_help="Watch the site's records and raise alerts.")
@talking
def watch(talk: Talk, *, by: By, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Watch the records of this site, raise alerts, and test predictions that are due.

    `evenhand serve` does it each night. The records are those that EVENHAND_LAKE names. Doing it
    again without new records changes nothing; an alert is raised once, however often it is seen.
    """
    from evenhand.config import rounds, server

    server.migrate()
    done = rounds.watch(as_of=as_of, by=by)
    if done is None:
        raise typer.BadParameter("There are no records of a force of this site: see EVENHAND_LAKE.")
    raised = [f"{one.force_id} {one.number}" for one in done.raised]
    if not done.new:
        talk.say("Nothing is new since the last run.")
    for alert in done.raised:
        data.write(f"{alert.force_id} {alert.number}: {alert.told['sentence']}")
    talk.say(
        f"{len(raised)} alerts raised, {sum(one.seen for one in done.seen)} seen again, "
        f"{sum(not one.seen for one in done.seen)} not seen any more; {done.tested} predictions "
        f"tested, {done.remeasured} reforms measured again."
    )
    if as_json:
        counts = {"tested": done.tested, "remeasured": done.remeasured}
        data.write_json({"run": done.run.number, "new": done.new, "raised": raised} | counts)


@group.command("due", short_help="Record what nobody answered in time.")
@talking
def due(talk: Talk, *, as_json: AsJson = False) -> None:
    """Turn reviews into reform that nobody answered in time, and tell who holds forces to account.

    `evenhand serve` does it each hour. Doing it again changes nothing, and nobody is told twice.
    """
    from evenhand.config import server

    server.migrate()
    from django.conf import settings
    from django.core.mail import get_connection
    from django.utils import timezone

    from evenhand.monitoring import services

    now = timezone.now()
    done = services.due.due(now)
    told = 0
    if settings.MAIL_IS_SET:
        told = services.telling.tell(connection=get_connection(), now=now)
        told += services.digesting.send(connection=get_connection(), now=now)
    else:
        talk.warn("There is no mail server (EVENHAND_MAIL_URL): nobody was told by mail.")
    silent = [f"{one.alert.force_id} {one.alert.number}" for one in done.silent]
    for name in silent:
        data.write(f"{name} is reform now: nobody answered.")
    talk.say(
        f"{len(silent)} reviews became reform, {done.untested} predictions could not be tested and "
        f"{done.unmeasured} reforms not measured in time, {told} mails sent."
    )
    if as_json:
        counts = {"untested": done.untested, "unmeasured": done.unmeasured, "told": told}
        data.write_json({"silent": silent} | counts)
