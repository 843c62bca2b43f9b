"""The lines that people paste into their programs do what they say, each run where it can be."""

import contextlib
import io
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from django.test import Client
from figure_files import read_csv
from power_query import M

from evenhand.public.files.columns import COLUMNS
from evenhand.public.files.snippets import Snippet, csv_address, parquet_address, snippets
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-the-files.md"
EXAMPLE = "https://evenhand.example"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, *_words: object) -> None: ...


@pytest.fixture
def taken(client: Client, demo_site: list[Figure], tmp_path: Path) -> Path:
    """The site's files of all figures, in a folder as the site has them."""
    (tmp_path / "data").mkdir()
    for ending in (".csv", ".parquet"):
        content = client.get(f"/data/figures{ending}").content
        (tmp_path / "data" / f"figures{ending}").write_bytes(content)
    return tmp_path


@pytest.fixture
def site(taken: Path) -> Iterator[str]:
    """The same files at an address of this machine."""
    handler = partial(Quiet, directory=str(taken))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def snippet(host: str, name: str) -> Snippet:
    return next(one for one in snippets(host) if one.id == name)


def expected(taken: Path) -> list[str]:
    """The rates by group that every snippet is to print, as texts from the file itself."""
    rows = read_csv((taken / "data" / "figures.csv").read_bytes())
    found = [
        row["rate"]
        for row in rows
        if row["measure"] == "search-rate" and row["group_kind"] == "group"
    ]
    assert len(found) == 10
    return found


def run(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "<snippet>", "exec"), {})  # noqa: S102 (our own lines, as readers run them)
    return out.getvalue()


def test_python_prints_every_rate_with_its_range(site: str, taken: Path) -> None:
    printed = run(snippet(site, "python").code)

    assert all(rate in printed for rate in expected(taken))
    assert len(printed.splitlines()) == len(expected(taken))


def test_pandas_reads_numbers_as_numbers(site: str, taken: Path) -> None:
    scope: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(snippet(site, "pandas").code, scope)  # noqa: S102

    searches = scope["searches"]
    assert searches["rate"].tolist() == [float(rate) for rate in expected(taken)]


def test_duckdb_reads_the_parquet_from_a_file_since_no_extension_for_addresses_is_here(
    taken: Path,
) -> None:
    """To read an address DuckDB fetches an extension, which tests may not. It then asks for the
    size and for parts; that these are answered, the tests of HTTP show."""
    code = snippet(EXAMPLE, "duckdb").code
    local = code.replace(parquet_address(EXAMPLE), str(taken / "data" / "figures.parquet"))
    rows = duckdb.sql(local).fetchall()

    assert local != code
    assert [row[4] for row in rows] == [float(rate) for rate in expected(taken)]


def test_r_prints_every_rate_with_its_range(site: str, taken: Path, tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not here (Rscript): its lines were not run")
    script = tmp_path / "snippet.R"
    check = 'cat(format(searches$rate, digits = 15), sep = "\\n", file = "rates.txt")\n'
    script.write_text(snippet(site, "r").code + check, encoding="utf-8")
    done = subprocess.run(
        [program, "--vanilla", str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    rates = [float(line) for line in (tmp_path / "rates.txt").read_text().split()]
    assert rates == pytest.approx([float(rate) for rate in expected(taken)], rel=1e-12)
    assert "Demoshire Police" in done.stdout


def test_power_query_has_its_address_written_out() -> None:
    """Power BI refreshes nothing whose address it has to work out."""
    code = snippet(EXAMPLE, "power-bi").code

    assert re.findall(r"Web\.Contents\(\s*(.*?)\s*\)", code) == [f'"{csv_address(EXAMPLE)}"']


def test_without_excel_power_query_is_read_by_the_part_of_its_grammar_that_it_uses() -> None:
    """No Excel or Power BI is here: the lines were parsed, and not run."""
    names = M(snippet(EXAMPLE, "power-bi").code).read()

    assert names == {
        *("Csv.Document", "Web.Contents", "QuoteStyle.Csv", "Int64.Type"),
        *("Table.PromoteHeaders", "Table.TransformColumnTypes"),
    }


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("PromoteAllScalars = true", "PromoteAllScalars true"),
        ("    Typed = ", "    Typed == "),
        ('"en-GB"\n    )', '"en-GB"\n'),
        ("in\n    Typed", "in\n    Typd"),
        ('{"events", Int64.Type},', '{"events", Int64.Type}'),
        ("Headed,", "Headd,"),
    ],
)
def test_a_fault_in_the_lines_of_power_query_would_be_found(right: str, wrong: str) -> None:
    code = snippet(EXAMPLE, "power-bi").code

    assert right in code
    with pytest.raises(ValueError, match="Power Query"):
        M(code.replace(right, wrong, 1)).read()


def test_every_column_that_a_snippet_names_is_there() -> None:
    names = {column.name for column in COLUMNS}
    for one in snippets(EXAMPLE):
        named = set(re.findall(r'[{"\']([a-z_]{2,})["\']', one.code)) - {"utf", "group"}
        assert named <= names, one.program


def test_excel_is_given_the_address_and_nothing_else(
    client: Client, demo_site: list[Figure]
) -> None:
    given = snippet("http://testserver", "excel")

    assert given.code == csv_address("http://testserver")
    assert given.steps
    assert client.get("/data/figures.csv")["Content-Type"].startswith("text/csv")


def test_the_guide_has_the_very_lines_of_the_site() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    fenced = dict(re.findall(r"^### (.+?)\n.*?^```\w+\n(.*?)^```", guide, re.DOTALL | re.MULTILINE))

    assert fenced == {
        one.program: one.code if one.code.endswith("\n") else f"{one.code}\n"
        for one in snippets(EXAMPLE)
    }


def test_the_page_shows_the_very_lines_with_the_site_s_own_address(
    client: Client, demo_site: list[Figure]
) -> None:
    from html import unescape

    page = client.get("/data/").content.decode()
    shown = [
        unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    ]

    assert shown == [one.code for one in snippets("http://testserver")]
