"""Loads the demonstration: records are made, imported and published like any others."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps

from evenhand.demo import maturity, plan, records, stops
from evenhand.publications.services import Published, publish


class NotADemonstration(RuntimeError):
    """The site is not set up as a demonstration."""


def load(lake_dir: Path, *, now: datetime, by: str = "Demonstration") -> Published:
    """Make the fictional forces' records, publish what they show, and tell the story of a plan.

    Doing it again changes nothing: the same records are already there.

    Parameters
    ----------
    lake_dir : the lake's folder, made where there is none.
    now : the time of release.
    by : who releases.

    Raises
    ------
    NotADemonstration
        If EVENHAND_DEMO is not set for this site.
    """
    if not apps.is_installed("evenhand.demo"):
        raise NotADemonstration(
            "This site is not a demonstration. Set EVENHAND_DEMO=1, but never where real figures "
            "stand."
        )
    from evenhand.records.importing import import_police_uk
    from evenhand.records.lake import Lake

    with TemporaryDirectory(prefix="evenhand-demo-") as folder:
        records.write(Path(folder))
        import_police_uk([Path(folder)], lake_dir)
    stops.load(lake_dir, now=now)
    published = publish(Lake.open(lake_dir), by=by, now=now)
    plan.load(now=now)
    maturity.load(now=now)
    return published
