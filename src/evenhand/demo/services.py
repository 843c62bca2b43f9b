"""Loads the demonstration: records are made, imported and published like any others."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps

from evenhand.demo import alerts, answers, coverage, maturity, plan, records, stops
from evenhand.publications.services import Published, publish


class NotADemonstration(RuntimeError):
    """The site is not set up as a demonstration."""


def load(lake_dir: Path, *, now: datetime, by: str = "Demonstration") -> Published:
    """Make the fictional forces' records, publish what they show, and tell the stories around them.

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
    from evenhand.records.opening import open_all

    with TemporaryDirectory(prefix="evenhand-demo-") as folder:
        records.write(Path(folder))
        import_police_uk([Path(folder)], lake_dir)
    for truth in stops.FORCES:
        stops.load(lake_dir, now=now, truth=truth)
    lakes = open_all(lake_dir)
    published = publish(*lakes, by=by, now=now)
    plan.load(now=now)
    maturity.load(now=now)
    alerts.load(lakes, now=now)
    coverage.load(now=now)
    answers.load(now=now)
    return published
