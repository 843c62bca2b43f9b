"""Running one side of a comparison in a process of its own: its seconds, its memory, its answer."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

OUT = Path(__file__).parent / "out"

HARNESS = """
import json, pathlib, resource, sys, time
{setup}
started = time.perf_counter()
{work}
seconds = time.perf_counter() - started
# Linux hands the parent's peak down in rusage; this line of its own status is the process's own.
status = dict(l.split(":", 1) for l in pathlib.Path("/proc/self/status").read_text().splitlines())
peak = int(status["VmHWM"].split()[0]) / 1024
# And the largest of its children, of which there is at most one on two cores.
peak += resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
json.dump(dict(seconds=seconds, megabytes=peak, answer=answer), open(sys.argv[1], "w"))
"""


@dataclass(frozen=True)
class Run:
    """One measured side: the median of its turns, and the most memory of any."""

    seconds: float
    megabytes: float
    answer: Any


def compare(sides: dict[str, tuple[str, str]], turns: int = 3) -> dict[str, Run]:
    """Run the sides in turn, so that a noisy moment of the machine falls on all of them.

    Parameters
    ----------
    sides : name -> (setup, work)
        Python code; only `work` is timed, and leaves its result in `answer`.
    """
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}
    for _ in range(turns):
        for name, (setup, work) in sides.items():
            runs[name].append(_once(setup, work))
    return {
        name: Run(
            median(run["seconds"] for run in taken),
            max(run["megabytes"] for run in taken),
            taken[-1]["answer"],
        )
        for name, taken in runs.items()
    }


def _once(setup: str, work: str) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        code = HARNESS.format(setup=setup, work=work)
        subprocess.run(
            [sys.executable, "-c", code, result.name],
            check=True,
            stdout=subprocess.DEVNULL,  # DuckDB draws a bar there when it is kept waiting
        )
        answer: dict[str, Any] = json.loads(Path(result.name).read_text())
        return answer
