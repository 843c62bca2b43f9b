"""The `evenhand` command. What is heavy is imported by the command that needs it."""

from evenhand.cli.run import main, run

__all__ = ["main", "run"]
