"""The commands, put together. Only names and options are loaded here."""

from typing import Annotated

import typer

from evenhand.cli import checking, feedback, fetching, figures, importing, measuring, serving
from evenhand.cli.manners import NoColor, Quiet
from evenhand.cli.talk import Talk

WELCOME = """\
Evenhand measures what police powers do to whom, and says how sure that is.

  evenhand fetch police-uk --force bedfordshire --from 2024-01 --to 2024-12 --into downloads
  evenhand import police-uk downloads --lake lake
  evenhand measure search-rate --lake lake --force bedfordshire --from 2024-01 --to 2024-12

Nothing at hand? `evenhand demo` shows a fictional force in your browser.
Every command: evenhand --help
"""


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        from evenhand.cli import data

        data.write(f"evenhand {version('evenhand')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_version, is_eager=True, help="Say the version and leave."),
]


def welcome(
    ctx: typer.Context, version: Version = False, quiet: Quiet = False, no_color: NoColor = False
) -> None:
    """Measure what police powers do to whom, say how sure that is, and let anyone check it."""
    del version
    ctx.obj = Talk(quiet, no_color)
    if ctx.invoked_subcommand is None:
        from evenhand.cli import data

        data.write(WELCOME)


# Plain help: Rich's would cost every --help and every completion a tenth of a second.
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
app.callback(invoke_without_command=True)(welcome)
app.add_typer(importing.group, name="import")
app.command("check")(checking.check)
app.command("measure")(measuring.measure)
app.command("measures")(measuring.measures)
app.command("figure")(figures.figure)
app.command("publish")(serving.publish)
app.command("serve")(serving.serve)
app.command("feedback")(feedback.feedback)
app.command("demo")(serving.demo)
app.add_typer(fetching.group, name="fetch")
