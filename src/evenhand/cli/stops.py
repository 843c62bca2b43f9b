"""`evenhand stops`: what officers recorded, made ready for measures."""

from enum import StrEnum
from typing import Annotated

import typer

from evenhand.cli import data, known
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, First, Lake, Last, force_names
from evenhand.cli.returns import returns
from evenhand.cli.talk import Talk

group = typer.Typer(no_args_is_help=True, help="Vehicle stops that officers recorded.")
group.command("returns", short_help="Write searches and force as national returns expect.")(returns)
group.command("import", short_help="Take in whole stops from a force's own system.")(known.import_)
group.command("known", short_help="Take in what shows that stops happened.")(known.known)
group.command("match", short_help="Match it again to what is recorded.")(known.match)
group.command("coverage", short_help="Say how complete the records are.")(known.coverage)


class Asked(StrEnum):
    """What is asked of stops beside the measures that every power has."""

    VISIBILITY = "visibility"
    DISCRETION = "discretion"
    DARKNESS = "darkness"
    MINUTES = "stop-minutes"
    SECONDS = "stop-recording-seconds"


def _forces(incomplete: str) -> list[str]:
    return [name for name in force_names() if name.startswith(incomplete)]


What = Annotated[Asked, typer.Argument(metavar="NAME", help="What to ask.")]
OneForce = Annotated[
    str,
    typer.Option("--force", metavar="ID", autocompletion=_forces, help="Whose stops."),
]


@group.command("snapshot", short_help="Write accepted stops into the lake.")
@talking
def snapshot(talk: Talk, *, lake: Lake, as_json: AsJson = False) -> None:
    """Write the stops that were accepted into the lake, as they stand now.

    `evenhand serve` does it each night; behind another server run it from cron. A month that has
    not changed is left alone, and one that was corrected becomes a new version beside the old one.
    The registration, the exact place and the officer are not in it. Records that are not finished
    are counted beside.
    """
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.encounters.exporters.snapshots import snapshot as go

    taken = go(lake, now=timezone.now(), waiting=talk.say)
    for month in taken.months:
        if month.status != "unchanged":
            more = "" if month.ended else "; the month has not ended, so it is in no figure yet"
            talk.say(
                f"{month.force} {month.month}: {month.stops:,} stops, {month.unfinished:,} not "
                f"finished (version {month.version}, {month.status}{more})."
            )
    for code, count in taken.unlisted.items():
        talk.warn(
            f"No list holds {harmless(code)} ({count:,} stops): it is kept and counted as not "
            "known. Upgrade Evenhand."
        )
    if taken.commit is None:
        talk.say("Nothing has changed since the last snapshot.")
    if as_json:
        data.write_json(taken.as_json())


@group.command("ask", short_help="Ask what only vehicle stops can tell.")
@talking
def ask(
    talk: Talk,
    *,
    name: What,
    lake: Lake,
    force: OneForce,
    first: First,
    last: Last,
    as_json: AsJson = False,
) -> None:
    """Ask what only vehicle stops can tell, of one force's stops.

    Whether a group is more of the stops in which officers could see it beforehand (visibility), of
    those by daylight at the same hour (darkness) or of those at an officer's own choice
    (discretion); how long the middle stop takes (stop-minutes), and the middle officer to record
    it (stop-recording-seconds).
    """
    from dataclasses import asdict

    from evenhand.measures.medians import medians, middles
    from evenhand.measures.stop_tests import TESTS
    from evenhand.records.codes import force as find_force
    from evenhand.records.stops import open_stops

    span = {"force": find_force(force).force, "first": first, "last": last}
    if name.value in medians():
        found = middles(medians()[name.value], open_stops(lake), **span)
        sentences = [one.sentence for one in (found.everyone, *found.groups)]
        answer = asdict(found) | {"measure": found.measure.id}
    else:
        tested = TESTS[name.value](open_stops(lake), **span)
        sentences = [text for row in tested.rows for text in (row.sentence, *row.more)]
        answer = asdict(tested)
    if as_json:
        data.write_json(answer)
        return
    data.write("\n".join(sentences))
    talk.say(f"\nMore: evenhand stops ask {name.value} ... --json has every number.")
