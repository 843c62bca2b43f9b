"""`evenhand plan forget-files`: files that were sent as evidence and that nobody published."""

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk


@talking
def forget_files(talk: Talk, as_json: AsJson = False) -> None:
    """Remove files that wait for a week without being published, and those of redacted evidence.

    The workspace does the same each time a file is sent; here it is for cron.
    """
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.plan import services

    gone = services.forget_files(now=timezone.now())
    talk.say(f"{gone} files are gone.")
    if as_json:
        data.write_json({"gone": gone})
