"""`evenhand packs`: data packs of panels' meetings, made before each, and one taken down."""

from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, By
from evenhand.cli.talk import Talk

group = typer.Typer(no_args_is_help=True, help="Data packs that panels read before they meet.")
Days = Annotated[
    int,
    typer.Option("--days", min=1, max=60, help="How many days before a meeting its pack is made."),
]
Pack = Annotated[str, typer.Argument(metavar="PACK", help="Such as pack/panel/3/1.")]
Why = Annotated[str, typer.Option("--why", help="Why the law does not allow it: public.")]


@group.command("due", short_help="Make the packs of meetings that come soon.")
@talking
def due(talk: Talk, *, days: Days = 7, as_json: AsJson = False) -> None:
    """Make the pack of every meeting that begins within so many days, and put it on paper.

    `evenhand serve` does it each hour, a week before. Doing it again makes nothing twice.
    """
    from evenhand.config import server

    server.migrate()
    from django.conf import settings
    from django.utils import timezone

    from evenhand.publications.packs import services

    now = timezone.now()
    made = [one.reference for one in services.due(now=now, days=days)]
    address = settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS
    printed, trouble = services.print_all(address=address, now=now)
    for name in () if as_json else made:
        data.write(name)
    if trouble:
        talk.warn(trouble)
    talk.say(f"{len(made)} packs made, {printed} PDFs made.")
    if as_json:
        data.write_json({"made": made, "printed": printed})


@group.command("take-down", short_help="Empty a pack that holds unlawful words.")
@talking
def take_down(talk: Talk, *, pack: Pack, by: By, why: Why) -> None:
    """Empty one version of a pack in which words stand that the law does not allow.

    Its page says that it was taken down, by whom and why. Earlier and later versions stay.
    """
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.publications.packs import finding, services

    named = pack.split("/")
    numbers = named[2:]
    if len(named) != 4 or named[0] != "pack" or not all(one.isdecimal() for one in numbers):
        raise typer.BadParameter(f"“{pack}” names no pack: write pack/PANEL/MEETING/VERSION.")
    found = finding.pack(named[1], int(numbers[0]), int(numbers[1]))
    if found is None:
        raise typer.BadParameter(f"There is no {pack}.")
    organisation = found.meeting.organisation
    services.take_down(pack=found, why=why, by=by, organisation=organisation, now=timezone.now())
    talk.say("It is empty, here and in the public ledger. What was done is public.")
    talk.say("Backups and static copies made before still hold it: make new copies.")
