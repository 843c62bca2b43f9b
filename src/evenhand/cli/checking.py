"""`evenhand check`: what is odd about the records in the lake."""

from collections import Counter
from enum import StrEnum
from typing import Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.findings_text import SEVERITIES, groups, text
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, Lake, OneForce
from evenhand.cli.talk import Talk


class FailOn(StrEnum):
    """The mildest severity that makes the command answer 1."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    NEVER = "never"


Strict = Annotated[
    FailOn, typer.Option("--fail-on", help="The mildest finding that gives exit status 1.")
]
EachMonth = Annotated[
    bool, typer.Option("--each-month", help="Every finding, not those of a kind as one.")
]


@talking
def check(
    talk: Talk,
    *,
    lake: Lake,
    force: OneForce = None,
    fail_on: Strict = FailOn.ERROR,
    each_month: EachMonth = False,
    as_json: AsJson = False,
) -> None:
    """Say what is odd about the records: missing months, blank columns, jumps, unknown words.

    Nothing is changed. The exit status is 1 where an error was found, which only a look at the
    records can settle; warnings and notes alone give 0, unless --fail-on says otherwise.
    """
    from evenhand.records.checks import findings
    from evenhand.records.codes import force as find_force
    from evenhand.records.lake import Lake as OpenLake

    wanted = None if force is None else find_force(force).force
    opened = OpenLake.open(lake)
    opened.refuse_damage()
    if wanted is not None:
        opened.refuse_stranger(wanted)
    found = [each.as_json() for each in findings(opened, wanted)]
    if as_json:
        data.write_json({"findings": found})
    elif found:
        data.write(text(found, every=each_month, width=data.width()))
    counts = Counter(each["severity"] for each in found)
    told = (f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}" for name in SEVERITIES[::-1])
    talk.say(f"\n{', '.join(told)}." if found else "Nothing odd was found.")
    if not as_json and len(groups(found, every=each_month)) < len(found):
        talk.say("What was found in several months is told once; --each-month tells every month.")
    raise typer.Exit(_status(found, fail_on))


def _status(found: list[dict[str, Any]], fail_on: FailOn) -> Exit:
    if fail_on is FailOn.NEVER:
        return Exit.FINE
    grave = SEVERITIES[SEVERITIES.index(fail_on.value) :]
    return Exit.FOUND if any(each["severity"] in grave for each in found) else Exit.FINE
