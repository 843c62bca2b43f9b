"""The worked example of real stops: what the methods pages print is what the data give."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "docs" / "methods" / f"{name}.md" for name in ("visibility", "veil-of-darkness")]


@pytest.fixture(scope="module")
def found(shared_data) -> list[str]:
    """What the example says of the file, line by line."""
    file = shared_data / "vehicle-stops" / "minneapolis_2017" / "MplsStops.csv.gz"
    if not file.is_file():
        pytest.skip("the stops of Minneapolis are not in the folder of real public data")
    done = subprocess.run(
        [sys.executable, "-m", "bench.minneapolis", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_the_counts_are_those_that_describe_the_file(found):
    """As published with it: so many stops of each kind, and so many without a race beforehand."""
    assert found[0] == "51,920 stops: 26,098 traffic, 25,822 suspicious"
    assert found[1] == "race beforehand left blank: 15.8%"


def test_each_line_stands_on_a_methods_page_and_no_other_number_does(found):
    printed = []
    for page in PAGES:
        _, _, rest = page.read_text(encoding="utf-8").partition("### Minneapolis, 2017")
        printed += rest.partition("```text\n")[2].partition("\n```")[0].splitlines()
    assert printed == found
