"""The commands, put together. Only names and options are loaded here."""

from typing import Annotated

import typer

from evenhand.cli import (
    alerts,
    backup,
    checking,
    draws,
    evidence,
    feedback,
    fetching,
    figures,
    importing,
    logs,
    maturity,
    measuring,
    packs,
    people,
    plan,
    recommendations,
    redacting,
    redraw,
    register,
    restore,
    roadside,
    serving,
    stops,
    telling,
    threshold,
    verifying,
    watching,
    witnessing,
)
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
# What `--help` lists: whole sentences, where the first of a docstring would be cut short.
app.command("check", short_help="Say what is odd about the records.")(checking.check)
app.command("measure", short_help="Answer a question about the use of a power.")(measuring.measure)
app.command("measures")(measuring.measures)
app.command("watch", short_help="Say what moved in the records.")(watching.watch)
app.command("threshold", short_help="Say on how little suspicion groups are searched.")(
    threshold.threshold
)
app.command("figure", short_help="Compute a published figure again.")(figures.figure)
app.command("publish", short_help="Freeze what the lake supports into figures.")(serving.publish)
app.command("serve")(serving.serve)
app.add_typer(feedback.group, name="feedback", short_help="Show what readers wrote, or erase it.")
app.command("demo")(serving.demo)
app.add_typer(fetching.group, name="fetch")
app.command("verify", short_help="Check that no log was rewritten.")(verifying.verify)
app.command("redraw", short_help="Repeat a panel's draw from its file.")(redraw.redraw)
app.add_typer(logs.group, name="ledger")
app.add_typer(roadside.group, name="roadside")
app.command("backup", short_help="Write the whole site into one file.")(backup.backup)
app.command("restore", short_help="Put a backup back, and check the logs.")(restore.restore)
plan.group.command("redact", short_help="Take unlawful words out.")(redacting.redact)
plan.group.command("forget-files", short_help="Remove files that nobody published.")(
    evidence.forget_files
)
app.add_typer(plan.group, name="plan")
app.add_typer(
    maturity.group, name="maturity", short_help="How mature a force's work is, and who says so."
)
app.add_typer(alerts.group, name="alerts")
app.add_typer(recommendations.group, name="recommendations")
app.add_typer(draws.group, name="draws")
app.add_typer(packs.group, name="packs")
app.add_typer(stops.group, name="stops")
app.add_typer(register.group, name="register", short_help="Records of other powers, for draws.")
app.command("tell", short_help="Send the mails that are due.")(telling.tell)
app.add_typer(people.organisations, name="organisation")
app.add_typer(people.persons, name="person")
app.command("passwords", short_help="Pack a list of stolen passwords.")(people.passwords)
app.command("witness", short_help="Co-sign a log from cron.")(witnessing.witness)
