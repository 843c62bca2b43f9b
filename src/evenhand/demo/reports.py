"""Demoshire's report of the quarter before this one, published as its people would."""

from datetime import datetime

from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.demo.accounts import FORCE
from evenhand.plan import selectors
from evenhand.publications.errors import NoPaper
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Report
from evenhand.publications.reporting import finding, services
from evenhand.publications.reporting.choosing import Choice
from evenhand.publications.reporting.paper import on_paper
from evenhand.publications.reporting.telling import shown
from evenhand.publications.selectors import latest

FIGURES = ("search-rate", "find-rate", "ethnicity-not-stated")
FOREWORD = (
    "This was not the quarter we promised. More is late than we hoped, and ethnicity is written "
    "down less often than a year ago. We say why below, and what we do about it."
)
WORDS = {
    "respected": "Recorders reached the last two districts only in September. The panel has asked "
    "us twice for its monthly summaries; they now go out in the first week of each month.",
    "protected": "The new screen reached officers in May. It has not helped yet.",
}


def load(*, now: datetime, address: str = "") -> Report | None:
    """Publish the report of the last quarter that has ended, and begin the one before it.

    Once there is a report, nothing more happens.

    People and plan must be there. Without what makes PDFs it is published as a page alone.

    Parameters
    ----------
    address : where the site is, for the links of the PDF; left out, there is no PDF.
    """
    plan = selectors.plan(FORCE)
    if plan is None:
        raise LookupError("a report tells how a plan is going, and there is none")
    quarters = finding.ready(plan, timezone.localdate(now))
    if finding.reports_of(FORCE) or not quarters:
        return None
    manager, publisher = (_acting(role) for role in (Role.PROGRAMME_MANAGER, Role.PUBLISHER))
    figures = [figure for name in FIGURES if (figure := latest(FORCE, name))]
    draft = services.begin(manager, quarter=quarters[0], now=now)
    draft = services.prepare(
        manager,
        key=draft.key,
        expected=draft.version,
        choice=Choice(
            foreword=FOREWORD,
            words=WORDS,
            figures=tuple(one.reference for one in figures),
            actions=("mentoring", "engagement-contracts"),
        ),
        now=now,
    )
    seen = digest(services.put_in(draft))
    report = services.publish(publisher, key=draft.key, expected=draft.version, seen=seen, now=now)
    if address:
        _print(report, address, now)
    for earlier in quarters[1:2]:
        services.begin(manager, quarter=earlier, now=now)
    return report


def _print(report: Report, address: str, now: datetime) -> None:
    full = finding.report(report.force_id, report.quarter, report.number)
    if full is None:
        return
    try:
        services.keep_paper(full, on_paper(shown(full), address=address), now=now)
    except NoPaper:
        return  # the page of the report says that it has none


def _acting(role: Role) -> Acting:
    held = Membership.objects.select_related("person", "organisation").get(
        organisation=FORCE, role=role
    )
    return Acting(held.person, held.organisation, (held,))
