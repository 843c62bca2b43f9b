"""`evenhand maturity`: which standards a force is assessed by, and what was said of each."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, By, On, force_names
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.maturity.selectors import Maturity

group = typer.Typer(
    no_args_is_help=True, help="How mature a force's work is: what it says, what others say."
)


def _forces(incomplete: str) -> list[str]:
    return [name for name in force_names() if name.startswith(incomplete)]


Force = Annotated[
    str,
    typer.Option("--force", metavar="ID", autocompletion=_forces, help="Which force is assessed."),
]
Framework = Annotated[
    Path | None,
    typer.Argument(metavar="FILE.yaml", help="The framework; an example where none is given."),
]
OutFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="Its ending says what it is: .json or .csv.")
]
Reason = Annotated[
    str, typer.Option("--reason", help="Why another framework takes the place of one: public.")
]


@group.command("load", short_help="Load a framework and assess a force by it.")
@talking
def load(
    talk: Talk, *, force: Force, by: By, framework: Framework = None, reason: Reason = ""
) -> None:
    """Load a framework and assess a force by it from now on. What was said before stays.

    Loading the same again changes nothing.
    """
    _ready()
    from django.db import transaction
    from django.utils import timezone

    from evenhand.forces import services as forces
    from evenhand.maturity import selectors, services
    from evenhand.maturity.frameworks import example, parse

    text = framework.read_text(encoding="utf-8") if framework else ""
    content = parse(text, name=str(framework)) if framework else example()
    with transaction.atomic():
        [local] = forces.load([force])
        who: dict[str, Any] = {"by": by, "organisation": local.name, "now": timezone.now()}
        before = selectors.basis(local.id)
        row = services.load_framework(content, **who)
        if before and before.framework_id == row.pk:
            talk.say(f"{local.name} is assessed by this framework already. Nothing was changed.")
            return
        services.take_up(
            force_id=local.id,
            framework=row,
            expected=before.number if before else 0,
            reason=reason,
            **who,
        )
    talk.say(f"{local.name} is assessed by {len(content.standards)} standards from now on.")


@group.command("export", short_help="Write all that is public to a file.")
@talking
def export(talk: Talk, file: OutFile, force: Force, on: On = None) -> None:
    """Write everything public as JSON, or what each says now as a table, .csv."""
    found = _found(force, on)
    from evenhand.maturity import exporters

    if file.suffix == ".json":
        import json

        content = json.dumps(exporters.as_json(found), ensure_ascii=False, indent=2).encode()
    elif file.suffix == ".csv":
        content = exporters.as_csv(found)
    else:
        raise typer.BadParameter("The file must end in .json or .csv.")
    file.write_bytes(content)
    talk.say(f"{len(found.standings)} standards written to {file}.")


@group.command("show", short_help="Say what each says of each standard.")
@talking
def show(talk: Talk, force: Force, on: On = None, as_json: AsJson = False) -> None:
    """Show each standard with the force's word, those of others, and how they differ."""
    found = _found(force, on)
    from evenhand.maturity import exporters, words

    if as_json:
        data.write_json(exporters.as_json(found))
    else:
        names = {one.key: one.name for one in found.framework.standards}
        lines = [
            f"{harmless(names[key])}: {harmless(' '.join(words.differences(standing)))}"
            for key, standing in found.standings.items()
        ]
        data.write("\n".join(lines))
    for one in found.spreads:
        whose = harmless(words.whose(one.view, one.organisation))
        talk.say(f"{whose}. {words.spread(one)}")
    if found.framework.example:
        talk.say("These standards are an example, not the text of any police body.")


def _ready() -> None:
    from evenhand.config import server

    server.migrate()


def _found(force: str, on: datetime | None) -> "Maturity":
    """What was said of a force, by its id or its name."""
    _ready()
    from django.utils import timezone

    from evenhand.maturity import selectors
    from evenhand.records import codes

    day = on.date() if on else timezone.localdate()
    known = codes.force(force).force
    basis = selectors.basis(known, on=day) or selectors.basis(known)
    if basis is None:
        raise typer.BadParameter(
            f"{force} is not assessed here. Begin with: evenhand maturity load"
        )
    return selectors.maturity(basis, on=day)
