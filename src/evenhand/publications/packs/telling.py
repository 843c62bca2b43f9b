"""A pack as its pages, its papers and its file show it: what was frozen, and what came after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import SYSTEM
from evenhand.publications.models import Pack
from evenhand.publications.packs import finding


@dataclass(frozen=True)
class Shown:
    """Everything that the template of a pack needs.

    Attributes
    ----------
    said : what was frozen.
    corrected : figures in it that were replaced since, with those that stand now.
    address : of its public page.
    made : when and by whom, in a sentence.
    later : the page of the last version; empty where this is it.
    large : whether it is laid out in large print.
    """

    said: Mapping[str, Any]
    corrected: Mapping[str, str]
    address: str
    made: str
    reference: str
    digest: str
    later: str = ""
    large: bool = False


def shown(pack: Pack, *, large: bool = False) -> Shown:
    """A pack, with what became of its figures since."""
    last = finding.latest(pack.meeting)
    return Shown(
        said=pack.content,
        corrected=finding.corrected(pack.content),
        address=page_of(pack),
        made=made(pack),
        reference=pack.reference,
        digest=pack.digest,
        later=page_of(last) if last and last.number > pack.number else "",
        large=large,
    )


def as_made(pack: Pack, *, large: bool) -> Shown:
    """The same for paper, which stays as it was made: without what came after."""
    return Shown(
        pack.content, {}, page_of(pack), made(pack), pack.reference, pack.digest, large=large
    )


def page_of(pack: Pack) -> str:
    """The address of a pack's public page, which stays."""
    meeting = pack.meeting
    return reverse("pack", args=[meeting.panel_id, meeting.number, pack.number])


def made(pack: Pack) -> str:
    """When a version was made, and by whom."""
    said = {"number": str(pack.number), "day": notes.day(timezone.localdate(pack.made_at))}
    if pack.made_by == SYSTEM:
        return say("Version {number}, made by itself on {day}.", **said)
    return say(
        "Version {number}, made on {day} for {role}, {organisation}.",
        **said,
        role=pack.made_by,
        organisation=pack.organisation,
    )


def as_json(pack: Pack) -> dict[str, Any]:
    """A pack for programs: what was frozen and, apart from it, what came after."""
    papers = pack.papers.filter(redacted="").values_list("print", "sha256")
    last = finding.latest(pack.meeting)
    return {
        "pack": pack.reference,
        "digest": pack.digest,
        "made_at": pack.made_at.isoformat(),
        "made_by": pack.made_by,
        "organisation": pack.organisation,
        "content": pack.content,
        "papers": dict(papers),
        "since": {
            "replaced_by": last.reference if last and last.number > pack.number else None,
            "corrected": finding.corrected(pack.content),
        },
    }
