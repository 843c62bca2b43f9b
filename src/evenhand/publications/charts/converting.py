"""A Vega-Lite specification becomes SVG: here, or in a process that does nothing else.

The converter lets no other thread of its process run while it works, which is most of the time that
a figure takes. Where many pictures are drawn, they are drawn beside the counting of the next.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import local
from typing import Any

import vl_convert

WORTHWHILE = 40
"""Pictures; a process takes about as long to start."""
# The new process finds this package where the old one did, and nothing in the working folder.
START = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from evenhand.publications.charts.converting import work; work()"
)
_HERE = local()


def to_svg(specification: Mapping[str, Any]) -> str:
    """Convert, in the way that this thread does it."""
    converter: Converter | None = getattr(_HERE, "converter", None)
    return converter.convert(specification) if converter else _convert(specification)


def draw_beside() -> "Converter":
    """From now on, let the thread that calls convert many pictures in a process of its own.

    Returns
    -------
    What to close once the thread draws no more.
    """
    converter = _HERE.converter = Converter()
    return converter


class Converter:
    """Converts, and starts a process for it once that is worthwhile."""

    def __init__(self) -> None:
        self._asked = 0
        self._process: subprocess.Popen[str] | None = None

    def convert(self, specification: Mapping[str, Any]) -> str:
        """Give the SVG; if the process is gone, this one does its work."""
        self._asked += 1
        if self._asked == WORTHWHILE:
            self._start()
        if self._process is not None:
            try:
                return _ask(self._process, specification)
            except (OSError, EOFError):
                self.close()
        return _convert(specification)

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # a question that was not taken is still in the pipe
                    pipe.close()

    def _start(self) -> None:
        command = [sys.executable, "-P", "-c", START, *sys.path]
        with suppress(OSError):  # then this process goes on alone
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and words)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                start_new_session=True,  # Ctrl-C is for the one who asks, and ends this one too
            )


def _ask(process: "subprocess.Popen[str]", specification: Mapping[str, Any]) -> str:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(json.dumps(specification) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise EOFError
    told: dict[str, str] = json.loads(answer)
    if "error" in told:
        raise ValueError(told["error"])
    return told["svg"]


def _convert(specification: Mapping[str, Any]) -> str:
    drawn: str = vl_convert.vegalite_to_svg(dict(specification))
    return drawn


def work() -> None:
    """Answer each line with an SVG, until the one who asks is gone."""
    for line in sys.stdin:
        try:
            told = {"svg": _convert(json.loads(line))}
        except Exception as error:  # whatever it is, the one who asked has to know
            told = {"error": str(error)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
