"""Running the command as people do, and looking at what it said where."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from evenhand.cli import run


@dataclass(frozen=True)
class Ran:
    """A command that ended: its status, the data on stdout and the talk on stderr."""

    status: int
    out: str
    err: str


Evenhand = Callable[..., Ran]


@pytest.fixture
def evenhand(capsys: pytest.CaptureFixture[str]) -> Evenhand:
    """Run the command in this process."""

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return command
