"""The documentation builds without a warning, and every link inside it leads somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s#]+)(?:#[^)]*)?\)")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The documentation as a site, built in the strictest way."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    places = ["--doctree-dir", folder / "trees", ROOT / "docs", folder / "html"]
    said = subprocess.run([*build, *places], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return folder / "html"


def test_the_documentation_builds_without_a_warning(site):
    assert (site / "index.html").is_file()


def test_every_page_can_be_reached_from_the_first(site):
    first = (site / "index.html").read_text(encoding="utf-8")
    pages = {page.relative_to(ROOT / "docs") for page in (ROOT / "docs").glob("*/*.md")}
    for page in pages:
        assert f'href="{page.with_suffix(".html")}"' in first


def test_formulas_need_no_script_and_nothing_comes_from_elsewhere(site):
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'<(?:script|link|img)[^>]+(?:src|href)="https?:', text), page.name


def test_every_link_of_the_readme_leads_somewhere():
    targets = [found["target"] for found in LINK.finditer((ROOT / "README.md").read_text())]
    local = [target for target in targets if "://" not in target]
    assert local
    assert [target for target in local if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_dated_short_and_has_its_three_parts(path):
    text = path.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-\d{2}-\d{2}-", path.name)
    assert len(text.splitlines()) < 40
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]
