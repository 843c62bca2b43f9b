"""A lake is either as it was before an import or as it is after one, whatever happens between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from police_files import search, searches, write

from evenhand.records.count import count
from evenhand.records.errors import BadInput, NoLake
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

MAY, JUNE = "2021-05", "2021-06"
FORCE = "bedfordshire"


def rows(lake: Path) -> int:
    return int(count(Lake.open(lake), by=[]).column("n")[0].as_py())


def test_a_month_supplied_again_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    import_police_uk([write(tmp_path / "a", MAY, FORCE, searches(MAY, 5))], lake)
    report = import_police_uk([write(tmp_path / "b", MAY, FORCE, searches(MAY, 7))], lake)
    assert report.force_months[0]["version"] == 2
    assert report.force_months[0]["status"] == "refreshed"
    assert rows(lake) == 7
    first, second = Lake.open(lake).versions()
    assert (first.version, first.rows, second.version, second.rows) == (1, 5, 2, 7)
    assert all((lake / month.path).is_file() for month in (first, second))


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    path = write(tmp_path / "a", MAY, FORCE, searches(MAY, 5))
    import_police_uk([path], lake)
    before = sorted(p.stat().st_mtime_ns for p in lake.rglob("*.*") if p.is_file())
    report = import_police_uk([path], lake)
    assert report.force_months[0]["status"] == "unchanged"
    assert report.rows_read == report.rows_loaded == 0
    assert sorted(p.stat().st_mtime_ns for p in lake.rglob("*.*") if p.is_file()) == before


def test_an_old_version_supplied_again_does_not_come_back(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    old = write(tmp_path / "a", MAY, FORCE, searches(MAY, 5))
    import_police_uk([old], lake)
    import_police_uk([write(tmp_path / "b", MAY, FORCE, searches(MAY, 7))], lake)
    report = import_police_uk([old], lake)
    assert rows(lake) == 7
    assert "which version 2 has replaced" in report.warnings[0]


def test_two_files_of_one_month_in_one_import_are_two_versions(tmp_path: Path) -> None:
    a = write(tmp_path / "a", MAY, FORCE, searches(MAY, 5))
    b = write(tmp_path / "b", MAY, FORCE, searches(MAY, 7))
    report = import_police_uk([a, b], tmp_path / "lake")
    assert [m["version"] for m in report.force_months] == [1, 2]
    assert rows(tmp_path / "lake") == 7


def test_one_bad_file_among_good_ones_loads_none(tmp_path: Path) -> None:
    write(tmp_path / "in", MAY, FORCE, searches(MAY, 5))
    (tmp_path / "in" / f"{JUNE}-{FORCE}-stop-and-search.csv").write_text("not,searches\n1,2\n")
    with pytest.raises(BadInput):
        import_police_uk([tmp_path / "in"], tmp_path / "lake")
    with pytest.raises(NoLake):
        Lake.open(tmp_path / "lake")


def test_real_and_made_up_forces_are_never_mixed(tmp_path: Path) -> None:
    real = write(tmp_path / "in", MAY, FORCE, searches(MAY, 5))
    made_up = write(tmp_path / "in", MAY, "demoshire", searches(MAY, 5))
    with pytest.raises(BadInput, match="never mixed"):
        import_police_uk([real, made_up], tmp_path / "lake")
    import_police_uk([real], tmp_path / "lake")
    with pytest.raises(BadInput, match="never mixed"):
        import_police_uk([made_up], tmp_path / "lake")
    assert rows(tmp_path / "lake") == 5


def test_the_manifest_says_where_every_month_came_from(tmp_path: Path) -> None:
    path = write(tmp_path / "in", MAY, FORCE, searches(MAY, 5))
    import_police_uk([path], tmp_path / "lake")
    (origin,) = Lake.open(tmp_path / "lake").provenance(FORCE, MAY, MAY)
    digest = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True)
    assert origin["sha256"] == digest.stdout.split()[0]
    assert origin["source"] == str(path)
    assert origin["version"] == 1
    assert origin["imported_by"].startswith("evenhand ")


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    import_police_uk([write(tmp_path / "in", MAY, FORCE, searches(MAY, 5))], tmp_path / "lake")
    manifest = next((tmp_path / "lake" / "manifest").glob("*.json"))
    manifest.write_text("{")
    with pytest.raises(NoLake, match=manifest.name):
        Lake.open(tmp_path / "lake")
    data = json.dumps({"format": 99})
    manifest.write_text(data)
    with pytest.raises(NoLake, match="later version"):
        Lake.open(tmp_path / "lake")


def importer(source: Path, lake: Path, before: str = "") -> subprocess.Popen[str]:
    code = f"{before}\nimport sys\nfrom evenhand.records.importing import import_police_uk\n"
    code += "import_police_uk([sys.argv[1]], sys.argv[2], waiting=print)\n"
    return subprocess.Popen(
        [sys.executable, "-u", "-c", code, str(source), str(lake)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def many(folder: Path, months: int, each: int) -> Path:
    for n in range(months):
        month = f"{2019 + n // 12}-{n % 12 + 1:02d}"
        write(folder, month, FORCE, searches(month, each))
    return folder


@pytest.mark.parametrize("wait", [0.0, 0.25, 0.5, 0.75, 1.0, 1.5])
def test_an_import_killed_at_any_moment_leaves_before_or_after(tmp_path: Path, wait: float) -> None:
    lake = tmp_path / "lake"
    import_police_uk([write(tmp_path / "first", "2018-12", FORCE, searches("2018-12", 3))], lake)
    process = importer(many(tmp_path / "in", 24, 200), lake)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert rows(lake) in {3, 3 + 24 * 200}
    import_police_uk([tmp_path / "in"], lake)
    assert rows(lake) == 3 + 24 * 200
    named = {lake / month.path for month in Lake.open(lake).versions()}
    named |= set(Lake.open(lake).tallies())
    assert set(lake.rglob("*.parquet")) == named


KILL_AT = """
import os, pathlib
from evenhand.records.lake import manifest, writing
steps = []
def step(name, function):
    def stepped(*args, **kwargs):
        steps.append(name)
        if len(steps) == {step}:
            os.kill(os.getpid(), 9)
        return function(*args, **kwargs)
    return stepped
pathlib.Path.replace = step("move", pathlib.Path.replace)
os.sync = step("sync", os.sync)
os.fsync = step("flush", os.fsync)
os.link = step("name", os.link)
"""


def test_an_import_killed_at_each_step_of_its_end_leaves_before_or_after(tmp_path: Path) -> None:
    source = many(tmp_path / "in", 3, 10)
    seen = set()
    for step in range(1, 12):
        lake = tmp_path / f"lake{step}"
        import_police_uk([write(tmp_path / "a", "2018-12", FORCE, searches("2018-12", 3))], lake)
        process = importer(source, lake, KILL_AT.format(step=step))
        process.communicate()
        assert rows(lake) in {3, 33}
        seen.add((process.returncode, rows(lake)))
        if process.returncode == 0:
            break
    assert (-signal.SIGKILL, 3) in seen
    assert (0, 33) in seen


def test_an_import_that_waits_for_one_that_is_killed_is_done(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    slow = "import evenhand.records.lake.writing as w, os, time\n"
    slow += "whole = w.manifest.write\n"
    slow += "def stop(*given):\n    print('committing', flush=True)\n    time.sleep(60)\n"
    slow += "w.manifest.write = stop\n"
    first = importer(many(tmp_path / "a", 3, 20), lake, slow)
    if first.stdout is None:
        pytest.fail("its output is read")
    assert first.stdout.readline() == "committing\n"
    second = importer(write(tmp_path / "b", "2022-01", FORCE, searches("2022-01", 7)), lake)
    if second.stdout is None:
        pytest.fail("its output is read")
    assert "waiting for it to end" in second.stdout.readline()
    first.kill()
    _, errors = second.communicate(timeout=30)
    first.communicate()
    assert (second.returncode, errors) == (0, "")
    assert rows(lake) == 7
    assert Lake.open(lake).damaged() == ""


def test_two_imports_at_once_both_arrive(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    other = tmp_path / "other"
    write(other, "2018-12", FORCE, searches("2018-12", 3))
    processes = [importer(many(tmp_path / "in", 12, 100), lake), importer(other, lake)]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert rows(lake) == 1203
    assert [commit.number for commit in Lake.open(lake).commits] == [1, 2]


def test_a_full_disk_is_said_and_nothing_is_loaded(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    import_police_uk([write(tmp_path / "a", "2018-12", FORCE, searches("2018-12", 3))], lake)
    limit = "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))"
    process = importer(many(tmp_path / "in", 3, 500), lake, limit)
    _, errors = process.communicate()
    assert process.returncode != 0
    assert "BadInput" in errors
    assert "Nothing was loaded" in errors
    assert rows(lake) == 3


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere: nothing to refuse")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "in", MAY, FORCE, searches(MAY, 5))
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(BadInput, match="cannot be written"):
        import_police_uk([path], tmp_path / "shut" / "lake")


def test_a_lake_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "in", MAY, FORCE, searches(MAY, 5))
    with pytest.raises(BadInput, match="cannot be written"):
        import_police_uk([path], path)


def test_what_a_record_says_cannot_read_the_disk(tmp_path: Path) -> None:
    hostile = "'; SELECT * FROM read_text('/etc/passwd'); --"
    row = search("2021-05-03T10:00:00+00:00", Outcome=hostile, Legislation=hostile)
    import_police_uk([write(tmp_path / "in", MAY, FORCE, [row])], tmp_path / "lake")
    lake = Lake.open(tmp_path / "lake")
    table = count(lake, by=["outcome", "legislation"], where={"outcome": ["x", hostile]})
    assert table.num_rows == 0
    assert rows(tmp_path / "lake") == 1


def test_the_counting_engine_can_read_nothing_but_the_lake(tmp_path: Path) -> None:
    from evenhand.records.engine import Engine

    import_police_uk([write(tmp_path / "in", MAY, FORCE, searches(MAY, 5))], tmp_path / "lake")
    engine = Engine.duckdb(tmp_path / "lake")
    for statement in (
        "SELECT * FROM read_text('/etc/passwd')",
        f"SELECT * FROM read_csv('{tmp_path}/in/{MAY}-{FORCE}-stop-and-search.csv')",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
    ):
        with pytest.raises(Exception, match=r"(?i)permission|disabled|locked|cannot"):
            engine.backend.raw_sql(statement)
