"""A report as its page, its paper and its file show it: what was frozen, and what came after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.publications.models import Paper, Report
from evenhand.publications.reporting import finding


@dataclass(frozen=True)
class Shown:
    """Everything that the template of a report needs.

    Attributes
    ----------
    said : what was frozen.
    corrected : figures in it that were replaced since, with those that stand now.
    address : of its page; empty while it is made.
    published : when and by whom, in a sentence.
    replaces, replaced_by : pages of the report before and after it.
    """

    said: Mapping[str, Any]
    corrected: Mapping[str, str]
    checkpoint: str
    address: str = ""
    published: str = ""
    reference: str = ""
    digest: str = ""
    replaces: str = ""
    replaced_by: str = ""

    @property
    def day(self) -> str:
        """The day that it tells of, as addresses have it."""
        return str(self.said["told_on"])


def shown(report: Report) -> Shown:
    """A published report, with what became of its figures since."""
    return Shown(
        said=report.content,
        corrected=finding.corrected(report.content),
        checkpoint=report.checkpoint,
        address=page_of(report),
        published=published(report),
        reference=report.reference,
        digest=report.digest,
        replaces=page_of(report.supersedes) if report.supersedes else "",
        replaced_by=page_of(after) if (after := replacement(report)) else "",
    )


def preview(said: Mapping[str, Any], checkpoint: str) -> Shown:
    """A report that is not published yet."""
    return Shown(said=said, corrected={}, checkpoint=checkpoint)


def replacement(report: Report) -> Report | None:
    """The report that replaced this one."""
    found: Report | None = getattr(report, "superseded_by", None)
    return found


def published(report: Report) -> str:
    """When a report was published, and by whom."""
    return say(
        "Published on {day} by {role}, {organisation}.",
        day=in_words(timezone.localdate(report.released_at)),
        role=report.released_by,
        organisation=report.organisation,
    )


def page_of(report: Report) -> str:
    """The address of a report's page, which stays."""
    return reverse("report", args=[report.force_id, report.quarter, report.number])


def as_json(report: Report, paper: Paper | None) -> dict[str, Any]:
    """A report for programs: what was frozen and signed, and, apart from it, what came after."""
    after = replacement(report)
    return {
        "report": report.reference,
        "digest": report.digest,
        "released_at": report.released_at.isoformat(),
        "released_by": report.released_by,
        "organisation": report.organisation,
        "content": report.content,
        "checkpoint": report.checkpoint,
        "paper_sha256": paper.sha256 if paper else None,
        "since": {
            "replaced_by": after.reference if after else None,
            "corrected": finding.corrected(report.content),
        },
    }
