"""Sites that are backed up, and empty places to put the backups."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_sites import Site

from lasting import lasting_folder
from records.police_files import searches, write

NewSite = Callable[[], Site]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_site(request: pytest.FixtureRequest) -> NewSite:
    """Make sites without anything, on one kind of database after the other."""

    def on_sqlite() -> Site:
        folder = lasting_folder()
        return Site(f"sqlite:///{folder / 'site.sqlite3'}", folder)

    if request.param == "sqlite":
        return on_sqlite
    new_database = request.getfixturevalue("postgresql")
    return lambda: Site(new_database(), lasting_folder())


@pytest.fixture(scope="session")
def site(new_site: NewSite) -> Iterator[Site]:
    """A site with a plan, a person who is signed in, evidence and records."""
    made = new_site()
    session = made.at_work("make").strip()
    write(made.folder / "in", "2024-01", "kent", searches("2024-01", 3))
    assert made.evenhand("import", "police-uk", "in", "--lake", "lake").status == 0
    (made.files / "0b").mkdir(parents=True)
    (made.files / "0b" / "evidence.pdf").write_bytes(b"%PDF-1.7")
    (made.folder / "session").write_text(session)
    yield made


@pytest.fixture(scope="session")
def backup(site: Site) -> Path:
    """A backup of it."""
    file = site.folder / "site.zip"
    ran = site.evenhand("backup", file)
    assert ran.status == 0, ran.err
    return file
