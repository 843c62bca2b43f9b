"""What a command says to the person: on stderr, so that stdout carries nothing but data."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from evenhand.cli.harmless import harmless

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what it is busy with."""


@dataclass(frozen=True)
class Talk:
    """A voice: ``quiet`` says only what went wrong; ``plain`` uses neither colour nor movement."""

    quiet: bool = False
    plain: bool = False

    def say(self, text: str) -> None:
        """Say what is going on."""
        if not self.quiet:
            _write(harmless(text))

    def warn(self, text: str) -> None:
        """Say what to look at, even when quiet."""
        _write(f"{self._painted('Warning:', 33)} {harmless(text)}")

    def refuse(self, text: str) -> None:
        """Say why a command could not do what it was asked."""
        _write(f"{self._painted('evenhand:', 31)} {harmless(text)}")

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress | None]:
        """Show a bar while the block runs; None where nobody is looking."""
        if self.quiet or not self.lively:
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as TimeLeft

        console = Console(stderr=True, no_color=self.plain)
        text = TextColumn("{task.description}", markup=False)
        with Progress(
            text, BarColumn(), MofNCompleteColumn(), TimeLeft(), console=console, transient=True
        ) as bars:
            bar = bars.add_task(what, total=None)
            yield lambda done, total, now: bars.update(
                bar, completed=done, total=total, description=f"{what} {harmless(now)}"
            )

    @property
    def lively(self) -> bool:
        """Whether a terminal that can redraw a line is at the other end."""
        return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def _painted(self, word: str, colour: int) -> str:
        if self.plain or os.environ.get("NO_COLOR") or not self.lively:
            return word
        return f"\x1b[{colour}m{word}\x1b[0m"


def _write(text: str) -> None:
    if sys.stderr is None:  # closed by whoever called
        return
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
