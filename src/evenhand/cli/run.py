"""Running the command and leaving with an exit status, whatever happens."""

import os
import sys
from collections.abc import Sequence

import typer

from evenhand.cli.exits import Exit
from evenhand.cli.explain import explain
from evenhand.cli.talk import Talk


def main() -> None:
    """Run the command with the arguments of this process and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by whoever called
            # Python's own streams can do this, though their declared type cannot.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    status = run(sys.argv[1:])
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        status = _nobody_reads()
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status.

    What people do wrong ends in a sentence on stderr, never in a traceback.
    """
    from evenhand.cli.app import app

    command = typer.main.get_command(app)
    talk = Talk(plain="--no-color" in arguments)
    try:
        status = command.main(list(arguments), prog_name="evenhand", standalone_mode=False)
    except SystemExit as left:
        # Typer leaves by itself when the reader of our output went away, as in `... | head`.
        if isinstance(left.__context__, BrokenPipeError):
            return _nobody_reads()
        return left.code if isinstance(left.code, int) else Exit.FINE
    except Exception as error:
        return explain(error, talk)
    if status == Exit.INTERRUPTED:
        talk.say("\nStopped.")
    return int(status or Exit.FINE)


def _nobody_reads() -> int:
    """Keep Python from complaining, at its own end, that nobody reads our output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.FINE
