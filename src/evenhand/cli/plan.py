"""`evenhand plan`: a force's plan from and to files, and what it says."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, By, On, force_names
from evenhand.cli.plan_text import preview_text, shown
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.plan.importers import Preview
    from evenhand.plan.models import Plan

group = typer.Typer(no_args_is_help=True, help="A force's plan: what it promised and how it goes.")


def _forces(incomplete: str) -> list[str]:
    return [name for name in force_names() if name.startswith(incomplete)]


Force = Annotated[
    str,
    typer.Option("--force", metavar="ID", autocompletion=_forces, help="Whose plan."),
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, .xlsx or .ods file.")]
OutFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Its ending says what it is: .csv, .xlsx, .ods or .json."),
]
Title = Annotated[str, typer.Option("--title", help="What the plan is called.")]
Framework = Annotated[
    Path | None,
    typer.Option(
        "--framework",
        metavar="FILE.yaml",
        help="Workstreams, outcomes and commitments; an example where none is given.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="QUARTERS",
        help="A column of the grid, such as 2026-Q1 or '2026-Q3 to 2026-Q4'. Give it again.",
    ),
]
Apply = Annotated[bool, typer.Option("--apply", help="Take it in. Without it nothing changes.")]


@group.command("open", short_help="Open the next iteration of a plan.")
@talking
def open_plan(
    talk: Talk,
    *,
    force: Force,
    title: Title,
    by: By,
    framework: Framework = None,
    column: Columns = None,
) -> None:
    """Open the next iteration of a force's plan. The one before stays at its address."""
    _ready()
    from django.utils import timezone

    from evenhand.forces import services as forces
    from evenhand.plan import services
    from evenhand.plan.frameworks import example, parse
    from evenhand.plan.quarters import Span

    [local] = forces.load([force])
    text = framework.read_text(encoding="utf-8") if framework else ""
    content = parse(text, name=str(framework)) if framework else example()
    who: dict[str, Any] = {"by": by, "organisation": local.name, "now": timezone.now()}
    plan = services.open_plan(
        force_id=local.id,
        framework=services.load_framework(content, **who),
        title=title,
        columns=[_span(Span.parse, one) for one in column or ()],
        **who,
    )
    talk.say(f"Plan {plan.iteration} of {local.name} is open. Next: evenhand plan template")


@group.command("import", short_help="Preview a file, then take it in.")
@talking
def import_plan(
    talk: Talk,
    *,
    file: File,
    force: Force,
    by: By,
    apply: Apply = False,
    as_json: AsJson = False,
) -> None:
    """Say what a file would change; with --apply, change it: all of it or nothing.

    Rows that the file leaves out stay as they are: a promise is not dropped by leaving out a row.
    """
    plan = plan_of(force)
    from django.utils import timezone

    from evenhand.plan import importers

    now = timezone.now()
    table = importers.read(file.read_bytes(), name=file.name)
    found = importers.preview(plan, table, on=timezone.localdate(now))
    if apply and not found.problems:
        importers.apply(plan, found, by=by, organisation=plan.organisation, now=now)
    if as_json:
        data.write_json(_as_json(found, applied=apply and not found.problems))
    else:
        data.write(preview_text(found))
    if found.problems:
        many = len(found.problems)
        talk.warn(f"{many} problem{'s' * (many > 1)}. Nothing was taken in.")
        raise typer.Exit(Exit.FOUND)
    if not apply:
        talk.say("Nothing was changed. Run it again with --apply to take it in.")


@group.command("export", short_help="Write a plan to a file.")
@talking
def export_plan(talk: Talk, file: OutFile, force: Force, on: On = None) -> None:
    """Write a plan as a table that can be read back, or everything public of it as JSON."""
    plan = plan_of(force)
    from evenhand.plan import exporters, selectors

    day = _day(on)
    found = selectors.tracked(plan, on=day)
    ending = file.suffix.removeprefix(".").lower()
    if ending == "json":
        import json

        said = exporters.as_json(plan, found, on=day)
        content = json.dumps(said, ensure_ascii=False, indent=2).encode()
    else:
        content = exporters.table(found, _ending(ending, exporters.FORMATS))
    file.write_bytes(content)
    talk.say(f"{len(found)} actions written to {file}.")


@group.command("template", short_help="Write an empty table to fill in.")
@talking
def template(talk: Talk, file: OutFile, force: Force) -> None:
    """Write an empty table, with a sheet that says what belongs in each column."""
    plan = plan_of(force)
    from evenhand.plan import exporters, selectors

    ending = _ending(file.suffix.removeprefix(".").lower(), exporters.FORMATS)
    streams = selectors.workstreams(plan, on=_day(None))
    file.write_bytes(exporters.template(streams, ending))
    talk.say(f"Fill in {file}. Next: evenhand plan import {file} --force {force} --by ROLE")


@group.command("show", short_help="Say how each action stands.")
@talking
def show(talk: Talk, force: Force, on: On = None, as_json: AsJson = False) -> None:
    """Show each action with its status, what was first promised and what is promised now."""
    plan = plan_of(force)
    from evenhand.plan import exporters, selectors

    day = _day(on)
    found = selectors.tracked(plan, on=day)
    if as_json:
        data.write_json(exporters.as_json(plan, found, on=day))
    elif found:
        data.write(shown(found))
    talk.say(f"{plan.title}: {len(found)} actions.")


def _ready() -> None:
    from evenhand.config import server

    server.migrate()


def plan_of(force: str) -> "Plan":
    """The latest plan of a force, by its id or its name."""
    _ready()
    from evenhand.plan import selectors
    from evenhand.records import codes

    found = selectors.plan(codes.force(force).force)
    if found is None:
        raise typer.BadParameter(f"{force} has no plan here. Open one with: evenhand plan open")
    return found


def _day(on: datetime | None) -> Any:
    from django.utils import timezone

    return on.date() if on else timezone.localdate()


def _span(parse: Any, text: str) -> Any:
    try:
        return parse(text)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from error


def _ending(ending: str, formats: Any) -> str:
    if ending not in formats:
        raise typer.BadParameter(f"The file must end in {', '.join(f'.{one}' for one in formats)}.")
    return ending


def _as_json(found: "Preview", *, applied: bool) -> dict[str, Any]:
    return {
        "applied": applied,
        "new": [one.key for one in found.new],
        "changed": [
            {"action": one.key, "parts": list(one.parts), "reason": one.reason}
            for one in found.changed
        ],
        "unchanged": list(found.unchanged),
        "absent": list(found.absent),
        "problems": [
            {"row": one.row, "column": one.column, "problem": one.sentence}
            for one in found.problems
        ],
    }
