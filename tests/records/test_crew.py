"""Files are read by several processes at once, and nobody can tell from what comes of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from police_files import searches, write

from evenhand.records import worker
from evenhand.records.crew import WORTHWHILE, Crew, worthwhile
from evenhand.records.errors import BadInput
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Writer
from evenhand.records.loading import Loaded
from evenhand.records.readers.sources import Source, sources
from evenhand.records.worker import Job

FILES = 12
IMPORT = """
import sys
from evenhand.records import crew
from evenhand.records.importing import import_police_uk
crew.worthwhile = lambda jobs: 2
import_police_uk(
    [sys.argv[1]], sys.argv[2], progress=lambda done, all, name: print(done, flush=True)
)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(1, FILES + 1):
        write(tmp_path / "in", f"2021-{n:02d}", "kent", searches(f"2021-{n:02d}", 5 + n))
    return tmp_path / "in"


def jobs(folder: Path, to: Path) -> list[Job]:
    to.mkdir()
    return [Job(source, to / str(n), None) for n, source in enumerate(sources([folder]))]


def told(loaded: Loaded) -> list[tuple[str, int, dict[str, object]]]:
    return [(part.month, part.rows, part.profile) for part in loaded.parts]


def test_workers_give_the_same_in_the_same_order(folder: Path, tmp_path: Path) -> None:
    alone, together = jobs(folder, tmp_path / "alone"), jobs(folder, tmp_path / "together")
    with Crew(alone, workers=0) as one, Crew(together, workers=2) as many:
        expected, found = list(one), list(many)
    assert [told(a) for a in found] == [told(b) for b in expected]
    for a, b in zip(found, expected, strict=True):
        assert a.reading.sha256 == b.reading.sha256
        assert pq.read_table(a.parts[0].path).equals(pq.read_table(b.parts[0].path))


@pytest.mark.parametrize("workers", [0, 2])
def test_the_first_bad_file_is_named_whoever_met_it(
    folder: Path, tmp_path: Path, workers: int
) -> None:
    for n in (4, 7, 11):
        (folder / f"2021-{n:02d}-kent-stop-and-search.csv").write_bytes(b"%PDF-1.7")
    with (
        Crew(jobs(folder, tmp_path / "out"), workers=workers) as crew,
        pytest.raises(BadInput, match=r"2021-04-kent-stop-and-search\.csv is a PDF"),
    ):
        list(crew)


def test_what_a_killed_worker_had_in_hand_is_done_by_the_others(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = worker.start

    def short_lived() -> subprocess.Popen[bytes]:
        process = start()
        process.kill()
        return process

    monkeypatch.setattr(worker, "start", short_lived)
    with Crew(jobs(folder, tmp_path / "out"), workers=2) as crew:
        assert [loaded.parts[0].rows for loaded in crew] == [5 + n for n in range(1, FILES + 1)]


def test_where_no_process_can_be_started_this_one_reads_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing-here"))
    with Crew(jobs(folder, tmp_path / "out"), workers=2) as crew:
        assert len(list(crew)) == FILES


def test_a_fault_that_cannot_be_sent_is_still_told(tmp_path: Path) -> None:
    job = Job(Source("a.csv", "a.csv", True, _impossible, 1), tmp_path / "a", None)
    with (
        Crew([job, job], workers=1) as crew,
        pytest.raises((RuntimeError, _Unsendable), match="not to be sent"),
    ):
        list(crew)


class _Unsendable(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def _impossible() -> None:
    raise _Unsendable("not to", "be sent")


def test_workers_are_for_much_to_read(tmp_path: Path) -> None:
    def of(size: int, count: int, name: str = "a.csv") -> int:
        return worthwhile(
            [Job(Source(name, name, True, _impossible, size), tmp_path, None)] * count
        )

    cores = len(os.sched_getaffinity(0))
    assert of(WORTHWHILE // 100, 50) == 0
    assert of(WORTHWHILE, 1) == 0  # one file is read by one process
    assert of(WORTHWHILE, 50) == min(cores - 1, 3)
    assert of(WORTHWHILE // 400, 50, "all.zip/a.csv") == min(cores - 1, 3)


def test_a_worker_reads_nothing_from_the_working_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    process = worker.start()
    try:
        if process.stdin is None or process.stdout is None:
            pytest.fail("a worker has pipes")
        worker.send(process.stdin, jobs(folder, tmp_path / "out")[0])
        assert worker.receive(process.stdout).parts[0].rows == 6
    finally:
        process.kill()
        process.communicate()


def test_no_two_imports_write_into_one_folder(tmp_path: Path) -> None:
    with Writer(tmp_path / "lake") as first:
        before = first.incoming
    with Writer(tmp_path / "lake") as second:
        assert second.incoming != before
        assert not before.exists()


@pytest.fixture
def importing(folder: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """An import by this process and two others, after its first files."""
    for month in range(1, 13):
        for force in ("durham", "dorset", "essex", "gwent", "surrey", "suffolk"):
            name = f"2020-{month:02d}"
            write(folder, name, force, searches(name, 400))
    command = [sys.executable, "-c", IMPORT, str(folder), str(tmp_path / "lake")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if process.stdout is not None:
        process.stdout.readline()
    yield process
    with suppress(ProcessLookupError):
        process.kill()
    process.communicate()


def children(of: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = status.read_text().rpartition(")")
            if int(rest.split()[1]) == of:
                found.append(int(name.split()[0]))
    return found


def ends(process: int) -> bool:
    for _ in range(200):
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into Linux's /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_workers_end_with_the_import_however_it_ends(
    importing: subprocess.Popen[str], tmp_path: Path, how: signal.Signals
) -> None:
    workers = children(importing.pid)
    importing.send_signal(how)
    importing.wait(20)
    assert len(workers) == 2
    assert all(ends(each) for each in workers)
    assert not list((tmp_path / "lake").glob("manifest/*.json"))
    month = write(tmp_path / "one", "2022-01", "kent", searches("2022-01", 3))
    assert import_police_uk([month], tmp_path / "lake").rows_loaded == 3
    shutil.rmtree(tmp_path / "lake")
