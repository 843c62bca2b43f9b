"""`evenhand feedback`: what readers told us, for those who run the site, and how it is erased."""

from datetime import datetime
from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import NoColor, Quiet, talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

Since = Annotated[
    datetime | None,
    typer.Option(
        "--since", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="Only what came on or after it."
    ),
]
Before = Annotated[
    datetime | None,
    typer.Option(
        "--before", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="All that came before it."
    ),
]
Numbers = Annotated[
    list[int] | None,
    typer.Argument(metavar="NUMBER...", help="The numbers that `evenhand feedback` shows."),
]
SHOWN = ("id", "received_at", "path", "figure", "doing", "wrong", "satisfaction")


group = typer.Typer(invoke_without_command=True)


@group.callback()
def feedback(
    ctx: typer.Context,
    since: Since = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    no_color: NoColor = False,
) -> None:
    """Show what readers wrote in the site's feedback form, the latest first.

    Nothing in it says who wrote it.
    """
    before: Talk = ctx.obj or Talk()
    ctx.obj = Talk(before.quiet or quiet, before.plain or no_color)
    if ctx.invoked_subcommand is None:
        _show(ctx.obj, since, as_json=as_json)


def _show(talk: Talk, since: datetime | None, *, as_json: bool) -> None:
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.voices import services

    found = services.read(now=timezone.now(), since=since and timezone.make_aware(since))
    messages = [{name: getattr(one, name) for name in SHOWN} for one in found]
    if as_json:
        data.write_json([one | {"received_at": one["received_at"].isoformat()} for one in messages])
        return
    if messages:
        data.write(harmless("\n\n".join(_text(one) for one in messages)))
    talk.say("1 message." if len(messages) == 1 else f"{len(messages)} messages.")


@group.command("delete", short_help="Erase messages.")
@talking
def delete(talk: Talk, numbers: Numbers = None, before: Before = None) -> None:
    """Erase messages by their numbers, or all that came before a day. There is no way back."""
    if not numbers and before is None:
        raise typer.BadParameter("Say which messages: their numbers, or --before a day.")
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.voices import services

    now = timezone.now()
    gone = len(services.delete(numbers or (), now=now))
    if before is not None:
        gone += services.delete_older(timezone.make_aware(before), now=now)
    talk.say("1 message erased." if gone == 1 else f"{gone} messages erased.")
    if numbers and before is None and gone < len(set(numbers)):
        talk.warn("Not every number was that of a message.")


def _text(message: dict[str, object]) -> str:
    received = message["received_at"]
    when = f"{received:%Y-%m-%d %H:%M}"
    lines = [
        f"{message['id']}  {when}  {message['figure'] or message['path'] or 'the whole service'}",
        *([f"Satisfaction: {message['satisfaction']}"] if message["satisfaction"] else []),
        *([f"Doing: {message['doing']}"] if message["doing"] else []),
        f"Wrong: {message['wrong']}",
    ]
    return "\n  ".join(line.replace("\r\n", "\n").replace("\n", "\n    ") for line in lines)
