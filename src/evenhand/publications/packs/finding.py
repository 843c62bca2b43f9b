"""Reads: data packs of meetings, those that are due, and what became of their figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from evenhand.publications.models import Pack, PackPaper
from evenhand.publications.reporting import finding as reports
from evenhand.scrutiny.models import Appointment
from evenhand.scrutiny.visiting import selectors
from evenhand.scrutiny.visiting.selectors import Visit
from evenhand.scrutiny.visiting.steps import Status, What

DAYS = 7
"""How long before a meeting its pack is made: time to read, and to ask for large print."""


@dataclass(frozen=True)
class Named:
    """A pack in a list: its version, when it was made and by whom, and what there is on paper."""

    number: int
    at: datetime
    by: str
    organisation: str
    taken_down: bool
    prints: dict[str, int]
    """By print, the size of the PDF in bytes."""


def packs_of(panel: str, meeting: int) -> list[Named]:
    """Every version of a meeting's pack, the latest first, without what it says."""
    rows = Pack.objects.filter(meeting__panel=panel, meeting__number=meeting)
    found = list(rows.defer("content").order_by("-number"))
    papers: dict[int, dict[str, int]] = {}
    sizes = PackPaper.objects.filter(pack__in=[one.pk for one in found], redacted="")
    for pack, name, size in sizes.values_list("pack", "print", "size"):
        papers.setdefault(pack, {})[name] = size
    return [
        Named(
            one.number,
            one.made_at,
            one.made_by,
            one.organisation,
            bool(one.redacted),
            papers.get(one.pk, {}),
        )
        for one in found
    ]


def pack(panel: str, meeting: int, number: int | None = None) -> Pack | None:
    """One version of a meeting's pack, or the latest; a version that was taken down too."""
    rows = Pack.objects.select_related("meeting__panel", "meeting__force")
    rows = rows.filter(meeting__panel=panel, meeting__number=meeting)
    if number is not None:
        rows = rows.filter(number=number)
    found: Pack | None = rows.order_by("-number").first()
    return found


def latest(meeting: Appointment) -> Pack | None:
    """The last pack of a meeting; None before there is one."""
    found: Pack | None = Pack.objects.filter(meeting=meeting).order_by("-number").first()
    return found


def paper(pack: Pack, name: str) -> PackPaper | None:
    """The PDF of a pack in a print, without its bytes; None where it was not made."""
    rows = PackPaper.objects.filter(pack=pack, print=name, redacted="").defer("content")
    found: PackPaper | None = rows.first()
    return found


def pdf_of(paper: PackPaper) -> bytes:
    """The bytes of a PDF, which are read only when somebody asks for them."""
    return bytes(PackPaper.objects.values_list("content", flat=True).get(pk=paper.pk))


def every_pack() -> list[tuple[str, int, int, tuple[str, ...]]]:
    """Every pack that was not taken down: panel, meeting, version, and its prints."""
    rows = Pack.objects.filter(redacted="").order_by("pk")
    papers: dict[int, list[str]] = {}
    for key, name in PackPaper.objects.filter(redacted="").values_list("pack", "print"):
        papers.setdefault(key, []).append(name)
    return [
        (panel, meeting, number, tuple(sorted(papers.get(key, ()))))
        for key, panel, meeting, number in rows.values_list(
            "pk", "meeting__panel", "meeting__number", "number"
        )
    ]


def due(*, now: datetime, days: int = DAYS) -> list[Visit]:
    """Meetings that begin within so many days, and for which no pack was made in those days.

    One that was moved is among them again: what was made for the earlier day may be old.
    """
    ahead = timedelta(days=days)
    found = [
        one
        for one in selectors.visits(at=now, whats=[What.MEETING])
        if one.status is Status.CALLED and now < one.now.slot.starts <= now + ahead
    ]
    return [one for one in found if not _made_since(one, one.now.slot.starts - ahead)]


def _made_since(meeting: Visit, moment: datetime) -> bool:
    rows = Pack.objects.filter(meeting=meeting.appointment, made_at__gte=moment)
    return bool(rows.exists())


def without_paper() -> list[Pack]:
    """Packs that stand, that are the latest of their meeting, and lack a PDF in some print."""
    wanted = (PackPaper.ORDINARY, PackPaper.LARGE)
    rows = Pack.objects.filter(redacted="").select_related("meeting").order_by("pk")
    last = {one.meeting_id: one for one in rows}
    return [one for one in last.values() if any(paper(one, name) is None for name in wanted)]


def corrected(content: dict[str, Any]) -> dict[str, str]:
    """Figures of a pack that a later one has replaced, with the one that stands now."""
    shown: Iterable[dict[str, Any]] = (
        figure for part in content["parts"] for figure in part["figures"]
    )
    return reports.corrected({"figures": list(shown), "goals": []})
