"""Lakes for the measures' tests: small ones written by hand, and one of real files."""

from pathlib import Path

import pytest
from made_lakes import Files, MakeLake, write_month, year

from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake


@pytest.fixture
def lake_of(tmp_path: Path) -> MakeLake:
    """Make a lake from searches by force and month."""

    def make(files: Files) -> Lake:
        folder = tmp_path / "files"
        folder.mkdir()
        for (force, month), rows in files.items():
            write_month(folder, force, month, rows)
        import_police_uk([folder], tmp_path / "lake")
        return Lake.open(tmp_path / "lake")

    return make


@pytest.fixture
def lake(lake_of: MakeLake) -> Lake:
    return lake_of(year())


@pytest.fixture(scope="session")
def monthly(shared_data: Path) -> Path:
    """The folder of real monthly files."""
    return shared_data / "police-uk-stop-search" / "monthly"


@pytest.fixture(scope="session")
def real_lake(monthly: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Bedfordshire, North Wales, City of London and some of the Metropolitan Police's months."""
    wanted = [
        path
        for pattern in (
            "202[12]-*-bedfordshire-*",
            "202[12]-*-north-wales-*",
            "2019-05-north-wales-*",
            "2018-*-city-of-london-*",
            "2018-0[45]-metropolitan-*",
        )
        for path in sorted(monthly.glob(pattern))
    ]
    folder = tmp_path_factory.mktemp("real") / "lake"
    import_police_uk(wanted, folder)
    return Lake.open(folder)
