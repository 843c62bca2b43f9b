"""`evenhand feedback`: what readers told us, for those who run the site."""

from datetime import datetime
from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

Since = Annotated[
    datetime | None,
    typer.Option(
        "--since", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="Only what came on or after it."
    ),
]
SHOWN = ("received_at", "path", "figure", "doing", "wrong", "satisfaction")


@talking
def feedback(talk: Talk, since: Since = None, as_json: AsJson = False) -> None:
    """Show what readers wrote in the site's feedback form, the latest first.

    Nothing in it says who wrote it.
    """
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.voices import selectors

    found = selectors.feedback(since=since and timezone.make_aware(since))
    messages = [{name: getattr(one, name) for name in SHOWN} for one in found]
    if as_json:
        data.write_json([one | {"received_at": one["received_at"].isoformat()} for one in messages])
        return
    if messages:
        data.write(harmless("\n\n".join(_text(one) for one in messages)))
    talk.say("1 message." if len(messages) == 1 else f"{len(messages)} messages.")


def _text(message: dict[str, object]) -> str:
    received = message["received_at"]
    when = f"{received:%Y-%m-%d %H:%M}"
    lines = [
        f"{when}  {message['figure'] or message['path'] or 'the whole service'}",
        *([f"Satisfaction: {message['satisfaction']}"] if message["satisfaction"] else []),
        *([f"Doing: {message['doing']}"] if message["doing"] else []),
        f"Wrong: {message['wrong']}",
    ]
    return "\n  ".join(line.replace("\r\n", "\n").replace("\n", "\n    ") for line in lines)
